import { expect, it } from 'vitest';
import { isSolved } from '#lib/identity/proof.ts';
import { findSolution } from './find-solution.ts';

it('finds what the server believes', async () => {
  for (const challenge of ['one', 'two', 'three']) {
    const solution = await findSolution(challenge, 8);
    expect(isSolved(challenge, solution ?? '', 8)).toBe(true);
  }
});

import { expect, it } from 'vitest';
import { drain, untilUnreachable } from './until-unreachable.ts';

const upTo = (most: number) => Array.from({ length: most }, (_, index) => index);

it('ends early when all of five failed, and leaves the rest for the next run', async () => {
  const seen: number[] = [];
  const answers = await untilUnreachable(upTo(20), async (item) => {
    seen.push(item);
    return item < 3;
  });
  expect(seen).toEqual(upTo(10));
  expect(answers.filter((isDone) => isDone)).toHaveLength(3);
});

it('does all others where one throws, and then throws', async () => {
  const seen: number[] = [];
  const work = untilUnreachable(upTo(12), async (item) => {
    seen.push(item);
    if (item === 2) throw new Error('poison');
    return true;
  });
  await expect(work).rejects.toThrow('poison');
  expect(seen).toEqual(upTo(12));
});

it('takes batch after batch until one is not full', async () => {
  const waiting = upTo(12);
  const total = await drain(
    async () => waiting.splice(0, 5),
    async () => true,
    {
      until: performance.now() + 60_000,
      full: 5,
    },
  );
  expect(total).toEqual({ done: 12, failed: 0 });
});

'use client';

import { useState } from 'react';
import { Button } from '#app/_ui/button.tsx';
import { findSolution } from './find-solution.ts';

/**
 * The button of the check. With scripts the browser works first and the form is sent after; without them the form is sent at once,
 * and the server counts the wait.
 */
export function ProofButton(props: {
  challenge: string;
  bits: number;
  words: { start: string; working: string; failed: string };
}) {
  const { challenge, bits, words } = props;
  const [stand, setStand] = useState<'ready' | 'working' | 'failed'>('ready');
  const work = async (button: HTMLButtonElement) => {
    setStand('working');
    const solution = await findSolution(challenge, bits).catch(() => null);
    const field = button.form?.elements.namedItem('solution');
    if (solution === null || !(field instanceof HTMLInputElement)) return setStand('failed');
    field.value = solution;
    button.form?.submit();
  };
  return (
    <>
      <input type="hidden" name="solution" defaultValue="" />
      <p role="status">{stand === 'ready' ? '' : words[stand]}</p>
      <div className="actions">
        <Button
          aria-disabled={stand === 'working'}
          onClick={(event) => {
            if (stand === 'failed') return;
            event.preventDefault();
            if (stand === 'ready') void work(event.currentTarget);
          }}
        >
          {words.start}
        </Button>
      </div>
    </>
  );
}

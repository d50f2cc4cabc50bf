'use client';
import { type ComponentProps, useEffect, useRef, useState } from 'react';
import { NumberStepper } from './number-stepper.tsx';

/** `NumberStepper` with − and + once its script runs; the same plain input before. `words` name the two buttons. */
export function CountStepper({
  words,
  ...rest
}: ComponentProps<typeof NumberStepper> & { words: { less: string; more: string } }) {
  const box = useRef<HTMLDivElement>(null);
  const [isReady, setReady] = useState(false);
  useEffect(() => setReady(true), []);

  const step = (direction: 'stepUp' | 'stepDown') => {
    const input = box.current?.querySelector('input');
    if (!input) return;
    input[direction]();
    input.dispatchEvent(new Event('input', { bubbles: true }));
    input.dispatchEvent(new Event('change', { bubbles: true }));
  };

  const button = (direction: 'stepUp' | 'stepDown', name: string, sign: string) =>
    isReady ? (
      <button type="button" aria-label={name} disabled={rest.disabled} onClick={() => step(direction)}>
        {sign}
      </button>
    ) : undefined;

  return (
    <div className="field-box" ref={box}>
      <NumberStepper {...rest} before={button('stepDown', words.less, '−')} after={button('stepUp', words.more, '+')} />
    </div>
  );
}

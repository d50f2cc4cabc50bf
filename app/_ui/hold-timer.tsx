'use client';
import { type ReactNode, useEffect, useState } from 'react';

/**
 * How long the places are held. Without a script it says only until when (`heldText`, made by the server). Where scripts run the
 * minutes left stand there from the beginning, so that nothing moves when they begin to count, and a screen reader hears of them at five minutes, at one, and at the end: never each second.
 *
 * `leftTexts[n]` is the sentence for n whole minutes left; at `expiresAt` (ISO instant) `overText` replaces everything.
 * `nowAt` is the server's clock at rendering, so that a wrong clock on the device does not matter.
 */
export function HoldTimer(props: {
  expiresAt: string;
  nowAt: string;
  heldText: string;
  leftTexts: readonly string[];
  overText: string;
  children?: ReactNode;
}) {
  const total = (Date.parse(props.expiresAt) - Date.parse(props.nowAt)) / 1000;
  const [secondsLeft, setSecondsLeft] = useState(() => Math.max(0, Math.ceil(total)));
  const [hasBegun, setBegun] = useState(false);

  useEffect(() => {
    const startedAt = performance.now();
    const tick = () => setSecondsLeft(Math.max(0, Math.ceil(total - (performance.now() - startedAt) / 1000)));
    tick();
    setBegun(true);
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [total]);

  const isOver = hasBegun && secondsLeft === 0;
  const minutes = Math.floor(secondsLeft / 60);
  const left = props.leftTexts[Math.min(minutes, props.leftTexts.length - 1)] ?? '';
  const announced = isOver ? props.overText : hasBegun ? spoken(secondsLeft, props.leftTexts) : '';

  return (
    <div className="timer">
      <p>
        <b>{isOver ? props.overText : props.heldText}</b>
      </p>
      {isOver || !left ? null : (
        <p className="timer-left" aria-hidden="true">
          {left}
        </p>
      )}
      <span className="vh" role="status">
        {announced}
      </span>
      {props.children}
    </div>
  );
}

/** What is being said at this moment: the sentence stays the same between two announcements, so that it is read once. */
function spoken(secondsLeft: number, leftTexts: readonly string[]): string {
  if (secondsLeft <= 60) return leftTexts[1] ?? '';
  if (secondsLeft <= 300) return leftTexts[5] ?? '';
  return '';
}

'use client';

import { useEffect, useRef, useState } from 'react';

/** The one thing that can be done about an answer: by tap, or by F8, which no scanner types. Once. */
export function MainAction({ label, onPress }: { label: string; onPress: () => void }) {
  const [isPressed, setPressed] = useState(false);
  const press = useRef(() => {});
  press.current = () => {
    if (isPressed) return;
    setPressed(true);
    onPress();
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'F8') return;
      event.preventDefault();
      press.current();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <button
      type="button"
      className="btn answer-act"
      aria-keyshortcuts="F8"
      disabled={isPressed}
      onClick={() => press.current()}
    >
      {label} <kbd>F8</kbd>
    </button>
  );
}

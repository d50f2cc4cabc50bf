'use client';

import { useEffect, useRef, useState } from 'react';
import { readCode } from '#lib/desk/read-code.ts';
import { type KeyStroke, mendWedge } from '#lib/desk/read-wedge.ts';
import type { ScanWay } from '#lib/tickets/values.ts';
import { useWords } from './desk-words.ts';
import { repeatGuard } from './repeat-guard.ts';

/** A hand scanner with two signs after the code, or a held trigger, sends the same code again at once. */
const repeatMs = 1_500;

/** The one field of the desk: a hand scanner types into it wherever the focus is, and people type codes, names and numbers. */
export function ScanField({
  onScan,
  onFind,
}: {
  onScan: (code: string, way: ScanWay) => void;
  onFind: (query: string) => void;
}) {
  const { t } = useWords();
  const field = useRef<HTMLInputElement>(null);
  const strokes = useRef<KeyStroke[]>([]);
  const isNew = useRef(repeatGuard(repeatMs));
  const [text, setText] = useState('');

  useEffect(() => {
    // A finger's keyboard would cover the answer: there the field waits to be tapped, and a scanner's first key finds it.
    if (!matchMedia('(pointer: coarse)').matches) field.current?.focus();
    const onKey = (event: KeyboardEvent) => {
      const { target } = event;
      const isElsewhere = target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
      if (isElsewhere || event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey || event.key === ' ')
        return;
      field.current?.focus();
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, []);

  const submit = () => {
    const read = mendWedge(text, strokes.current);
    const typed = read.startsWith('MV:') ? read : read.trim();
    const isScanner = strokes.current.length > 40;
    strokes.current = [];
    setText('');
    field.current?.focus();
    if (typed.length < 2) return;
    const { kind } = readCode(typed);
    // A name of eight letters looks like the code of an order: both are looked up.
    if (kind === 'none' || kind === 'order_code') onFind(typed.slice(0, 200));
    // Nobody types a printed code by hand: only what a reader sends comes twice without being meant.
    else if (!typed.startsWith('MV:') || isNew.current(typed, Date.now()))
      onScan(typed.slice(0, 512), isScanner ? 'hand_scanner' : 'typed');
  };

  return (
    <form
      className="desk-field"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label htmlFor="desk-code">{t('field.label')}</label>
      <div>
        <input
          id="desk-code"
          ref={field}
          className="input"
          value={text}
          autoComplete="off"
          autoCapitalize="characters"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="search"
          maxLength={512}
          onChange={(event) => {
            setText(event.target.value);
            if (event.target.value === '') strokes.current = [];
          }}
          onKeyDown={({ code, key, shiftKey }) => {
            if (key.length === 1) strokes.current.push({ code, key, isShifted: shiftKey });
            if (key === 'Escape') setText('');
          }}
        />
        <button type="submit" className="btn short">
          {t('field.submit')}
        </button>
      </div>
    </form>
  );
}

'use client';

import { useCallback, useEffect, useState } from 'react';
import type { DayBoard } from '#lib/desk/answer.ts';
import { askBoard } from './ask-server.ts';

const refreshMs = 15_000;

/** The day's board, read again every quarter minute while somebody looks; `isStale` when the last reading failed, `isSignedOut` when because of the session. */
export function useBoard(first: DayBoard | null) {
  const [board, setBoard] = useState(first);
  const [isStale, setStale] = useState(first === null);
  const [isSignedOut, setSignedOut] = useState(false);
  const refresh = useCallback(async () => {
    const asked = await askBoard();
    setSignedOut(asked.kind === 'signed_out');
    setStale(asked.kind !== 'answered');
    if (asked.kind === 'answered') setBoard(asked.body.board);
  }, []);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void refresh();
    }, refreshMs);
    return () => clearInterval(timer);
  }, [refresh]);
  return { board, isStale, isSignedOut, refresh };
}

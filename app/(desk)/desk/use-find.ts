'use client';

import { useCallback, useRef, useState } from 'react';
import type { BoardSlot, PartyCard } from '#lib/desk/answer.ts';
import { askParties } from './ask-server.ts';

export type Found = {
  by: { query: string } | { slot: BoardSlot };
  state: 'waiting' | 'failed' | 'found';
  parties: PartyCard[];
  more: number;
};

/** Looks parties up, by what somebody said or by time. A later search replaces an earlier one, whichever answers first. */
export function useFind() {
  const [found, setFound] = useState<Found | null>(null);
  const turn = useRef(0);
  const last = useRef<Found['by'] | null>(null);
  const look = useCallback(async (by: Found['by'], isAgain = false) => {
    turn.current += 1;
    const mine = turn.current;
    last.current = by;
    if (!isAgain) setFound({ by, state: 'waiting', parties: [], more: 0 });
    const asked = await askParties('query' in by ? by : { timeslotId: by.slot.timeslotId });
    if (mine !== turn.current) return;
    if (asked.kind === 'answered') setFound({ by, state: 'found', parties: asked.body.parties, more: asked.body.more });
    else setFound({ by, state: 'failed', parties: [], more: 0 });
  }, []);
  return {
    found,
    byQuery: useCallback((query: string) => void look({ query }), [look]),
    bySlot: useCallback((slot: BoardSlot) => void look({ slot }), [look]),
    /** Reads the same list again, after somebody on it may have been let in. */
    again: useCallback(() => {
      if (last.current) void look(last.current, true);
    }, [look]),
    clear: useCallback(() => {
      turn.current += 1;
      last.current = null;
      setFound(null);
    }, []),
  };
}

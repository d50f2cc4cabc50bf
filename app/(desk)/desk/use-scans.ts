'use client';

import { useCallback, useEffect, useReducer, useRef } from 'react';
import type { UploadedScan } from '#app/api/desk/scan/route.ts';
import { sendScans, uploadOf } from './ask-server.ts';
import { forgetScan, type KeptScan, keepScan, keptScans, newScanId } from './kept-scans.ts';
import { type DeskScan, initialScans, scansReducer } from './scans-state.ts';

export type NewScan = Pick<KeptScan, 'code' | 'way'> &
  Partial<Pick<KeptScan, 'people' | 'isDocumentChecked' | 'override' | 'subGroupId'>>;

const retryMs = 5_000;

/**
 * The scans of this desk: recorded under their own ids and kept before they are sent, shown when answered, sent again until
 * they are. Nothing is forgotten that the server has not answered for (failures 57 and 60).
 */
export function useScans(station: string, onAnswered: (scans: DeskScan[]) => void) {
  const [state, dispatch] = useReducer(scansReducer, initialScans);
  const latest = useRef({ state, station, onAnswered });
  latest.current = { state, station, onAnswered };
  const isSending = useRef(false);

  const send = useCallback(async (scans: KeptScan[], isFirstTime: boolean) => {
    const asked = await sendScans(latest.current.station, scans);
    if (asked.kind === 'signed_out') dispatch({ kind: 'signed_out' });
    const answers = asked.kind === 'answered' ? asked.body.answers : [];
    const settled = scans.map((scan, index): DeskScan => {
      // A request that is refused as a whole although each scan is well-formed will not fare better a second time.
      const answer: UploadedScan | undefined =
        asked.kind === 'refused' ? { ok: false, code: 'malformed' } : answers[index];
      return settle(scan, answer);
    });
    dispatch({ kind: 'settled', scans: settled });
    if (isFirstTime) latest.current.onAnswered(settled);
    return asked.kind;
  }, []);

  /** Records scans that were made together, shows them, and sends them. */
  const record = useCallback(
    (scans: NewScan[]) => {
      const groupId = newScanId();
      const kept = scans.map(
        (scan): KeptScan => ({
          scanId: newScanId(),
          scannedAt: new Date().toISOString(),
          people: null,
          isDocumentChecked: false,
          override: null,
          ...scan,
        }),
      );
      for (const scan of kept) keepScan(scan);
      dispatch({ kind: 'recorded', groupId, scans: kept });
      for (let rest = kept; rest.length; rest = rest.slice(uploadOf(rest).length)) void send(uploadOf(rest), true);
    },
    [send],
  );

  const sendAgain = useCallback(async () => {
    const waiting = latest.current.state.scans.filter(({ status }) => status === 'unsent').map(({ scan }) => scan);
    if (isSending.current || waiting.length === 0) return;
    isSending.current = true;
    await send(uploadOf(waiting.reverse()), false).finally(() => {
      isSending.current = false;
    });
  }, [send]);

  useEffect(() => {
    dispatch({ kind: 'found', scans: keptScans() });
    const timer = setInterval(() => void sendAgain(), retryMs);
    const onOnline = () => void sendAgain();
    window.addEventListener('online', onOnline);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', onOnline);
    };
  }, [sendAgain]);

  return {
    ...state,
    unsent: state.scans.filter(({ status }) => status === 'unsent' || status === 'stuck').length,
    record,
    sendAgain,
    show: useCallback((groupId: string | null) => dispatch({ kind: 'show', groupId }), []),
  };
}

function settle(scan: KeptScan, answer: UploadedScan | undefined): DeskScan {
  const entry = { scan, groupId: '', result: null };
  if (!answer || (!answer.ok && answer.code === 'try_again')) return { ...entry, status: 'unsent' };
  if (!answer.ok && answer.code === 'malformed') return { ...entry, status: 'stuck' };
  forgetScan(scan.scanId);
  return answer.ok ? { ...entry, status: 'answered', result: answer } : { ...entry, status: 'refused' };
}

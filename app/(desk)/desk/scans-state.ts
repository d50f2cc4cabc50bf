import type { ScanResult } from '#lib/desk/answer.ts';
import type { KeptScan } from './kept-scans.ts';

/** `stuck`: the server cannot read it; it is kept and shown. `refused`: the server will not have it from this person. */
export type ScanStatus = 'waiting' | 'answered' | 'unsent' | 'stuck' | 'refused';

/** A scan with what became of it. Those made by one tap share a group and are shown together. */
export type DeskScan = {
  scan: KeptScan;
  groupId: string;
  status: ScanStatus;
  result: Extract<ScanResult, { ok: true }> | null;
};

export type ScansState = { scans: DeskScan[]; shownGroupId: string | null; isSignedOut: boolean };

export type ScansEvent =
  | { kind: 'recorded'; groupId: string; scans: KeptScan[] }
  | { kind: 'found'; scans: KeptScan[] }
  | { kind: 'settled'; scans: DeskScan[] }
  | { kind: 'show'; groupId: string | null }
  | { kind: 'signed_out' };

export const initialScans: ScansState = { scans: [], shownGroupId: null, isSignedOut: false };
const remembered = 30;

/** The newest scan first. Only answered ones are ever dropped from the list. */
export function scansReducer(state: ScansState, event: ScansEvent): ScansState {
  switch (event.kind) {
    case 'recorded': {
      const added = event.scans.map(
        (scan): DeskScan => ({ scan, groupId: event.groupId, status: 'waiting', result: null }),
      );
      return { ...state, scans: bounded([...added.reverse(), ...state.scans]), shownGroupId: event.groupId };
    }
    case 'found': {
      const known = new Set(state.scans.map(({ scan }) => scan.scanId));
      const found = event.scans
        .filter((scan) => !known.has(scan.scanId))
        .map((scan): DeskScan => ({ scan, groupId: scan.scanId, status: 'unsent', result: null }));
      return { ...state, scans: [...state.scans, ...found.reverse()] };
    }
    case 'settled': {
      const settled = new Map(event.scans.map((entry) => [entry.scan.scanId, entry]));
      const scans = state.scans.map((entry) => {
        const now = settled.get(entry.scan.scanId);
        return now ? { ...now, groupId: entry.groupId } : entry;
      });
      const isAnswered = event.scans.some(({ status }) => status === 'answered');
      return { ...state, scans, isSignedOut: state.isSignedOut && !isAnswered };
    }
    case 'show':
      return { ...state, shownGroupId: event.groupId };
    case 'signed_out':
      return { ...state, isSignedOut: true };
  }
}

function bounded(scans: DeskScan[]): DeskScan[] {
  return scans.filter(
    ({ status }, index) => index < remembered || status === 'unsent' || status === 'stuck' || status === 'waiting',
  );
}

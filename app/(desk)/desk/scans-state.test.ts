import { expect, it } from 'vitest';
import { uploadOf } from './ask-server.ts';
import type { KeptScan } from './kept-scans.ts';
import { initialScans, type ScansState, scansReducer } from './scans-state.ts';

const scan = (scanId: string, code = 'x'): KeptScan => ({
  scanId,
  code,
  way: 'typed',
  people: null,
  scannedAt: '2026-12-12T06:30:00Z',
  isDocumentChecked: false,
  override: null,
});
const record = (state: ScansState, scanId: string) =>
  scansReducer(state, { kind: 'recorded', groupId: scanId, scans: [scan(scanId)] });
const settle = (state: ScansState, scanId: string, status: 'answered' | 'unsent') =>
  scansReducer(state, { kind: 'settled', scans: [{ scan: scan(scanId), groupId: '', status, result: null }] });

it('shows the newest scan, and a late answer never takes its place', () => {
  let state = record(record(initialScans, 'one'), 'two');
  state = settle(state, 'one', 'answered');
  expect(state.shownGroupId).toBe('two');
  expect(state.scans.map(({ scan: { scanId }, status, groupId }) => [scanId, status, groupId])).toEqual([
    ['two', 'waiting', 'two'],
    ['one', 'answered', 'one'],
  ]);
});

it('forgets old answers, never a scan that was not sent', () => {
  let state = settle(record(initialScans, 'kept'), 'kept', 'unsent');
  for (let count = 0; count < 60; count += 1)
    state = settle(record(state, `scan-${count}`), `scan-${count}`, 'answered');
  expect(state.scans.length).toBeLessThan(40);
  expect(state.scans.at(-1)).toMatchObject({ scan: { scanId: 'kept' }, status: 'unsent' });
});

it('takes up what an earlier page left, once', () => {
  const state = record(initialScans, 'new');
  const found = scansReducer(state, { kind: 'found', scans: [scan('old'), scan('new')] });
  expect(found.scans.map(({ scan: { scanId }, status }) => [scanId, status])).toEqual([
    ['new', 'waiting'],
    ['old', 'unsent'],
  ]);
  expect(found.shownGroupId).toBe('new');
});

it('is signed in again once something was answered', () => {
  const out = scansReducer(record(initialScans, 'one'), { kind: 'signed_out' });
  expect(settle(out, 'one', 'unsent').isSignedOut).toBe(true);
  expect(settle(out, 'one', 'answered').isSignedOut).toBe(false);
});

it('sends no more at once than the server takes, and always something', () => {
  const many = Array.from({ length: 40 }, (_, index) => scan(`scan-${index}`, 'M'.repeat(141)));
  expect(uploadOf(many).length).toBeGreaterThan(5);
  expect(JSON.stringify(uploadOf(many)).length).toBeLessThan(4000);
  expect(uploadOf([scan('long', 'M'.repeat(9000))])).toHaveLength(1);
});

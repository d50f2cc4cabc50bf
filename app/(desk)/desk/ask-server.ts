import type { PartyAct, PartyActed } from '#app/api/desk/party/route.ts';
import type { UploadedScan } from '#app/api/desk/scan/route.ts';
import type { DayBoard, PartyCard } from '#lib/desk/answer.ts';
import { scansPerUpload, uploadLimitBytes } from '#lib/desk/values.ts';
import type { KeptScan } from './kept-scans.ts';

export type Asked<T> = { kind: 'answered'; body: T } | { kind: 'signed_out' | 'no_answer' | 'refused' };

/** Nobody waits at a door for longer. */
const patienceMs = 4_000;

async function ask<T>(path: string, body?: unknown): Promise<Asked<T>> {
  try {
    const response = await fetch(path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
      cache: 'no-store',
      signal: AbortSignal.timeout(patienceMs),
    });
    if (response.status === 401) return { kind: 'signed_out' };
    if (response.status === 400 || response.status === 413) return { kind: 'refused' };
    return response.ok ? { kind: 'answered', body: (await response.json()) as T } : { kind: 'no_answer' };
  } catch {
    return { kind: 'no_answer' };
  }
}

/** Sends scans; the answers come in the same order. */
export function sendScans(station: string, scans: readonly KeptScan[]): Promise<Asked<{ answers: UploadedScan[] }>> {
  return ask('/api/desk/scan', { station, sentAt: new Date().toISOString(), scans });
}

export function askBoard(): Promise<Asked<{ board: DayBoard }>> {
  return ask('/api/desk/board');
}

export function askParties(
  input: { query: string } | { timeslotId: string },
): Promise<Asked<{ parties: PartyCard[]; more: number }>> {
  return ask('/api/desk/find', input);
}

/** Arranges a party in front of the door. */
export function askParty(act: PartyAct): Promise<Asked<PartyActed>> {
  return ask('/api/desk/party', act);
}

/** Renews the session while somebody works: it ends after a time without this. */
export async function renewSession(): Promise<void> {
  await fetch('/api/auth/session', { cache: 'no-store' }).catch(() => undefined);
}

/** As many scans as one upload takes, in number and in bytes. */
export function uploadOf(scans: readonly KeptScan[]): KeptScan[] {
  const upload: KeptScan[] = [];
  let bytes = 300;
  for (const scan of scans.slice(0, scansPerUpload)) {
    bytes += new TextEncoder().encode(JSON.stringify(scan)).length + 1;
    if (upload.length > 0 && bytes > uploadLimitBytes) break;
    upload.push(scan);
  }
  return upload;
}

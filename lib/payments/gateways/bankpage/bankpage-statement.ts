import type { z } from 'zod';
import type { BalanceLine, ProviderFailure, Recent, RecentPage, RefundOutcome } from '../../provider.ts';
import { askBank, type BankSettings } from './bankpage-api.ts';
import { linesOf, refundOutcomeOf, statementShape } from './bankpage-shapes.ts';

type Operation = z.output<typeof statementShape>['operations'][number];

const dayMs = 86_400_000;
// The bank's day is that of Baku, which has had no summer time since 2016.
const bankOffsetMs = 4 * 3_600_000;
const dayNumber = (at: Date) => Math.floor((at.getTime() + bankOffsetMs) / dayMs);
const dateOf = (day: number) => new Date(day * dayMs).toISOString().slice(0, 10).replaceAll('-', '');

/**
 * The bank gives no list of movements, only each day's statement. What lies between two instants is read day by day: `after`
 * is the last day and page that was read.
 */
export async function statementLines(
  settings: BankSettings,
  request: { from: Date; to: Date; after?: string },
): Promise<{ ok: true; lines: BalanceLine[]; next: string | null } | ProviderFailure> {
  const first = dayNumber(request.from);
  // What is to come stands in no statement; tomorrow may have begun at a bank whose clock is ahead.
  const last = Math.min(dayNumber(new Date(request.to.getTime() - 1)), dayNumber(new Date()) + 1);
  const [day = first, page = 1] = request.after?.split('.').map(Number) ?? [];
  if (day > last) return { ok: true, lines: [], next: null };
  const read = await readPage(settings, day, page);
  if (!read.ok) return read;
  const lines = read.operations
    .filter(({ date }) => date >= request.from.getTime() && date < request.to.getTime())
    .flatMap(linesOf);
  const next = read.nextPage > 0 ? `${day}.${read.nextPage}` : day < last ? `${day + 1}.1` : null;
  return { ok: true, lines, next };
}

/** Money that went back since an instant, read off the statements, the newest day first. */
export async function recentRefunds(
  settings: BankSettings,
  request: Recent,
): Promise<RecentPage<RefundOutcome> | ProviderFailure> {
  const [day = dayNumber(new Date()), page = 1] = request.after?.split('.').map(Number) ?? [];
  const read = await readPage(settings, day, page);
  if (!read.ok) return read;
  const items = read.operations
    .filter(({ type, date }) => (type === 2 || type === 3) && date >= request.since.getTime())
    .map((operation) => ({
      what: refundOutcomeOf({ ...operation, refundStatus: 1 }),
      paymentIntentId: operation.orderId,
      at: new Date(operation.date),
    }));
  const isLast = day <= dayNumber(request.since);
  return { ok: true, items, next: read.nextPage > 0 ? `${day}.${read.nextPage}` : isLast ? null : `${day - 1}.1` };
}

async function readPage(
  settings: BankSettings,
  day: number,
  page: number,
): Promise<{ ok: true; operations: Operation[]; nextPage: number } | ProviderFailure> {
  const asked = await askBank(settings, 'getStatement', { date: dateOf(day), page: String(page) }, statementShape);
  return asked.ok ? { ok: true, ...asked.answer } : asked;
}

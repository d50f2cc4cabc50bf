import { sql } from 'drizzle-orm';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { inTransaction, type TxCtx } from '#lib/platform/transaction.ts';
import type { WaitingState } from './values.ts';

export type LeaveWaitingResult = { ok: true } | { ok: false; code: 'unknown_entry' | 'no_longer_waiting' };

/** The party leaves the list; what was offered to it goes to the next. Twice is once. */
export async function leaveWaiting(ctx: Ctx, input: { entryId: string }): Promise<LeaveWaitingResult> {
  return inTransaction(ctx, (tx) => goAway(tx, input.entryId, 'left'), 'left by the visitor');
}

export type RemoveWaitingResult = LeaveWaitingResult | { ok: false; code: 'forbidden' | 'reason_missing' };

/** A manager takes a party off the list, with a reason that the audit log keeps. Needs `waiting.change`. */
export async function removeWaiting(
  ctx: Ctx,
  input: { entryId: string; reason: string },
): Promise<RemoveWaitingResult> {
  if (!can(ctx.actor, 'waiting.change')) return { ok: false, code: 'forbidden' };
  const reason = input.reason.replace(/\s+/gu, ' ').trim();
  if (reason.length < 3 || reason.length > 500) return { ok: false, code: 'reason_missing' };
  return inTransaction(
    ctx,
    async (tx) => {
      const gone = await goAway(tx, input.entryId, 'removed');
      if (gone.ok) {
        const entry = { objectKind: 'waiting_entry', objectId: input.entryId };
        await writeAudit(tx, { action: 'waiting_removed', ...entry, after: { reason } });
      }
      return gone;
    },
    'removed by staff',
  );
}

async function goAway(tx: TxCtx, entryId: string, next: 'left' | 'removed'): Promise<LeaveWaitingResult> {
  // An offer may be made in between, never twice in a row against us: after the second look the entry's own row says what is so.
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const { rows } = await tx.db.execute<{ state: WaitingState; offerId: string | null }>(sql`
      select e.state, (select o.id from waiting_offer o where o.entry_id = e.id and o.state = 'open') as "offerId"
        from waiting_entry e where e.id = ${entryId}`);
    const [entry] = rows;
    if (!entry) return { ok: false, code: 'unknown_entry' };
    if (entry.state === next) return { ok: true };
    if (entry.state !== 'waiting' && entry.state !== 'offered') return { ok: false, code: 'no_longer_waiting' };
    let hasGone: boolean;
    if (entry.offerId) {
      const ended = await tx.db.execute<{ ended: boolean }>(
        sql`select end_offer(${entry.offerId}, 'withdrawn', ${next}) as ended`,
      );
      hasGone = ended.rows[0]?.ended ?? false;
    } else {
      const left = await tx.db.execute(
        sql`update waiting_entry set state = ${next} where id = ${entryId} and state = 'waiting'`,
      );
      hasGone = (left.rowCount ?? 0) > 0;
    }
    crashPoint('waiting.leaving');
    if (hasGone) return { ok: true };
  }
  return { ok: false, code: 'no_longer_waiting' };
}

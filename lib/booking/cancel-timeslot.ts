import { sql } from 'drizzle-orm';
import { releaseGuides } from '#lib/capacity/claims.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { actorId, type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { type CancellationReason, cancellationReasons } from './values.ts';

/** How long visitors may be given to answer, in hours: a month. */
export const mostDelayHours = 720;

export const cancelTimeslotRefusals = [
  'forbidden',
  'unknown_timeslot',
  'reason_missing',
  'note_missing',
  'delay_malformed',
  'already_cancelled',
  'not_open',
] as const;
export type CancelTimeslotResult = { ok: true; answerUntil: Date } | Refusal<(typeof cancelTimeslotRefusals)[number]>;

/**
 * Cancels a time (2.7). From this one transaction on no place of it is taken: holds, late money and changes are refused by the
 * database. What becomes of each order follows by state (`work-cancellations.ts`), whoever is killed on the way. Visitors may
 * answer for `delayHours` (0: all money goes back at once). Needs `schedule.change`.
 */
export async function cancelTimeslot(
  ctx: Ctx,
  input: { timeslotId: string; reason: CancellationReason; note: string; delayHours: number },
): Promise<CancelTimeslotResult> {
  if (!can(ctx.actor, 'schedule.change')) return { ok: false, code: 'forbidden' };
  if (!isUuid(input.timeslotId)) return { ok: false, code: 'unknown_timeslot' };
  if (!cancellationReasons.includes(input.reason)) return { ok: false, code: 'reason_missing' };
  const note = input.note.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  if (note.length < 3 || note.length > 500) return { ok: false, code: 'note_missing' };
  const isDelay = Number.isInteger(input.delayHours) && input.delayHours >= 0 && input.delayHours <= mostDelayHours;
  if (!isDelay) return { ok: false, code: 'delay_malformed' };
  const cancelled = await inTransaction(
    ctx,
    async (tx): Promise<CancelTimeslotResult> => {
      const { rows: flipped } = await tx.db.execute<{ id: string }>(sql`
        update timeslot set state = 'cancelling' where id = ${input.timeslotId} and state in ('on_sale','closed') returning id`);
      if (!flipped[0]) {
        const { rows } = await tx.db.execute<{ state: string }>(
          sql`select state from timeslot where id = ${input.timeslotId}`,
        );
        if (!rows[0]) return { ok: false, code: 'unknown_timeslot' };
        return { ok: false, code: rows[0].state.startsWith('cancel') ? 'already_cancelled' : 'not_open' };
      }
      await releaseGuides(tx, input.timeslotId);
      const { rows } = await tx.db.execute<{ answerUntil: string }>(sql`
        insert into slot_cancellation (timeslot_id, reason, note, answer_until, requested_by)
        values (${input.timeslotId}, ${input.reason}, ${note}, now() + make_interval(hours => ${input.delayHours}), ${actorId(tx.actor) ?? 'system'})
        returning answer_until as "answerUntil"`);
      await writeAudit(tx, {
        action: 'timeslot_cancelled',
        objectKind: 'timeslot',
        objectId: input.timeslotId,
        after: { reason: input.reason, note, delayHours: input.delayHours },
      });
      return { ok: true, answerUntil: new Date(rows[0]?.answerUntil ?? 0) };
    },
    'time cancelled',
  );
  crashPoint('cancel.after_flip');
  return cancelled;
}

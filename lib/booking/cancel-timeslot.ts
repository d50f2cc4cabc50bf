import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { releaseGuides } from '#lib/capacity/claims.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { actorId, type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { constraintOf, inTransaction } from '#lib/platform/transaction.ts';
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
  'has_group',
] as const;
export type CancelTimeslotResult =
  | { ok: true; answerUntil: Date }
  | Refusal<Exclude<(typeof cancelTimeslotRefusals)[number], 'has_group'>>
  /** A group has it, or is offered it: that visit is moved or ended first. */
  | { ok: false; code: 'has_group'; visitId: string };

/**
 * Cancels a time (2.7). From this one transaction on no place of it is taken: holds, late money and changes are refused by the
 * database. What becomes of each order follows by state (`work-cancellations.ts`), whoever is killed on the way. Visitors may
 * answer for `delayHours` (0: all money goes back at once). A time that a group has is not cancelled under it (`has_group`, with its
 * visit). Needs `schedule.change`.
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
  const held = await findGroupOf(ctx.db as Db, input.timeslotId);
  if (held) return { ok: false, code: 'has_group', visitId: held };
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
  ).catch(async (error: unknown): Promise<CancelTimeslotResult> => {
    // A group has been given it at this very moment: the database says so.
    const visitId =
      constraintOf(error) === 'timeslot_has_group' ? await findGroupOf(ctx.db as Db, input.timeslotId) : null;
    if (!visitId) throw error;
    return { ok: false, code: 'has_group', visitId };
  });
  crashPoint('cancel.after_flip');
  return cancelled;
}

/** The visit of the group that has a time or is offered it. */
async function findGroupOf(db: Db, timeslotId: string): Promise<string | null> {
  const { rows } = await db.execute<{ visitId: string }>(sql`
    select p.visit_id as "visitId" from sub_group g join group_plan p on p.id = g.plan_id where g.timeslot_id = ${timeslotId} and g.is_live limit 1`);
  return rows[0]?.visitId ?? null;
}

import { sql } from 'drizzle-orm';
import { cancelTimeslot } from '#lib/booking/cancel-timeslot.ts';
import { workCancellations } from '#lib/booking/work-cancellations.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { staffCtx, systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import type { TestDatabase } from '#tests/support/database.ts';
import type { TestMuseum } from '#tests/support/museum.ts';

/** What tests of cancelled times share: a manager who cancels, workers that work, and a look at what became of it. */
export function cancellationScene(database: () => TestDatabase, museum: () => TestMuseum) {
  const slot = (index = 0) => museum().timeslots[index] ?? '';
  return {
    slot,
    manager: (): Ctx => staffCtx(database().db),
    visitor: (orderId: string): Ctx => ({ ...visitorCtx(database().db), actor: { kind: 'visitor', orderId } }),
    cancel: (delayHours = 48, index = 0) =>
      cancelTimeslot(staffCtx(database().db), {
        timeslotId: slot(index),
        reason: 'guide_missing',
        note: 'The guide is ill',
        delayHours,
      }),
    work: (budgetMs?: number) => workCancellations(systemCtx(database().db), { budgetMs }),
    /** Everything that waits for a moment is due now. */
    async hurry(): Promise<void> {
      await database().owner.execute(sql`update slot_cancellation_item set look_at = now()`);
    },
    /** The time to answer is over. */
    async answerTimeOver(index = 0): Promise<void> {
      await database().owner.execute(sql`
        update slot_cancellation set requested_at = now() - interval '3 days', answer_until = now() - interval '1 second' where timeslot_id = ${slot(index)}`);
      await database().owner.execute(
        sql`update slot_cancellation_item set look_at = now() where timeslot_id = ${slot(index)}`,
      );
    },
    async itemOf(orderId: string) {
      const { rows } = await database().owner.execute<{ state: string; why: string | null; movedTo: string | null }>(
        sql`select state, why, moved_to as "movedTo" from slot_cancellation_item where order_id = ${orderId}`,
      );
      return rows[0] ?? null;
    },
    async slotState(index = 0): Promise<string> {
      const { rows } = await database().owner.execute<{ state: string }>(
        sql`select state from timeslot where id = ${slot(index)}`,
      );
      return rows[0]?.state ?? '';
    },
    async mailsOf(orderId: string): Promise<string[]> {
      const { rows } = await database().owner.execute<{ kind: string }>(
        sql`select kind from message where order_id = ${orderId} order by queued_at, id`,
      );
      return rows.map(({ kind }) => kind);
    },
  };
}

import { sql } from 'drizzle-orm';
import { getMuseum } from '#lib/catalog/queries.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { dateAt, daysBetween } from '#lib/platform/time.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { actsFor } from './acts-for.ts';
import { endVisit } from './end-visit.ts';
import { peopleOf } from './plan-for-visit.ts';
import { comingStates, type DayAnswer, type GroupCancelReason } from './values.ts';
import { findStart, lockVisit } from './visit-rows.ts';

export type AnswerDayBefore = {
  visitId: string;
  answer: DayAnswer;
  people?: number | null;
  reason?: GroupCancelReason;
};
export type AnswerDayBeforeResult =
  | { ok: true }
  | { ok: false; code: 'unknown_visit' | 'wrong_state' | 'too_early' | 'already_here' }
  | { ok: false; code: 'people_missing'; most: number };

/**
 * What a school says the day before (requirements 6.6, 6.10): all are coming, fewer, or nobody. Fewer come as a number that desk and
 * guides see; what is billed stays, for the numbers are final by then. "Cancel" ends the visit in the same step. From
 * `group_answer_days` before the day until the visit begins; another answer takes the place of the first.
 */
export async function answerDayBefore(ctx: Ctx, input: AnswerDayBefore): Promise<AnswerDayBeforeResult> {
  if (!actsFor(ctx.actor, input.visitId)) return { ok: false, code: 'unknown_visit' };
  return inTransaction(
    ctx,
    async (tx): Promise<AnswerDayBeforeResult> => {
      const visit = await lockVisit(tx.db, input.visitId);
      const start = visit && (await findStart(tx.db, visit.id));
      if (!visit) return { ok: false, code: 'unknown_visit' };
      if (
        !start ||
        ![...comingStates, 'rescheduled'].some((state) => state === visit.state) ||
        start.startsAt <= ctx.now
      )
        return { ok: false, code: 'wrong_state' };
      const { timeZone } = await getMuseum(tx.db);
      const today = dateAt(ctx.now, timeZone);
      const settings = await getSettings(tx.db, today);
      if (daysBetween(today, start.visitDate) > settings.group_answer_days) return { ok: false, code: 'too_early' };
      const most = peopleOf(visit) - 1;
      const people = input.answer === 'fewer' ? (input.people ?? 0) : null;
      if (people !== null && !(Number.isInteger(people) && people >= 1 && people <= most))
        return { ok: false, code: 'people_missing', most };
      await tx.db.execute(sql`
        update group_visit set day_answer = ${input.answer}, day_answer_at = now(), day_people = ${people} where id = ${visit.id}`);
      await writeAudit(tx, {
        action: 'group_day_answer',
        objectKind: 'group_visit',
        objectId: visit.id,
        before: { answer: visit.dayAnswer, people: visit.dayPeople },
        after: { answer: input.answer, people },
      });
      if (input.answer !== 'cancel') return { ok: true };
      const ended = await endVisit(tx, {
        visitId: visit.id,
        as: 'cancelled_by_group',
        reason: input.reason ?? 'other',
      });
      return ended.ok ? { ok: true } : ended;
    },
    input.answer,
  );
}

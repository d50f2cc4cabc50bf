import type { Db } from '#db/client.ts';
import { findProductById, getMuseum } from '#lib/catalog/queries.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { dateAt, daysBetween, isIsoDate } from '#lib/platform/time.ts';
import type { AcceptPlanResult } from './accept-plan.ts';
import { actsFor } from './acts-for.ts';
import { findPlanAt } from './answer-request.ts';
import { bookAtOnce } from './book-at-once.ts';
import { type MoveVisitResult, moveVisit } from './move-visit.ts';
import { comingStates } from './values.ts';
import { findStart, findVisit, minuteOf } from './visit-rows.ts';

export type ChooseTimeResult =
  | { ok: true; isMoved: boolean }
  | { ok: false; code: 'unknown_visit' | 'not_instant' | 'wrong_state' | 'time_gone' }
  | { ok: false; code: 'too_late'; days: number }
  | Extract<AcceptPlanResult, { ok: false }>
  | Extract<MoveVisitResult, { ok: false }>;

/**
 * The party picks a time itself, where the product's rules allow it (requirements 6.2, 6.6): a request that was sent is agreed at
 * once, an agreed visit moves. Only a time at which rooms, lane and guides are all free now; everything is claimed, or nothing.
 * `time_gone`: it was free when it was shown, and is no more. Its own party, or `groups.change`.
 */
export async function chooseTime(
  ctx: Ctx,
  input: { visitId: string; date: string; time: string },
): Promise<ChooseTimeResult> {
  if (!actsFor(ctx.actor, input.visitId)) return { ok: false, code: 'unknown_visit' };
  const db = ctx.db as Db;
  const visit = await findVisit(db, input.visitId);
  const product = visit && (await findProductById(db, visit.productId));
  if (!visit || !product) return { ok: false, code: 'unknown_visit' };
  if (product.bookingMode !== 'instant') return { ok: false, code: 'not_instant' };
  const isAgreed = (comingStates as readonly string[]).includes(visit.state);
  if (!isAgreed && visit.state !== 'submitted') return { ok: false, code: 'wrong_state' };
  if (!isIsoDate(input.date) || !/^([01]\d|2[0-3]):[0-5]\d$/.test(input.time)) return { ok: false, code: 'time_gone' };
  const { timeZone: zone } = await getMuseum(db);
  if (isAgreed && actsFor(ctx.actor, visit.id) === 'party') {
    const { group_move_days: days } = await getSettings(db, dateAt(ctx.now, zone));
    const start = await findStart(db, visit.id);
    if (start && daysBetween(dateAt(ctx.now, zone), start.visitDate) < days)
      return { ok: false, code: 'too_late', days };
  }
  const at = { date: input.date, startMinute: minuteOf(input.time) };
  const plan = await findPlanAt(db, { visit, product, at, now: ctx.now, zone });
  if (!plan) return { ok: false, code: 'time_gone' };
  if (isAgreed) {
    const moved = await moveVisit(ctx, { visitId: visit.id, plan });
    return moved.ok ? { ok: true, isMoved: true } : moved;
  }
  const booked = await bookAtOnce(ctx, { visitId: visit.id, plan });
  return booked.ok ? { ok: true, isMoved: false } : booked;
}

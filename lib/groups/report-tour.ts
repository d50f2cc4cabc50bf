import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { getZone } from '#lib/platform/settings.ts';
import { type IsoDate, instantOf } from '#lib/platform/time.ts';
import { constraintOf, inTransaction, sqlState, type TxCtx } from '#lib/platform/transaction.ts';
import { lockGuideSlot } from './guide-slot.ts';
import { lockVisit } from './visit-rows.ts';

export type ReportTourInput = {
  timeslotId: string;
  guideId: string;
  /** Now it begins, now it ends; or the times as typed ("10:35"), empty where not known. */
  moment?: 'start' | 'end';
  startTime?: string;
  endTime?: string;
  heads?: string;
  note?: string;
};
export const reportRefusals = [
  'time_malformed',
  'time_order',
  'heads_malformed',
  'heads_too_many',
  'note_too_long',
  'too_early',
] as const;
export type ReportRefusal = (typeof reportRefusals)[number];
export type ReportTourResult =
  | { ok: true }
  | { ok: false; code: Exclude<ReportRefusal, 'heads_too_many'> | 'unknown_tour' }
  /** More than the rooms of the route may ever hold. */
  | { ok: false; code: 'heads_too_many'; most: number };

type Reported = { startedAt: Date | null; endedAt: Date | null; heads: number | null; note: string | null };

/**
 * A guide tells what came of a tour (requirements 6.9): when it began and ended, how many heads, a word. On the day or after it. With the
 * first start the visit is in progress, with the last end of all its sub-groups it is completed. By whoever leads it, or a person with
 * `groups.change`.
 */
export async function reportTour(ctx: Ctx, input: ReportTourInput): Promise<ReportTourResult> {
  const isOwn = ctx.actor.kind === 'guide' && ctx.actor.guideId === input.guideId;
  if (!(isOwn || can(ctx.actor, 'groups.change')) || !isUuid(input.timeslotId) || !isUuid(input.guideId)) {
    return { ok: false, code: 'unknown_tour' };
  }
  const zone = (await getZone(ctx.db as Db)) ?? 'UTC';
  try {
    return await inTransaction(ctx, (tx) => writeReport(tx, input, zone), 'tour reported');
  } catch (error) {
    if (sqlState(error) === '23514' && constraintOf(error) === 'tour_report_time')
      return { ok: false, code: 'time_order' };
    if (sqlState(error) !== 'MU031') throw error;
    const constraint = constraintOf(error);
    if (constraint === 'tour_report_day') return { ok: false, code: 'too_early' };
    if (constraint === 'tour_report_room') return { ok: false, code: 'heads_too_many', most: await roomOf(ctx, input) };
    return { ok: false, code: 'unknown_tour' };
  }
}

async function writeReport(tx: TxCtx, input: ReportTourInput, zone: string): Promise<ReportTourResult> {
  const slot = await lockGuideSlot(tx, input.timeslotId);
  if (!slot || slot.guideId !== input.guideId) return { ok: false, code: 'unknown_tour' };
  const { rows } = await tx.db.execute<{
    startedAt: string | null;
    endedAt: string | null;
    heads: number | null;
    note: string | null;
  }>(sql`
    select started_at as "startedAt", ended_at as "endedAt", heads, note from tour_report where timeslot_id = ${slot.timeslotId}`);
  const [known] = rows;
  const before: Reported = {
    startedAt: known?.startedAt ? new Date(known.startedAt) : null,
    endedAt: known?.endedAt ? new Date(known.endedAt) : null,
    heads: known?.heads ?? null,
    note: known?.note ?? null,
  };
  const next = merge(before, input, { date: slot.visitDate, zone, now: tx.now });
  if (!('startedAt' in next)) return next;
  await tx.db.execute(sql`
    insert into tour_report as r (timeslot_id, guide_id, started_at, ended_at, heads, note)
    values (${slot.timeslotId}, ${input.guideId}, ${next.startedAt?.toISOString() ?? null}::timestamptz, ${next.endedAt?.toISOString() ?? null}::timestamptz,
      ${next.heads}, ${next.note})
    on conflict (timeslot_id) do update set guide_id = excluded.guide_id, started_at = excluded.started_at, ended_at = excluded.ended_at,
      heads = excluded.heads, note = excluded.note, told_at = now()`);
  await writeAudit(tx, {
    action: 'tour_reported',
    objectKind: 'timeslot',
    objectId: slot.timeslotId,
    before: known ? { ...before, note: undefined } : null,
    after: { ...next, note: undefined },
  });
  if (slot.visitId) await advanceVisit(tx, slot.visitId);
  return { ok: true };
}

/** What stands afterwards: a moment adds to what is known, a form says all of it. */
function merge(
  before: Reported,
  input: ReportTourInput,
  day: { date: IsoDate; zone: string; now: Date },
): Reported | Extract<ReportTourResult, { ok: false }> {
  if (input.moment === 'start') return { ...before, startedAt: before.startedAt ?? day.now };
  if (input.moment === 'end') return { ...before, endedAt: before.endedAt ?? day.now };
  const times = [input.startTime, input.endTime].map((typed) => (typed ?? '').trim());
  if (times.some((time) => time !== '' && !/^([01]\d|2[0-3]):[0-5]\d$/.test(time))) {
    return { ok: false, code: 'time_malformed' };
  }
  const [startedAt = null, endedAt = null] = times.map((time) => (time ? instantOf(day.date, time, day.zone) : null));
  if (startedAt && endedAt && endedAt < startedAt) return { ok: false, code: 'time_order' };
  const heads = (input.heads ?? '').trim();
  if (heads !== '' && !/^\d{1,3}$/.test(heads)) return { ok: false, code: 'heads_malformed' };
  const note = (input.note ?? '').trim();
  if (note.length > 1000) return { ok: false, code: 'note_too_long' };
  return { startedAt, endedAt, heads: heads === '' ? null : Number(heads), note: note || null };
}

/**
 * A visit that is here is in progress once one of its tours has begun, and completed when all of them have ended, in the running
 * transaction. Whoever has not come through the door yet stays as they are: the desk admits, not the guide.
 */
async function advanceVisit(tx: TxCtx, visitId: string): Promise<void> {
  const visit = await lockVisit(tx.db, visitId);
  if (!visit || !['part_arrived', 'arrived', 'in_progress'].includes(visit.state)) return;
  const { rows } = await tx.db.execute<{ begun: boolean; ended: boolean }>(sql`
    select bool_or(r.started_at is not null or r.ended_at is not null) as begun, bool_and(r.ended_at is not null) as ended
      from sub_group g left join tour_report r on r.timeslot_id = g.timeslot_id where g.plan_id = ${visit.planId}`);
  const next = rows[0]?.ended ? 'completed' : rows[0]?.begun ? 'in_progress' : null;
  if (!next || next === visit.state) return;
  await tx.db.execute(sql`update group_visit set state = ${next} where id = ${visit.id}`);
  await writeAudit(tx, {
    action: `group_${next}`,
    objectKind: 'group_visit',
    objectId: visit.id,
    before: { state: visit.state },
    after: { state: next },
  });
}

async function roomOf(ctx: Ctx, input: ReportTourInput): Promise<number> {
  const { rows } = await ctx.db.execute<{ most: number }>(sql`
    select min(s.fire_limit) - 1 as most from timeslot t join route_step r on r.product_id = t.product_id join space s on s.id = r.space_id
     where t.id = ${input.timeslotId}`);
  return rows[0]?.most ?? 0;
}

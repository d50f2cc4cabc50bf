import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { actorId, type Ctx } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { getZone } from '#lib/platform/settings.ts';
import { addDays, dateAt, type IsoDate } from '#lib/platform/time.ts';
import { constraintOf, inTransaction } from '#lib/platform/transaction.ts';
import { listToursBetween } from './guide-tours.ts';
import { judgeLeave, type LeaveRefusal } from './judge-leave.ts';
import { mayPlanGuides } from './may-plan-guides.ts';
import { seekGuideFor } from './seek-guide.ts';
import type { LeaveKind } from './values.ts';

export type LeaveInput = {
  guideId: string;
  kind: string;
  firstDate: string;
  lastDate: string;
  /** How many tours the person was shown that it takes away; none: not looked at. */
  shown?: number | null;
};
export type TakeLeaveResult =
  | { ok: true; leaveId: string; tours: number; replaced: number }
  | { ok: false; code: LeaveRefusal | 'unknown_guide' }
  /** Other tours than were shown: look again. */
  | { ok: false; code: 'tours_changed'; tours: number };

/** Whose leave somebody may write: a guide their own, whoever plans everybody's. */
export const mayWriteLeave = (ctx: Ctx, guideId: string): boolean =>
  isUuid(guideId) && ((ctx.actor.kind === 'guide' && ctx.actor.guideId === guideId) || mayPlanGuides(ctx.actor));

/**
 * A guide is away, ill or on leave (requirements 6.9): from this moment nobody gives them a tour of these days, and those they have go
 * into the search for somebody else, each in a step of its own (the job does what is left, should we die between them). By the guide, or
 * by whoever plans (`groups.change`, `people.change`).
 */
export async function takeLeave(ctx: Ctx, input: LeaveInput): Promise<TakeLeaveResult> {
  if (!mayWriteLeave(ctx, input.guideId)) return { ok: false, code: 'unknown_guide' };
  const today = dateAt(ctx.now, (await getZone(ctx.db as Db)) ?? 'UTC');
  const fault = judgeLeave(input, today);
  if (fault) return { ok: false, code: fault };
  const { guideId, firstDate, lastDate } = input;
  const kind = input.kind as LeaveKind;
  let leaveId: string;
  let tours: string[];
  try {
    const made = await inTransaction(
      ctx,
      async (tx): Promise<{ id: string; tours: string[] } | Extract<TakeLeaveResult, { ok: false }>> => {
        const known = await tx.db.execute(sql`select 1 from guide where id = ${guideId} for no key update`);
        if (known.rowCount === 0) return { ok: false, code: 'unknown_guide' };
        const affected = await listToursBetween(tx, guideId, { fromDate: firstDate, untilDate: lastDate });
        if (typeof input.shown === 'number' && input.shown !== affected.length) {
          return { ok: false, code: 'tours_changed', tours: affected.length };
        }
        const by = actorId(ctx.actor) ?? ctx.actor.kind;
        const { rows } = await tx.db.execute<{ id: string }>(sql`
          insert into guide_leave (guide_id, first_date, last_date, kind, made_by)
          values (${guideId}, ${firstDate}, ${lastDate}, ${kind}, ${`${ctx.actor.kind}:${by}`}) returning id`);
        await writeAudit(tx, {
          action: 'guide_leave_taken',
          objectKind: 'guide',
          objectId: guideId,
          after: { kind, firstDate, lastDate, tours: affected.length },
        });
        return { id: rows[0]?.id ?? '', tours: affected.map(({ timeslotId }) => timeslotId) };
      },
      'leave',
    );
    if ('ok' in made) return made;
    ({ id: leaveId, tours } = made);
  } catch (error) {
    if (constraintOf(error) !== 'guide_leave_apart') throw error;
    return { ok: false, code: 'overlaps' };
  }
  crashPoint('guides.after_leave');
  let replaced = 0;
  for (const timeslotId of tours) replaced += (await seekGuideFor(ctx, timeslotId)) === 'replaced' ? 1 : 0;
  return { ok: true, leaveId, tours: tours.length, replaced };
}

/**
 * Back sooner: leave to come is taken back, leave that has begun ends the day before. Tours that were given away stay with whoever has
 * them.
 */
export async function endLeave(
  ctx: Ctx,
  input: { guideId: string; leaveId: string },
): Promise<{ ok: true } | { ok: false; code: 'unknown_leave' }> {
  if (!mayWriteLeave(ctx, input.guideId) || !isUuid(input.leaveId)) return { ok: false, code: 'unknown_leave' };
  const today = dateAt(ctx.now, (await getZone(ctx.db as Db)) ?? 'UTC');
  return inTransaction(ctx, async (tx) => {
    const { rows } = await tx.db.execute<{ firstDate: IsoDate; lastDate: IsoDate }>(sql`
      select first_date::text as "firstDate", last_date::text as "lastDate" from guide_leave
       where id = ${input.leaveId} and guide_id = ${input.guideId} and last_date >= ${today}::date for update`);
    const [before] = rows;
    if (!before) return { ok: false, code: 'unknown_leave' };
    const hasBegun = before.firstDate < today;
    await tx.db.execute(
      hasBegun
        ? sql`update guide_leave set last_date = ${addDays(today, -1)} where id = ${input.leaveId}`
        : sql`delete from guide_leave where id = ${input.leaveId}`,
    );
    await writeAudit(tx, {
      action: 'guide_leave_ended',
      objectKind: 'guide',
      objectId: input.guideId,
      before,
      after: hasBegun ? { lastDate: addDays(today, -1) } : null,
    });
    return { ok: true };
  });
}

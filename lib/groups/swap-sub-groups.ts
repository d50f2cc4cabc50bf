import { sql } from 'drizzle-orm';
import { getMuseum } from '#lib/catalog/queries.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { dateAt, type IsoDate } from '#lib/platform/time.ts';
import { constraintOf, inTransaction } from '#lib/platform/transaction.ts';
import { mayArrange } from './acts-on-the-day.ts';
import { type PlaceRefusal, placeRefusal } from './place-refusal.ts';
import { tellVisit } from './tell-visit.ts';
import { findVisit } from './visit-rows.ts';

export type SwapSubGroupsResult = { ok: true } | { ok: false; code: 'unknown_sub_group' | 'too_unlike' | PlaceRefusal };

/**
 * Two sub-groups change places in one action: each gets the other's time and guide, of one party or of two of the same programme,
 * language and day; every place is checked by the database (requirements 7.6). Needs `groups.change`, or on the day `tickets.admit`.
 * A party whose times change before its day is told.
 */
export async function swapSubGroups(
  ctx: Ctx,
  input: { subGroupId: string; otherId: string },
): Promise<SwapSubGroupsResult> {
  const unknown = { ok: false, code: 'unknown_sub_group' } as const;
  if (!can(ctx.actor, 'groups.change') && !can(ctx.actor, 'tickets.admit')) return unknown;
  const ids = [input.subGroupId, input.otherId];
  if (!ids.every(isUuid) || ids[0] === ids[1]) return unknown;
  try {
    return await inTransaction(
      ctx,
      async (tx): Promise<SwapSubGroupsResult> => {
        const { rows } = await tx.db.execute<{ visitId: string; visitDate: IsoDate }>(sql`
          select v.id as "visitId", t.visit_date::text as "visitDate" from sub_group g join group_visit v on v.plan_id = g.plan_id
            join timeslot t on t.id = g.timeslot_id where g.id = any(${sql.param(ids)}::uuid[]) and g.is_live`);
        const today = dateAt(ctx.now, (await getMuseum(tx.db)).timeZone);
        if (rows.length !== 2 || !rows.every((row) => mayArrange(ctx, row.visitDate, today))) return unknown;
        await tx.db.execute(sql`select swap_sub_groups(${input.subGroupId}, ${input.otherId})`);
        crashPoint('groups.swapping');
        const visitIds = [...new Set(rows.map(({ visitId }) => visitId))];
        for (const visitId of visitIds) {
          await writeAudit(tx, {
            action: 'sub_groups_exchanged',
            objectKind: 'group_visit',
            objectId: visitId,
            after: { subGroupIds: ids },
          });
          const visit = rows.some((row) => row.visitId === visitId && row.visitDate > today)
            ? await findVisit(tx.db, visitId)
            : null;
          if (visit) await tellVisit(tx, visit, 'group_changed', `${ctx.now.getTime()}`);
        }
        return { ok: true };
      },
      'sub-groups exchanged',
    );
  } catch (error) {
    if (constraintOf(error) === 'swap_unlike') return { ok: false, code: 'too_unlike' };
    const code = placeRefusal(error);
    if (!code) throw error;
    return { ok: false, code };
  }
}

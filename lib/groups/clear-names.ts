import { sql } from 'drizzle-orm';
import { writeAudit } from '#lib/platform/audit.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { type ListCounts, settleList } from './settle-list.ts';
import { tellVisit } from './tell-visit.ts';
import { comingStates } from './values.ts';
import { lockVisit } from './visit-rows.ts';

export type ClearNamesResult =
  | { ok: true; changed: number; counts: ListCounts }
  | { ok: false; code: 'forbidden' | 'unknown_visit' | 'wrong_state' | 'nobody' };

/**
 * The security post says who is cleared: some, or all who are still open (requirements 6.8). Yes or no; reasons are asked for nowhere.
 * When everybody is, the visit's list is cleared. A no is told to the school, which names somebody else. Needs `names.see`.
 */
export async function clearNames(
  ctx: Ctx,
  input: { visitId: string; names: readonly string[] | 'all'; isCleared: boolean },
): Promise<ClearNamesResult> {
  if (!can(ctx.actor, 'names.see')) return { ok: false, code: 'forbidden' };
  const names = input.names === 'all' ? null : input.names.filter(isUuid).slice(0, 500);
  if (names?.length === 0) return { ok: false, code: 'nobody' };
  const next = input.isCleared ? 'cleared' : 'not_cleared';
  return inTransaction(
    ctx,
    async (tx): Promise<ClearNamesResult> => {
      const visit = await lockVisit(tx.db, input.visitId);
      if (!visit) return { ok: false, code: 'unknown_visit' };
      if (!(comingStates as readonly string[]).includes(visit.state)) return { ok: false, code: 'wrong_state' };
      const whom = names ? sql`id = any(${sql.param(names)}::uuid[])` : sql`state = 'sent'`;
      const { rows } = await tx.db.execute(sql`
        update visit_name set state = ${next} where visit_id = ${visit.id} and state not in ('replaced', ${next}) and ${whom} returning id`);
      const counts = await settleList(tx, visit, 'names');
      if (rows.length > 0) {
        await writeAudit(tx, {
          action: input.isCleared ? 'names_cleared' : 'names_not_cleared',
          objectKind: 'group_visit',
          objectId: visit.id,
          after: { names: rows.length, cleared: counts.cleared, sent: counts.sent },
        });
        if (!input.isCleared) await tellVisit(tx, visit, 'group_list_back', `${ctx.now.getTime()}`);
      }
      return { ok: true, changed: rows.length, counts };
    },
    'list looked at',
  );
}

import { sql } from 'drizzle-orm';
import type { Tx } from '#db/client.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import type { IsoDate } from '#lib/platform/time.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { agreedStates, type NameRole, type NameState } from './values.ts';

export type SeenName = {
  id: string;
  no: number;
  name: string;
  role: NameRole;
  birthYear: number | null;
  document: string | null;
  state: NameState;
};
type Refused = { ok: false; code: 'forbidden' | 'unknown_visit' };

/**
 * The names on a visit's list, for whoever may see them: its own link, or `names.see`. That they were looked at, by whom and when, is
 * written down in the same step (requirements 8.5); there is no other way to them.
 */
export async function seeNames(
  ctx: Ctx,
  input: { visitId: string; isForPrint?: boolean },
): Promise<{ ok: true; names: SeenName[] } | Refused> {
  const isOwn = ctx.actor.kind === 'visitor' && ctx.actor.visitId === input.visitId;
  if (!isOwn && !can(ctx.actor, 'names.see')) return { ok: false, code: 'forbidden' };
  if (!isUuid(input.visitId)) return { ok: false, code: 'unknown_visit' };
  const seen = await inTransaction(ctx, async (tx) => {
    const names = (await read(tx.db, [input.visitId])).get(input.visitId) ?? [];
    if (names.length > 0) {
      await writeAudit(tx, {
        action: input.isForPrint ? 'names_printed' : 'names_seen',
        objectKind: 'group_visit',
        objectId: input.visitId,
        after: { names: names.length },
      });
    }
    return names;
  });
  return { ok: true, names: seen };
}

/** The names of all visits of a day, for the post's paper; each visit's look is written down. */
export async function seeNamesOfDay(
  ctx: Ctx,
  input: { date: IsoDate },
): Promise<{ ok: true; visits: Map<string, SeenName[]> } | { ok: false; code: 'forbidden' }> {
  if (!can(ctx.actor, 'names.see')) return { ok: false, code: 'forbidden' };
  const visits = await inTransaction(ctx, async (tx) => {
    const { rows } = await tx.db.execute<{ id: string }>(sql`
      select distinct v.id from group_visit v join sub_group g on g.plan_id = v.plan_id join timeslot t on t.id = g.timeslot_id
       where t.visit_date = ${input.date} and v.state = any(${sql.param([...agreedStates])}::text[]) and exists (select 1 from visit_name n where n.visit_id = v.id) limit 100`);
    const found = await read(
      tx.db,
      rows.map(({ id }) => id),
    );
    for (const [visitId, names] of found)
      await writeAudit(tx, {
        action: 'names_printed',
        objectKind: 'group_visit',
        objectId: visitId,
        after: { names: names.length },
      });
    return found;
  });
  return { ok: true, visits };
}

async function read(db: Tx, visitIds: readonly string[]): Promise<Map<string, SeenName[]>> {
  const { rows } = await db.execute<SeenName & { visitId: string }>(sql`
    select id, visit_id as "visitId", no, name, role, birth_year as "birthYear", document, state
      from visit_name where visit_id = any(${sql.param(visitIds)}::uuid[]) order by visit_id, no, state <> 'replaced' desc, at limit 20000`);
  const visits = new Map<string, SeenName[]>();
  for (const { visitId, ...name } of rows) visits.set(visitId, [...(visits.get(visitId) ?? []), name]);
  return visits;
}

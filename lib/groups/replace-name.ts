import { sql } from 'drizzle-orm';
import { writeAudit } from '#lib/platform/audit.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { judgeList, keyOfPerson, type ListFault, type ListPerson } from './judge-list.ts';
import { findListTerms, maySendNames } from './list-terms.ts';
import { settleList } from './settle-list.ts';
import { nameRoles } from './values.ts';
import { lockVisit } from './visit-rows.ts';

export type ReplaceNameInput = {
  visitId: string;
  /** Whom the new person comes instead of; null: one more. */
  nameId: string | null;
  name: string;
  role: string;
  birthYear: string;
  document: string;
};
export type ReplaceNameResult =
  | { ok: true; nameId: string }
  | { ok: false; code: 'unknown_visit' | 'unknown_name' | 'wrong_state' | 'on_the_list' | 'list_full' }
  | { ok: false; code: 'too_late'; hours: number }
  | {
      ok: false;
      code: 'faults';
      faults: Exclude<ListFault['code'], 'duplicate' | 'column_missing' | 'too_many_rows'>[];
    };

/**
 * One person comes instead of another, or as well (requirements 6.8): until so many hours before the first start by the party's link,
 * afterwards by staff. Who was replaced stays on the list as replaced until it is purged; the new person is looked at anew.
 */
export async function replaceName(ctx: Ctx, input: ReplaceNameInput): Promise<ReplaceNameResult> {
  if (!maySendNames(ctx, input.visitId)) return { ok: false, code: 'unknown_visit' };
  if (input.nameId !== null && !isUuid(input.nameId)) return { ok: false, code: 'unknown_name' };
  return inTransaction(
    ctx,
    async (tx): Promise<ReplaceNameResult> => {
      const visit = await lockVisit(tx.db, input.visitId);
      const terms = visit && (await findListTerms(tx.db, visit, ctx.now));
      if (!visit || !terms || terms.fields.length === 0) return { ok: false, code: 'unknown_visit' };
      if (!terms.isComing) return { ok: false, code: 'wrong_state' };
      if (ctx.actor.kind === 'visitor' && ctx.now > terms.replaceUntil)
        return { ok: false, code: 'too_late', hours: terms.settings.group_substitute_hours };
      const { rows } = await tx.db.execute<{ id: string; no: number } & ListPerson>(sql`
        select id, no, name, role, birth_year as "birthYear", document from visit_name
         where visit_id = ${visit.id} and state <> 'replaced' order by no`);
      const old = rows.find(({ id }) => id === input.nameId);
      if (input.nameId !== null && !old) return { ok: false, code: 'unknown_name' };
      const counted = visit.pupils + visit.teachers + visit.parents + visit.aides;
      if (!old && rows.length >= counted) return { ok: false, code: 'list_full' };
      const person = judgeOne(input, { ...terms, thisYear: Number(terms.today.slice(0, 4)) });
      if (!person.ok) return { ok: false, code: 'faults', faults: person.faults };
      if (rows.some((row) => keyOfPerson(row) === keyOfPerson(person.one))) return { ok: false, code: 'on_the_list' };
      if (old) await tx.db.execute(sql`update visit_name set state = 'replaced' where id = ${old.id}`);
      const made = await tx.db.execute<{ id: string }>(sql`
        insert into visit_name (visit_id, no, name, role, birth_year, document, replaces_id)
        values (${visit.id}, ${old?.no ?? (rows.at(-1)?.no ?? 0) + 1}, ${person.one.name}, ${person.one.role}, ${person.one.birthYear},
          ${person.one.document}, ${old?.id ?? null}) returning id`);
      await settleList(tx, visit, visit.state === 'confirmed' || visit.state === 'names_due' ? 'sent' : 'names');
      await writeAudit(tx, {
        action: old ? 'name_replaced' : 'name_added',
        objectKind: 'group_visit',
        objectId: visit.id,
        after: { no: old?.no ?? rows.length + 1 },
      });
      return { ok: true, nameId: made.rows[0]?.id ?? '' };
    },
    'name replaced',
  );
}

/** One person by the rules of the list. */
function judgeOne(
  input: ReplaceNameInput,
  terms: Parameters<typeof judgeList>[1],
):
  | { ok: true; one: ListPerson }
  | { ok: false; faults: Exclude<ListFault['code'], 'duplicate' | 'column_missing' | 'too_many_rows'>[] } {
  const judged = judgeList(
    [
      ['name', 'role', ...terms.fields.filter((field) => field !== 'name').map((field) => field.replace('_', ' '))],
      [
        input.name,
        nameRoles.find((role) => role === input.role) ?? 'pupil',
        ...terms.fields.flatMap((field) =>
          field === 'birth_year' ? [input.birthYear] : field === 'document' ? [input.document] : [],
        ),
      ],
    ],
    terms,
  );
  if (judged.ok && judged.people[0]) return { ok: true, one: judged.people[0] };
  const codes = judged.ok ? [] : judged.faults.map(({ code }) => code);
  return {
    ok: false,
    faults: codes.filter((code) => code !== 'duplicate' && code !== 'column_missing' && code !== 'too_many_rows'),
  };
}

import { sql } from 'drizzle-orm';
import { writeAudit } from '#lib/platform/audit.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { inTransaction, type TxCtx } from '#lib/platform/transaction.ts';
import { judgeList, keyOfPerson, type ListFault, type ListNote, type ListPerson, listText } from './judge-list.ts';
import { findListTerms, maySendNames } from './list-terms.ts';
import { readCsv, readListFile, type UnreadableCode } from './read-list-rows.ts';
import { settleList } from './settle-list.ts';
import { lockVisit } from './visit-rows.ts';

export type SendListResult =
  | { ok: true; sent: number; people: number; notes: ListNote[] }
  | { ok: false; code: 'unknown_visit' | 'no_list_needed' | 'wrong_state' | 'list_frozen' }
  | { ok: false; code: 'unreadable'; why: UnreadableCode }
  /** Nothing was kept. `text` is the whole list as it was read, to be mended and sent again. */
  | { ok: false; code: 'faults'; faults: ListFault[]; text: string; notes: ListNote[] };

/**
 * Hands in the list of a visit: typed, pasted or as a file (requirements 6.8). Only where the policy needs one, and only the fields it
 * names. All of it or nothing: what is wrong is told line by line. Sent again it takes the place of what was there; whoever was
 * cleared stays cleared. From the day it is frozen on, one person at a time is replaced instead (`replaceName`); a list that
 * never came is still taken. More or fewer names than people are taken, and told. The party's own link, or staff.
 */
export async function sendList(
  ctx: Ctx,
  input: { visitId: string; text?: string; file?: Buffer },
): Promise<SendListResult> {
  if (!maySendNames(ctx, input.visitId)) return { ok: false, code: 'unknown_visit' };
  const read = input.file ? readListFile(input.file) : { ok: true as const, rows: readCsv(input.text ?? '') };
  return inTransaction(
    ctx,
    async (tx): Promise<SendListResult> => {
      const visit = await lockVisit(tx.db, input.visitId);
      const terms = visit && (await findListTerms(tx.db, visit, ctx.now));
      if (!visit || !terms) return { ok: false, code: 'unknown_visit' };
      if (terms.fields.length === 0) return { ok: false, code: 'no_list_needed' };
      if (!terms.isComing || terms.startsAt <= ctx.now) return { ok: false, code: 'wrong_state' };
      const known = await listKnown(tx, visit.id);
      if (terms.isFrozen && known.size > 0 && ctx.actor.kind === 'visitor') return { ok: false, code: 'list_frozen' };
      if (!read.ok) return { ok: false, code: 'unreadable', why: read.code };
      const judged = judgeList(read.rows, { fields: terms.fields, thisYear: Number(terms.today.slice(0, 4)) });
      if (!judged.ok) {
        const text = judged.faults.some(({ code }) => code === 'too_many_rows') ? '' : listText(read.rows);
        return { ok: false, code: 'faults', faults: judged.faults, text: input.text ?? text, notes: judged.notes };
      }
      await writeNames(tx, visit.id, judged.people, known);
      const counts = await settleList(tx, visit, 'sent');
      await writeAudit(tx, {
        action: 'list_sent',
        objectKind: 'group_visit',
        objectId: visit.id,
        after: { names: counts.sent, people: counts.people },
      });
      return { ok: true, sent: counts.sent, people: counts.people, notes: judged.notes };
    },
    'list sent',
  );
}

/** How each person on the list stands with the post. */
async function listKnown(tx: TxCtx, visitId: string): Promise<Map<string, string>> {
  const { rows } = await tx.db.execute<Pick<ListPerson, 'name' | 'birthYear' | 'document'> & { state: string }>(sql`
    select name, birth_year as "birthYear", document, state from visit_name where visit_id = ${visitId} and state <> 'replaced'`);
  return new Map(rows.map((row) => [keyOfPerson(row), row.state]));
}

async function writeNames(
  tx: TxCtx,
  visitId: string,
  people: readonly ListPerson[],
  known: ReadonlyMap<string, string>,
): Promise<void> {
  const rows = people.map((person, index) => ({
    ...person,
    no: index + 1,
    state: known.get(keyOfPerson(person)) ?? 'sent',
  }));
  await tx.db.execute(sql`delete from visit_name where visit_id = ${visitId}`);
  await tx.db.execute(sql`
    insert into visit_name (visit_id, no, name, role, birth_year, document, state)
    select ${visitId}, n.no, n.name, n.role, n."birthYear", n.document, n.state
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as n(no smallint, name text, role text, "birthYear" smallint, document text, state text)`);
}

import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { getMuseum } from '#lib/catalog/queries.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { actorId, type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid, newId } from '#lib/platform/ids.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { dateAt } from '#lib/platform/time.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { decodeText } from './read-list-rows.ts';
import { type RefusedLine, readStatement, type StatementColumn, type StatementLine } from './read-statement.ts';

export type ImportTransfersResult =
  | { ok: true; importId: string }
  | Refusal<'forbidden' | 'too_large' | 'not_text' | 'not_a_table' | 'too_many_lines' | 'no_lines'>
  | Refusal<'columns_missing', { missing: StatementColumn[] }>;

const mostBytes = 5 * 1024 * 1024;
const atOnce = 500;

/**
 * Takes in a bank's statement as a file (CSV): good lines are kept to be entered in steps, each a transaction of its own, so that one can
 * watch and a crash loses nothing; what is wrong is told line by line. Needs `payments.transfer`.
 */
export async function importTransfers(
  ctx: Ctx,
  input: { fileName: string; bytes: Uint8Array },
): Promise<ImportTransfersResult> {
  if (!can(ctx.actor, 'payments.transfer')) return { ok: false, code: 'forbidden' };
  if (input.bytes.byteLength > mostBytes) return { ok: false, code: 'too_large' };
  const text = decodeText(Buffer.from(input.bytes));
  if (text === null) return { ok: false, code: 'not_text' };
  const { currency, timeZone } = await getMuseum(ctx.db as Db);
  const read = readStatement(text, { currency, today: dateAt(ctx.now, timeZone) });
  if (!read.ok) return read;
  const importId = newId();
  const fileName = [...input.fileName.replace(/\p{Cc}/gu, ' ').trim()].slice(0, 120).join('') || 'csv';
  await inTransaction(
    ctx,
    async (tx) => {
      await tx.db.execute(sql`
        insert into transfer_import (id, file_name, rows, total, refused, entered_by)
        values (${importId}, ${fileName}, ${JSON.stringify(read.lines)}::jsonb, ${read.lines.length}, ${JSON.stringify(read.refused)}::jsonb,
                ${actorId(tx.actor) ?? 'system'})`);
      await writeAudit(tx, {
        action: 'transfers_imported',
        objectKind: 'transfer_import',
        objectId: importId,
        after: { lines: read.lines.length, refused: read.refused.length },
      });
    },
    'transfers imported',
  );
  return { ok: true, importId };
}

/**
 * Enters waiting lines of statements, some hundred a step, for so long at most; the rest is the next call's. A reference that is there
 * already is told as a duplicate. Several workers share the work.
 */
export async function workTransferImports(
  ctx: Ctx,
  options: { budgetMs?: number } = {},
): Promise<{ transfersEntered: number }> {
  const until = performance.now() + (options.budgetMs ?? 10_000);
  let transfersEntered = 0;
  while (performance.now() < until) {
    const step = await inTransaction(
      ctx,
      async (tx) => {
        const { rows } = await tx.db.execute<{
          id: string;
          part: StatementLine[];
          done: number;
          total: number;
          by: string;
        }>(sql`
          select id, done, total, entered_by as by,
                 (select coalesce(jsonb_agg(x.line order by x.n), '[]') from jsonb_array_elements(rows) with ordinality x(line, n)
                   where x.n > done and x.n <= done + ${atOnce}) as part
            from transfer_import where finished_at is null order by entered_at limit 1 for update skip locked`);
        const found = rows[0];
        if (!found) return null;
        const added = await tx.db.execute<{ reference: string }>(sql`
          insert into bank_transfer (id, bank_reference, value_date, amount_minor, currency, payer, words, entered_by)
          select uuidv7(), l ->> 'reference', (l ->> 'valueDate')::date, (l ->> 'amountMinor')::integer, l ->> 'currency', l ->> 'payer', l ->> 'words', ${found.by}
            from jsonb_array_elements(${JSON.stringify(found.part)}::jsonb) l
          on conflict (bank_reference) do nothing returning bank_reference as reference`);
        const fresh = new Set(added.rows.map(({ reference }) => reference));
        const refused: RefusedLine[] = found.part
          .filter(({ reference }) => !fresh.has(reference))
          .map(({ line }) => ({ line, code: 'duplicate' }));
        const done = found.done + found.part.length;
        await tx.db.execute(sql`
          update transfer_import set done = ${done}, added = added + ${fresh.size}, refused = refused || ${JSON.stringify(refused)}::jsonb,
                 finished_at = case when ${done >= found.total} then now() end, rows = case when ${done >= found.total} then '[]' else rows end
           where id = ${found.id}`);
        crashPoint('accounts.importing');
        return fresh.size;
      },
      'transfers imported',
    );
    if (step === null) break;
    transfersEntered += step;
  }
  return { transfersEntered };
}

export type TransferImport = {
  id: string;
  fileName: string;
  total: number;
  done: number;
  added: number;
  refused: RefusedLine[];
  isFinished: boolean;
};

/** How far an import is; null for an unknown one, and for whoever may not see it. */
export async function findTransferImport(ctx: Ctx, importId: unknown): Promise<TransferImport | null> {
  if (!isUuid(importId) || !can(ctx.actor, 'payments.transfer')) return null;
  const { rows } = await ctx.db.execute<TransferImport>(sql`
    select id, file_name as "fileName", total, done, added, refused, finished_at is not null as "isFinished"
      from transfer_import where id = ${importId}`);
  const found = rows[0];
  return found ? { ...found, refused: [...found.refused].sort((one, other) => one.line - other.line) } : null;
}

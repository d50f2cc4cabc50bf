import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { getMuseum } from '#lib/catalog/queries.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { actorId, type Ctx, can } from '#lib/platform/ctx.ts';
import { newId } from '#lib/platform/ids.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { dateAt } from '#lib/platform/time.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { type LineFault, readLine, type StatementColumn } from './read-statement.ts';

export type EnterTransferResult =
  | { ok: true; transferId: string }
  | Refusal<'forbidden'>
  | Refusal<'line_wrong', { fault: LineFault; column: StatementColumn }>;

/** A line of the bank's statement, typed by hand. The bank's reference is written down once, whoever types it. Needs `payments.transfer`. */
export async function enterTransfer(
  ctx: Ctx,
  input: Record<Exclude<StatementColumn, 'currency'>, string>,
): Promise<EnterTransferResult> {
  if (!can(ctx.actor, 'payments.transfer')) return { ok: false, code: 'forbidden' };
  const { currency, timeZone } = await getMuseum(ctx.db as Db);
  const read = readLine({ ...input, currency }, { currency, today: dateAt(ctx.now, timeZone) });
  if (!read.ok) return { ok: false, code: 'line_wrong', fault: read.code, column: read.column };
  const { line } = read;
  const transferId = newId();
  return inTransaction(
    ctx,
    async (tx): Promise<EnterTransferResult> => {
      const { rowCount } = await tx.db.execute(sql`
        insert into bank_transfer (id, bank_reference, value_date, amount_minor, currency, payer, words, entered_by)
        values (${transferId}, ${line.reference}, ${line.valueDate}, ${line.amountMinor}, ${line.currency}, ${line.payer}, ${line.words},
                ${actorId(tx.actor) ?? 'system'}) on conflict (bank_reference) do nothing`);
      if (rowCount === 0) return { ok: false, code: 'line_wrong', fault: 'duplicate', column: 'reference' };
      await writeAudit(tx, {
        action: 'transfer_entered',
        objectKind: 'bank_transfer',
        objectId: transferId,
        after: { amountMinor: line.amountMinor, currency: line.currency, valueDate: line.valueDate },
      });
      return { ok: true, transferId };
    },
    'transfer entered',
  );
}

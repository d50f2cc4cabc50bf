import { sql } from 'drizzle-orm';
import type { TxCtx } from '#lib/platform/transaction.ts';
import type { ledgerKinds, Provider } from './values.ts';

export type LedgerEntry = {
  kind: (typeof ledgerKinds)[number];
  /** Positive to the museum, negative back. */
  amountMinor: number;
  currency: string;
  orderId: string;
  paymentId: string;
  refundId?: string;
  provider: Provider;
  /** What the provider calls this movement: the same movement is written once. */
  providerReference: string;
};

/** Adds a movement of money to the ledger; the same movement again adds nothing. */
export async function writeLedger(ctx: TxCtx, entry: LedgerEntry): Promise<void> {
  await ctx.db.execute(sql`
    insert into ledger_entry (kind, amount_minor, currency, order_id, payment_id, refund_id, provider, provider_reference)
    values (${entry.kind}, ${entry.amountMinor}, ${entry.currency}, ${entry.orderId}, ${entry.paymentId}, ${entry.refundId ?? null},
            ${entry.provider}, ${entry.providerReference})
    on conflict (provider, provider_reference, kind) do nothing`);
}

import { DatabaseSync } from 'node:sqlite';
import type { Dice } from './dice.ts';

export type Session = {
  id: string;
  status: 'open' | 'complete' | 'expired';
  isPaid: boolean;
  intent: string | null;
  paymentId: string;
};
export type BookedRefund = {
  id: string;
  intent: string;
  charge: string;
  amountMinor: number;
  status: string;
  refundId: string | null;
};
export type BookedCharge = {
  id: string;
  intent: string;
  orderId: string;
  paymentId: string;
  amountMinor: number;
  currency: string;
};
export type BookedMove = { dispute: string; intent: string; amountMinor: number };

/** What the provider has in its own books, read past its API and past all of its faults. */
export type ProviderBooks = {
  sessions(ids: readonly string[]): Map<string, Session>;
  intentOf(session: string): string | null;
  anyOpenDispute(dice: Dice): string | null;
  charges(): BookedCharge[];
  refunds(): BookedRefund[];
  /** How many refunds were made in each second of the provider's clock. */
  refundsBySecond(): Map<number, number>;
  disputeMoves(): BookedMove[];
  close(): void;
};

export function openProviderBooks(file: string): ProviderBooks {
  const db = new DatabaseSync(file, { readOnly: true });
  const field = (path: string) => `json_extract(body, '$.${path}')`;
  const session =
    db.prepare(`select id, ${field('status')} as status, ${field('payment_status')} as paid, ${field('payment_intent')} as intent,
    ${field('metadata.payment')} as payment from object where id = ?`);
  const disputes = db.prepare(
    `select id from object where kind = 'dispute' and ${field('status')} not in ('won','lost') order by seq desc limit 20`,
  );
  const charges = db.prepare(`select id, ${field('payment_intent')} as intent, ${field('metadata.order')} as orderId,
    ${field('metadata.payment')} as paymentId, ${field('amount')} as amount, upper(${field('currency')}) as currency
    from object where kind = 'charge' and ${field('paid')} = 1`);
  const refunds =
    db.prepare(`select id, ${field('payment_intent')} as intent, ${field('charge')} as charge, ${field('amount')} as amount,
    ${field('status')} as status, ${field('metadata.refund')} as refundId from object where kind = 'refund'`);
  const moves =
    db.prepare(`select o.id, json_extract(o.body, '$.payment_intent') as intent, json_extract(m.value, '$.amount') as amount
    from object o, json_each(o.body, '$.balance_transactions') m where o.kind = 'dispute'`);
  const bySecond = db.prepare(
    `select created as at, count(*) as made from object where kind = 'refund' group by created`,
  );
  const find = (id: string): Session | null => {
    const row = session.get(id) as Record<string, string | null> | undefined;
    if (!row) return null;
    return {
      id,
      status: row.status as Session['status'],
      isPaid: row.paid === 'paid',
      intent: row.intent ?? null,
      paymentId: String(row.payment),
    };
  };
  return {
    sessions: (ids) => new Map(ids.flatMap((id) => [find(id)]).flatMap((one) => (one ? [[one.id, one] as const] : []))),
    intentOf: (id) => {
      const found = find(id);
      return found?.isPaid ? found.intent : null;
    },
    anyOpenDispute(dice) {
      const rows = disputes.all();
      return rows.length > 0 ? String(dice.pick(rows).id) : null;
    },
    charges: () =>
      charges.all().map((row) => ({
        id: String(row.id),
        intent: String(row.intent),
        orderId: String(row.orderId),
        paymentId: String(row.paymentId),
        amountMinor: Number(row.amount),
        currency: String(row.currency),
      })),
    refunds: () =>
      refunds.all().map((row) => ({
        id: String(row.id),
        intent: String(row.intent),
        charge: String(row.charge),
        amountMinor: Number(row.amount),
        status: String(row.status),
        refundId: row.refundId === null ? null : String(row.refundId),
      })),
    refundsBySecond: () => new Map(bySecond.all().map((row) => [Number(row.at), Number(row.made)])),
    disputeMoves: () =>
      moves
        .all()
        .map((row) => ({ dispute: String(row.id), intent: String(row.intent), amountMinor: Number(row.amount) })),
    close: () => db.close(),
  };
}

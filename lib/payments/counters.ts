import { sql } from 'drizzle-orm';
import { actorId } from '#lib/platform/ctx.ts';
import type { TxCtx } from '#lib/platform/transaction.ts';
import type { CounterProof, CounterWay } from './counter.ts';
import { cash } from './counters/cash.ts';
import { terminal } from './counters/terminal.ts';
import { transfer } from './counters/transfer.ts';
import { type Counter, counters } from './values.ts';

const ways: Record<Counter, CounterWay> = { cash, terminal, transfer };

/** How money is taken and handed back over the counter in one of the ways. */
export const counterOf = (provider: Counter): CounterWay => ways[provider];

export function isCounter(text: unknown): text is Counter {
  return counters.some((name) => name === text);
}

/** Writes down what was held in hand, by whoever acts. A slip or a bank reference that was counted before is refused (23505). */
export async function writeProof(
  ctx: TxCtx,
  of: { paymentId: string } | { refundId: string },
  provider: Counter,
  proof: CounterProof,
): Promise<void> {
  await ctx.db.execute(sql`
    insert into counter_proof (payment_id, refund_id, provider, by_id, handed_minor, terminal, slip, slip_date, reference, value_date)
    values (${'paymentId' in of ? of.paymentId : null}, ${'refundId' in of ? of.refundId : null}, ${provider},
            ${actorId(ctx.actor) ?? 'system'}, ${proof.handedMinor}, ${proof.terminal}, ${proof.slip}, ${proof.slipDate},
            ${proof.reference}, ${proof.valueDate})`);
}

/** Which once-only number was counted before, when a refused insert says so. */
export function usedProof(constraint: string | null): 'slip_used' | 'reference_used' | null {
  if (constraint === 'counter_proof_slip_once') return 'slip_used';
  return constraint === 'counter_proof_reference_once' ? 'reference_used' : null;
}

import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { Provider } from '#lib/payments/values.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { actorId, type Ctx } from '#lib/platform/ctx.ts';
import { createFunnel } from '#lib/platform/funnel.ts';
import { impatiently, sqlState } from '#lib/platform/transaction.ts';
import { type DecidedMoney, decideMoney } from './decide-money.ts';

/** Money that a provider, or a person at the counter, says has arrived. Amounts in whole minor units. */
export type ArrivedMoney = {
  paymentId: string;
  orderId: string;
  provider: Provider;
  amountMinor: number;
  currency: string;
  /** What the provider calls this movement: the ledger's reference, the same movement is written once. */
  providerReference: string;
  sessionId: string | null;
  paymentIntentId: string | null;
  /** An attempt that is not written down yet: made and settled in one step (free, cash, terminal, transfer). */
  isNew: boolean;
  /** The change of a paid order that a new attempt pays for; an attempt that is written down knows it. */
  changeId?: string;
  /** The paper of a group's visit that it pays. */
  documentId?: string;
};

type SettleRequest = ArrivedMoney & {
  actorKind: string;
  actorId: string | null;
  isVisitor: boolean;
  requestId: string | null;
};

/** Both the plain case: `paid`; `other`: nothing was written, and the order is looked at by itself. */
const settleThroughFunnel = createFunnel<SettleRequest, 'paid' | 'other'>({
  thingOf: (request) => request.orderId,
  groupOf: (request) => `${request.actorKind} ${request.actorId}`,
  async flush(db, requests, { isImpatient }) {
    const { rows } = await db.execute<{ verdict: 'paid' | 'other' }>(sql`
      select verdict from ${impatiently(isImpatient)}settle_money(${JSON.stringify(requests)}::jsonb) order by ordinal`);
    return rows.map((row) => row.verdict);
  },
  mostRequests: 64,
  mostFlushes: 1,
});

/** A ticket needs a time that takes place; a pool is not on sale. */
const timeEnded = new Set(['MU009', 'MU001']);

/**
 * Lets money become tickets: the attempt succeeded, the places sold, the order paid, tickets, ledger, mail and audit, in one
 * round trip and one synchronous commit, together with whatever else this process settles at the moment. What is not the plain
 * case is decided by itself (decide-money.ts): late money, money that came twice, a time that was cancelled. An attempt that is
 * made here is refused rather than taken when the order cannot be paid.
 */
export async function settleMoney(ctx: Ctx, money: ArrivedMoney): Promise<DecidedMoney> {
  crashPoint('settle.before_commit');
  if (money.documentId) return decideMoney(ctx, money);
  const isVisitor = ctx.actor.kind === 'visitor';
  const verdict = await settleThroughFunnel(ctx.db as Db, {
    ...money,
    actorKind: ctx.actor.kind,
    // A visitor is the order's own; so visitors' orders go together.
    actorId: isVisitor ? null : actorId(ctx.actor),
    isVisitor,
    requestId: ctx.requestId ?? null,
  }).catch((error: unknown) => {
    // The time was cancelled between the look and the write: what becomes of the money is decided under the time's lock.
    if (timeEnded.has(sqlState(error) ?? '')) return 'other' as const;
    throw error;
  });
  crashPoint('settle.after_commit');
  return verdict === 'paid' ? { ok: true, state: 'paid' } : decideMoney(ctx, money);
}

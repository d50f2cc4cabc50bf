import { sql } from 'drizzle-orm';
import { type Attempt, endAttempt, findAttempt } from '#lib/payments/attempts.ts';
import { gatewayOf } from '#lib/payments/gateways.ts';
import type { Outcome, ProviderFailure } from '#lib/payments/provider.ts';
import { isGateway, type PaymentState } from '#lib/payments/values.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { inTransaction, type TxCtx } from '#lib/platform/transaction.ts';
import { lockPayableOrder } from './lock-payable-order.ts';
import { settleMoney } from './settle-money.ts';

export type Settlement =
  /** `refunding`: the money arrived and goes back. `open`: nothing decided yet; `failureCode` tells of a declined card. */
  | {
      ok: true;
      state: 'paid' | 'refunding' | 'open' | 'processing' | 'expired' | 'failed' | 'mismatch';
      failureCode: string | null;
    }
  | { ok: false; code: 'unknown_payment' }
  | ProviderFailure;

/**
 * The one settle: webhook, return page, sweeper and reconciler all call it, in any order, together and again (2.4). Asks the
 * provider what has become of the attempt's page, outside any transaction, then lets it become so in one transaction.
 * `sessionId` is given by a webhook that came before the page's id was stored.
 */
export async function settlePayment(ctx: Ctx, input: { paymentId: string; sessionId?: string }): Promise<Settlement> {
  const attempt = await findAttempt(ctx.db, input.paymentId);
  if (!attempt) return { ok: false, code: 'unknown_payment' };
  const sessionId = attempt.sessionId ?? input.sessionId;
  if (attempt.state === 'succeeded' || attempt.state === 'mismatch' || !sessionId || !isGateway(attempt.provider))
    return stored(attempt);
  const outcome = await gatewayOf(attempt.provider).readOutcome(sessionId);
  crashPoint('settle.after_read');
  if (!outcome.ok) {
    // A page that our account does not know (another key than then) and whose time is over by its own word takes no money.
    const isGone = outcome.code === 'provider_refused' && outcome.reason === 'resource_missing' && attempt.isPageOver;
    return isGone
      ? inTransaction(ctx, (tx) => settleEnded(tx, attempt, 'page_unknown', 'expired'), 'payment page unknown')
      : outcome;
  }
  if (outcome.paymentId !== attempt.id && !attempt.sessionId) return { ok: false, code: 'unknown_payment' };
  switch (outcome.state) {
    case 'succeeded':
      return settleSucceeded(ctx, attempt, outcome);
    case 'open':
    case 'processing':
      return inTransaction(
        ctx,
        (tx) => noteOpen(tx, attempt, outcome, outcome.state === 'open' ? 'open' : 'processing'),
        'payment settled',
      );
    case 'expired':
    case 'failed':
      return inTransaction(
        ctx,
        (tx) => settleEnded(tx, attempt, outcome.failureCode, outcome.state === 'expired' ? 'expired' : 'failed'),
        'payment ended',
      );
  }
}

const saidOf: Record<PaymentState, Extract<Settlement, { ok: true }>['state']> = {
  created: 'open',
  open: 'open',
  processing: 'processing',
  succeeded: 'paid',
  failed: 'failed',
  expired: 'expired',
  canceled: 'expired',
  mismatch: 'mismatch',
};

const stored = (attempt: Attempt): Settlement => ({
  ok: true,
  state: saidOf[attempt.state],
  failureCode: attempt.failureCode,
});

/** The money is there: when it is the sum we asked for, it is settled; anything else a person looks at. */
async function settleSucceeded(ctx: Ctx, attempt: Attempt, outcome: Outcome): Promise<Settlement> {
  const isAsAgreed =
    outcome.amountMinor === attempt.amountMinor &&
    outcome.currency === attempt.currency &&
    outcome.orderId === attempt.orderId &&
    outcome.paymentId === attempt.id &&
    outcome.isOurMode;
  if (!isAsAgreed) return inTransaction(ctx, (tx) => settleMismatch(tx, attempt, outcome), 'payment settled');
  const settled = await settleMoney(ctx, {
    paymentId: attempt.id,
    orderId: attempt.orderId,
    provider: attempt.provider,
    amountMinor: attempt.amountMinor,
    currency: attempt.currency,
    providerReference: outcome.paymentIntentId ?? outcome.sessionId,
    sessionId: outcome.sessionId,
    paymentIntentId: outcome.paymentIntentId,
    isNew: false,
    documentId: attempt.documentId ?? undefined,
  });
  return settled.ok ? { ...settled, failureCode: null } : { ok: false, code: 'unknown_payment' };
}

/** Money that is not what we asked for makes no ticket: a person looks at it. */
async function settleMismatch(tx: TxCtx, attempt: Attempt, outcome: Outcome): Promise<Settlement> {
  if (!(await lockPayableOrder(tx, attempt.orderId))) return { ok: false, code: 'unknown_payment' };
  const { rowCount } = await tx.db.execute(sql`
    update payment set state = 'mismatch', session_id = ${outcome.sessionId}, payment_intent_id = ${outcome.paymentIntentId}, updated_at = now()
     where id = ${attempt.id} and state not in ('succeeded','mismatch')`);
  if (rowCount === 1) {
    await writeAudit(tx, {
      action: 'payment_mismatch',
      objectKind: 'payment',
      objectId: attempt.id,
      before: { amountMinor: attempt.amountMinor, currency: attempt.currency, orderId: attempt.orderId },
      after: { ...outcome },
    });
  }
  return { ok: true, state: 'mismatch', failureCode: null };
}

async function noteOpen(
  tx: TxCtx,
  attempt: Attempt,
  outcome: Outcome,
  state: 'open' | 'processing',
): Promise<Settlement> {
  if (state === 'processing' || outcome.failureCode !== attempt.failureCode) {
    await tx.db.execute(sql`
      update payment set failure_code = ${outcome.failureCode}, session_id = ${outcome.sessionId}, updated_at = now(),
             state = case when ${state === 'processing'} then 'processing' when state = 'created' then 'open' else state end
       where id = ${attempt.id} and state in ('created','open','processing')`);
  }
  return { ok: true, state, failureCode: outcome.failureCode };
}

/** The page takes no money any more: the visitor who still has time may pay anew, a run-out hold is left to the sweeper. */
async function settleEnded(
  tx: TxCtx,
  attempt: Attempt,
  failureCode: string | null,
  state: 'expired' | 'failed',
): Promise<Settlement> {
  crashPoint('settle.ending');
  const order = await lockPayableOrder(tx, attempt.orderId);
  if (
    (await endAttempt(tx, attempt.id, state, failureCode)) &&
    order?.state === 'awaiting_payment' &&
    !order.isRunOut
  ) {
    await tx.db.execute(sql`update orders set state = 'held' where id = ${attempt.orderId}`);
  }
  return { ok: true, state, failureCode: failureCode };
}

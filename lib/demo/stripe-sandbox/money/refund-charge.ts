import { refused } from '../api-error.ts';
import { formatMinor } from '../currencies.ts';
import { emit } from '../events/emit.ts';
import { newBalanceTransaction } from '../objects/balance-transaction.ts';
import type { Charge } from '../objects/charge.ts';
import type { Dispute } from '../objects/dispute.ts';
import { newRefund, type Refund } from '../objects/refund.ts';
import { type Cause, seconds, type World } from '../world.ts';
import { getCharge, getIntent, getRefund, idOf } from './find.ts';

export type RefundRequest = {
  charge?: string;
  payment_intent?: string;
  amount?: number;
  reason?: Refund['reason'];
  metadata?: Record<string, string>;
};

/** Gives money of a charge back; without an amount all that is left. Refused when more is asked than is left. */
export function refundCharge(world: World, request: RefundRequest, cause: Cause): Refund {
  return world.store.atomically(() => {
    const { body: charge, facts } = getCharge(world, chargeIdOf(world, request));
    if (!charge.paid) throw refused(`Charge ${charge.id} has not succeeded; cannot issue a refund.`);
    if (isBlockedByDispute(world, charge)) {
      throw refused(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: 'charge_disputed' });
    }
    const left = charge.amount - charge.amount_refunded;
    if (charge.refunded || left === 0) {
      throw refused(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
    }
    const amountMinor = request.amount ?? left;
    if (amountMinor > left) {
      const asked = formatMinor(amountMinor, charge.currency, 'en');
      const rest = formatMinor(left, charge.currency, 'en');
      throw refused(`Refund amount (${asked}) is greater than unrefunded amount on charge (${rest})`, {
        param: 'amount',
      });
    }
    const { faults, clock, agenda, store } = world;
    const isPending = facts.later === 'refund_pending' || faults.strikes('refundPending');
    const fails = facts.later === 'refund_fails' || faults.strikes('refundFails');
    const made = newRefund(charge, {
      created: seconds(world),
      amountMinor,
      reason: request.reason ?? null,
      metadata: request.metadata ?? {},
      isPending,
    });
    const refund: Refund = { ...made, balance_transaction: move(world, made, 'refund', -amountMinor) };
    store.add('refund', refund);
    const refunded: Charge = {
      ...charge,
      amount_refunded: charge.amount_refunded + amountMinor,
      refunded: charge.amount_refunded + amountMinor === charge.amount,
    };
    store.save(refunded);
    emit(world, 'refund.created', refund, cause);
    emit(world, 'charge.refunded', refunded, cause);
    if (isPending || fails) {
      const wait = faults.current().refundPendingMs;
      agenda.add('end_refund', clock.now() + wait, { refundId: refund.id, isFailed: fails });
    }
    return refund;
  });
}

/** A refund on its way comes through, or fails: then the money is back on the account and the charge is owed it again. */
export function endRefund(world: World, refundId: string, isFailed: boolean): Refund {
  return world.store.atomically(() => {
    const { store } = world;
    const { body: refund } = getRefund(world, refundId);
    if (refund.status === 'failed' || refund.status === 'canceled') return refund;
    const { pending_reason: _, ...rest } = refund;
    if (!isFailed) {
      const done: Refund = { ...rest, status: 'succeeded' };
      store.save(done);
      emit(world, 'refund.updated', done, null);
      emit(world, 'charge.refund.updated', done, null);
      return done;
    }
    const failed: Refund = {
      ...rest,
      status: 'failed',
      failure_reason: 'lost_or_stolen_card',
      failure_balance_transaction: move(world, refund, 'refund_failure', refund.amount),
    };
    const { body: charge } = getCharge(world, idOf(refund.charge) ?? '');
    store.save(failed);
    store.save<Charge>({ ...charge, amount_refunded: charge.amount_refunded - refund.amount, refunded: false });
    emit(world, 'refund.updated', failed, null);
    emit(world, 'refund.failed', failed, null);
    emit(world, 'charge.refund.updated', failed, null);
    return failed;
  });
}

/** A dispute that is not won has taken the money, or may. */
function isBlockedByDispute(world: World, charge: Charge): boolean {
  if (!charge.disputed) return false;
  const disputes = world.store.list<Dispute>({ kind: 'dispute', where: { charge: charge.id }, most: 10 });
  return disputes.some(({ body }) => body.status !== 'won');
}

function chargeIdOf(world: World, request: RefundRequest): string {
  if (request.charge && request.payment_intent) {
    throw refused('You may only specify one of these parameters: charge, payment_intent.');
  }
  if (request.charge) return request.charge;
  if (!request.payment_intent)
    throw refused('One of the following params should be provided for this request: payment_intent or charge.');
  const { body: intent } = getIntent(world, request.payment_intent, 'payment_intent');
  const chargeId = idOf(intent.latest_charge);
  if (!chargeId || intent.status !== 'succeeded') {
    throw refused(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`, {
      code: 'payment_intent_unexpected_state',
    });
  }
  return chargeId;
}

function move(world: World, refund: Refund, type: 'refund' | 'refund_failure', amountMinor: number): string {
  const moved = newBalanceTransaction({
    type,
    created: seconds(world),
    amountMinor,
    feeMinor: 0,
    currency: refund.currency,
    source: refund.id,
    description: type === 'refund' ? 'REFUND FOR CHARGE' : 'REFUND FAILURE',
  });
  world.store.add('balance_transaction', moved);
  return moved.id;
}

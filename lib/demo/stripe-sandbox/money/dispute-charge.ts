import { refused } from '../api-error.ts';
import { emit } from '../events/emit.ts';
import { newBalanceTransaction } from '../objects/balance-transaction.ts';
import type { Charge } from '../objects/charge.ts';
import { type Dispute, newDispute } from '../objects/dispute.ts';
import { seconds, type World } from '../world.ts';
import { getCharge, getDispute } from './find.ts';

// 15.00 in currencies with two decimals: what a dispute costs whoever wins it.
const disputeFeeMinor = 1500;

/** The card holder asks their bank for the money back: it is withdrawn at once, with a fee. Null when nothing is left to dispute. */
export function disputeCharge(world: World, chargeId: string, reason = 'fraudulent'): Dispute | null {
  return world.store.atomically(() => {
    const { body: charge } = getCharge(world, chargeId);
    if (charge.disputed || charge.amount_refunded >= charge.amount || !charge.paid) return null;
    const made = newDispute(charge, { created: seconds(world), reason });
    const withdrawn = move(world, made, -made.amount, disputeFeeMinor);
    const dispute: Dispute = { ...made, balance_transactions: [withdrawn] };
    world.store.add('dispute', dispute);
    world.store.save<Charge>({ ...charge, disputed: true });
    emit(world, 'charge.dispute.created', dispute, null);
    emit(world, 'charge.dispute.funds_withdrawn', dispute, null);
    return dispute;
  });
}

/** The bank decides. Won: the money comes back, the fee does not. Refused when it was decided before. */
export function closeDispute(world: World, disputeId: string, outcome: 'won' | 'lost'): Dispute {
  return world.store.atomically(() => {
    const { body: dispute } = getDispute(world, disputeId);
    if (dispute.status === 'won' || dispute.status === 'lost') throw refused('This dispute is already closed.');
    const reinstated = outcome === 'won' ? [move(world, dispute, dispute.amount, 0, true)] : [];
    const closed: Dispute = {
      ...dispute,
      status: outcome,
      balance_transactions: [...dispute.balance_transactions, ...reinstated],
    };
    world.store.save(closed);
    if (outcome === 'won') {
      emit(world, 'charge.dispute.funds_reinstated', closed, null);
    }
    emit(world, 'charge.dispute.closed', closed, null);
    return closed;
  });
}

function move(world: World, dispute: Dispute, amountMinor: number, feeMinor: number, isReversal = false) {
  const moved = newBalanceTransaction({
    type: 'adjustment',
    created: seconds(world),
    amountMinor,
    feeMinor,
    currency: dispute.currency,
    source: dispute.id,
    description: isReversal ? 'Chargeback reversal' : 'Chargeback withdrawal',
    isReversal,
  });
  world.store.add('balance_transaction', moved);
  return moved;
}

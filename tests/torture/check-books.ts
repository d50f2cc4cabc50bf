import type { ProviderBooks } from './provider-books.ts';
import type { Violation } from './violations.ts';
import { ask, type World } from './world.ts';

type Ours = {
  id: string;
  orderId: string;
  state: string;
  amountMinor: number;
  capturedMinor: number;
  intent: string | null;
  chargedMinor: number;
  disputedMinor: number;
};
type OurRefund = { id: string; providerId: string | null; state: string; amountMinor: number; intent: string | null };

/** How a refund of the provider's books must stand in ours. */
const standsAs: Record<string, readonly string[]> = {
  pending: ['pending', 'submitting'],
  requires_action: ['requires_action'],
  succeeded: ['succeeded'],
  failed: ['failed', 'manual', 'canceled'],
  canceled: ['canceled'],
};

/**
 * Holds our books against the provider's own, charge by charge and refund by refund: no money that only one side knows, none
 * twice, and what an order keeps is what its tickets cost.
 */
export async function checkBooks(world: World, books: ProviderBooks): Promise<Violation[]> {
  const found: Violation[] = [];
  const say = (check: string, facts: object) => found.push({ check, facts });
  const payments = await ask<Ours>(
    world,
    `select p.id, p.order_id as "orderId", p.state, p.amount_minor as "amountMinor", p.captured_minor as "capturedMinor",
            p.payment_intent_id as intent,
            (select coalesce(sum(amount_minor), 0)::int from ledger_entry where payment_id = p.id and kind = 'charge') as "chargedMinor",
            (select coalesce(sum(amount_minor), 0)::int from ledger_entry where payment_id = p.id and kind in ('dispute','dispute_won')) as "disputedMinor"
       from payment p where p.provider = 'stripe'`,
  );
  const byIntent = new Map(payments.map((payment) => [payment.intent, payment]));
  const charges = books.charges();
  const charged = new Set<string>();
  for (const charge of charges) {
    const ours = byIntent.get(charge.intent);
    if (charged.has(charge.intent)) say('one payment was charged twice', charge);
    charged.add(charge.intent);
    if (ours?.id !== charge.paymentId || ours.orderId !== charge.orderId)
      say('money at the provider that we do not know', charge);
    else if (ours.chargedMinor !== charge.amountMinor || ours.capturedMinor !== charge.amountMinor)
      say('money is not in the ledger as it was taken', { charge, ours });
  }
  for (const payment of payments) {
    if (payment.state === 'succeeded' && !(payment.intent && charged.has(payment.intent)))
      say('money in our books that the provider does not know', payment);
  }
  const moved = new Map<string, number>();
  for (const { intent, amountMinor } of books.disputeMoves()) moved.set(intent, (moved.get(intent) ?? 0) + amountMinor);
  for (const payment of payments) {
    const theirs = moved.get(payment.intent ?? '') ?? 0;
    if (theirs !== payment.disputedMinor) say('a dispute is not in the ledger', { ...payment, theirs });
  }
  found.push(...(await checkRefunds(world, books)), ...(await checkKept(world)), ...(await checkMail(world)));
  return found;
}

async function checkRefunds(world: World, books: ProviderBooks): Promise<Violation[]> {
  const found: Violation[] = [];
  const say = (check: string, facts: object) => found.push({ check, facts });
  const ours = await ask<OurRefund>(
    world,
    `select r.id, r.provider_refund_id as "providerId", r.state, r.amount_minor as "amountMinor", p.payment_intent_id as intent
       from refund r join payment p on p.id = r.payment_id where p.provider = 'stripe'`,
  );
  const byProviderId = new Map(ours.map((refund) => [refund.providerId, refund]));
  const theirs = books.refunds();
  const seen = new Set<string>();
  for (const refund of theirs) {
    const known = byProviderId.get(refund.id);
    if (!known) {
      // What failed before we heard of it moved nothing in the end.
      if (refund.status !== 'failed' && refund.status !== 'canceled')
        say('a refund at the provider that we do not know', refund);
      continue;
    }
    if (known.amountMinor !== refund.amountMinor || known.intent !== refund.intent)
      say('a refund of another sum', { refund, known });
    if (!standsAs[refund.status]?.includes(known.state))
      say('a refund stands otherwise than at the provider', { refund, known });
    if (refund.refundId && seen.has(refund.refundId)) say('one refund was sent twice', refund);
    if (refund.refundId) seen.add(refund.refundId);
  }
  const known = new Set(theirs.map(({ id }) => id));
  for (const refund of ours) {
    if (refund.state === 'succeeded' && !known.has(refund.providerId ?? ''))
      say('a refund that the provider does not know', refund);
  }
  return found;
}

/** An order keeps the price of its tickets, once: what was paid twice, or came too late, has gone back or is going. */
async function checkKept(world: World): Promise<Violation[]> {
  const rows = await ask<{ id: string; state: string; kept: number; worth: number }>(
    world,
    `select o.id, o.state, p.captured - r.back as kept, k.worth from orders o
       cross join lateral (select coalesce(sum(captured_minor), 0)::int as captured from payment where order_id = o.id) p
       cross join lateral (select coalesce(sum(amount_minor), 0)::int as back from refund
                            where order_id = o.id and reason <> 'outside' and (state not in ('failed','canceled') or handled_by = 'dispute_lost')) r
       cross join lateral (select coalesce(sum(l.unit_price_minor * t.party_size), 0)::int as worth
                             from ticket t join order_line l on l.id = t.order_line_id where t.order_id = o.id and t.state <> 'revoked') k
      where o.state = 'paid' and p.captured - r.back <> k.worth and not exists (select 1 from payment where order_id = o.id and dispute_state = 'lost')
         or o.state in ('held','awaiting_payment','expiring','expired') and p.captured - r.back <> 0`,
  );
  return rows.map((facts) => ({ check: 'an order keeps another sum than its tickets cost', facts }));
}

/** Every message that counts as sent came, and each came once: again only where a crash stood between the server's yes and our mark. */
async function checkMail(world: World): Promise<Violation[]> {
  const sent = await ask<{ id: string; attempts: number }>(
    world,
    `select id, attempts from message where state = 'sent'`,
  );
  const mayRepeat = world.crashes.length > 0;
  const found: Violation[] = [];
  for (const { id, attempts } of sent) {
    const copies = world.mail.copies.get(id) ?? 0;
    if (copies === 0) found.push({ check: 'a message that counts as sent never came', facts: { id } });
    if (copies > 1 && !(mayRepeat && copies <= attempts))
      found.push({ check: 'a message came twice', facts: { id, copies, attempts } });
  }
  return found;
}

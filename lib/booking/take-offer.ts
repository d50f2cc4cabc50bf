import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { asVerdict, type HoldRequest, type HoldRow } from '#lib/capacity/hold-places.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { actorId, type Ctx } from '#lib/platform/ctx.ts';
import { hashLinkToken, newId, newOrderCode, orderLinkToken } from '#lib/platform/ids.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { constraintOf, inTransaction, sqlState } from '#lib/platform/transaction.ts';
import { findCachedTerms } from './cached-terms.ts';
import { noteRefusedDemand } from './note-refused-demand.ts';
import { priceLines } from './price-lines.ts';

export type TakeOfferResult =
  | { ok: true; orderId: string; linkToken: string; expiresAt: Date | null; isRepeat: boolean }
  | { ok: false; code: 'unknown_offer' | 'offer_over' | 'not_on_sale' | 'too_many_tickets' | 'email_day_limit' };

type Offer = { timeslotId: string; people: number; locale: Locale; email: string | null; state: string };

/**
 * "Take these places": turns an open offer of the waiting list into an ordinary order that holds the very same places, with its own
 * time for details and payment (3.5). In one step: at no moment are they anybody else's. Twice is once: the second finds the order.
 * Of a part, the rest of the party waits on with its rank. The offer must be the entry's own.
 */
export async function takeOffer(
  ctx: Ctx,
  input: { entryId: string; offerId: string },
  linkSecret: string,
): Promise<TakeOfferResult> {
  const { rows } = await ctx.db.execute<Offer>(sql`
    select o.timeslot_id as "timeslotId", o.people, o.state, e.locale, e.email
      from waiting_offer o join waiting_entry e on e.id = o.entry_id where o.id = ${input.offerId} and o.entry_id = ${input.entryId}`);
  const [offer] = rows;
  if (!offer) return { ok: false, code: 'unknown_offer' };
  const terms = await findCachedTerms(ctx.db as Db, offer.timeslotId, { onlineOnly: true });
  const guess = terms?.ticketTypes.find((type) => type.family === 'main') ?? terms?.ticketTypes[0];
  if (!terms || !guess) return { ok: false, code: 'not_on_sale' };
  const { product, settings } = terms;
  const priced = priceLines([{ ticketTypeId: guess.id, quantity: offer.people }], terms.ticketTypes, {
    ticketLimit: Math.min(settings.order_ticket_limit, product.partyMaximum),
    taxPerMille: product.taxPerMille,
  });
  if (!priced.ok) return { ok: false, code: 'too_many_tickets' };
  const result = await takeOnce(ctx, input.offerId, linkSecret, {
    actorKind: ctx.actor.kind,
    actorId: actorId(ctx.actor),
    requestKey: null,
    channel: 'web',
    lane: 'public',
    locale: ctx.locale,
    currency: priced.currency,
    timeslotId: offer.timeslotId,
    holdMinutes: settings.cart_hold_minutes,
    totalMinor: priced.totalMinor,
    hasChosenTypes: false,
    ...(offer.email ? { email: offer.email } : {}),
    lines: priced.lines,
  });
  if (!result.ok && result.code === 'not_on_sale') {
    await noteRefusedDemand(ctx, { ...offer, channel: 'web' }, { code: 'not_on_sale' });
  }
  return result;
}

async function takeOnce(
  ctx: Ctx,
  offerId: string,
  linkSecret: string,
  request: Omit<HoldRequest, 'orderId' | 'code' | 'linkHash' | 'actorKind'> & Pick<HoldRequest, 'actorKind'>,
): Promise<TakeOfferResult> {
  // A code that is already taken is drawn again.
  for (let attempt = 1; ; attempt += 1) {
    const orderId = newId();
    const linkToken = orderLinkToken(linkSecret, orderId, 1);
    try {
      return await inTransaction(ctx, async (tx): Promise<TakeOfferResult> => {
        const named = { ...request, orderId, code: newOrderCode(), linkHash: hashLinkToken(linkToken).toString('hex') };
        const { rows } = await tx.db.execute<Omit<HoldRow, 'verdict'> & { verdict: HoldRow['verdict'] | 'over' }>(
          sql`select * from take_offer(${JSON.stringify(named)}::jsonb, ${offerId})`,
        );
        const [row] = rows;
        if (!row) throw new Error('take_offer gave no verdict');
        if (row.verdict === 'over') return { ok: false, code: 'offer_over' };
        const verdict = asVerdict({ ...row, verdict: row.verdict });
        crashPoint('waiting.taking');
        if (verdict.verdict !== 'held' && verdict.verdict !== 'repeat') return { ok: false, code: 'not_on_sale' };
        return {
          ok: true,
          orderId: verdict.orderId,
          linkToken: orderLinkToken(linkSecret, verdict.orderId, 1),
          expiresAt: verdict.expiresAt,
          isRepeat: verdict.verdict === 'repeat',
        };
      });
    } catch (error) {
      if (constraintOf(error) === 'email_day_limit') return { ok: false, code: 'email_day_limit' };
      if (attempt >= 4 || sqlState(error) !== '23505' || constraintOf(error) !== 'orders_code_key') throw error;
    }
  }
}

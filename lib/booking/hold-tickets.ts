import type { Db } from '#db/client.ts';
import { holdThroughFunnel } from '#lib/capacity/hold-funnel.ts';
import type { HoldRequest } from '#lib/capacity/hold-places.ts';
import { holdWithVoucher } from '#lib/capacity/hold-with-voucher.ts';
import type { Lane, PoolKind } from '#lib/capacity/values.ts';
import { actorId, type Ctx, can } from '#lib/platform/ctx.ts';
import { hashLinkToken, newId, newOrderCode, orderLinkToken } from '#lib/platform/ids.ts';
import { constraintOf, sqlState } from '#lib/platform/transaction.ts';
import { spentOf } from './apply-voucher.ts';
import { findCachedTerms } from './cached-terms.ts';
import { judgeVoucher, type VoucherRefusal, type VoucherTerms } from './judge-voucher.ts';
import { noteRefusedDemand } from './note-refused-demand.ts';
import { type PricedLines, priceLines, type WantedLine } from './price-lines.ts';
import type { Channel } from './values.ts';

export type HoldTicketsInput = {
  timeslotId: string;
  lines: readonly WantedLine[];
  channel: Channel;
  lane: Lane;
  /** The form's own id: the same form sent twice gives one order. */
  requestKey?: string;
  /** False while the lines are only a guess from the number of people. */
  hasChosenTypes?: boolean;
  contact?: { email?: string; contactName?: string; phone?: string };
  /** A voucher that the order begins with: it may open the lane, reserve the places, lower the prices. */
  voucher?: VoucherTerms;
};

export type HoldTicketsResult =
  | { ok: true; orderId: string; linkToken: string; expiresAt: Date | null; isRepeat: boolean }
  | Extract<PricedLines, { ok: false }>
  | {
      ok: false;
      code: 'full';
      room: number;
      scarce: PoolKind;
      productCode: string;
      visitDate: string;
      startTime: string;
      /** When more places of this time come on sale, if that is still to come (3.7). */
      opensAt?: Date;
    }
  | { ok: false; code: 'not_on_sale'; productCode: string; visitDate: string }
  | { ok: false; code: 'voucher_refused'; why: VoucherRefusal }
  | { ok: false; code: 'too_few_tickets'; minimum: number }
  | { ok: false; code: 'unknown_timeslot' | 'forbidden' };

/**
 * Holds places at one time, priced by the catalog: makes the order and takes its places in every pool of the timeslot in one
 * round trip, or says which refusal. Visitors hold on the public lane of what is sold online, or on the lane that their voucher
 * opens; any other needs `orders.change`. The order's link is made from `linkSecret`; the database keeps its hash. Who asked in vain is counted (2.7).
 */
export async function holdTickets(ctx: Ctx, input: HoldTicketsInput, linkSecret: string): Promise<HoldTicketsResult> {
  const result = await hold(ctx, input, linkSecret);
  const asked = { ...input, people: input.lines.reduce((sum, line) => sum + line.quantity, 0) };
  if (!result.ok && result.code === 'full') {
    await noteRefusedDemand(ctx, asked, { ...result, code: input.voucher?.lane ? 'lane_full' : 'full' });
  } else if (!result.ok && result.code === 'not_on_sale' && ctx.actor.kind === 'visitor') {
    await noteRefusedDemand(ctx, asked, { code: 'not_on_sale' });
  } else if (!result.ok && result.code === 'voucher_refused' && result.why === 'used_up') {
    await noteRefusedDemand(ctx, asked, { code: 'voucher_used_up' });
  } else if (!result.ok && result.code === 'too_many_tickets') {
    await noteRefusedDemand(ctx, asked, { code: 'order_limit' });
  }
  return result;
}

async function hold(ctx: Ctx, input: HoldTicketsInput, linkSecret: string): Promise<HoldTicketsResult> {
  const isVisitor = ctx.actor.kind === 'visitor';
  const { voucher } = input;
  const isOpen = input.lane === (voucher?.lane ?? 'public');
  if (isVisitor ? input.channel !== 'web' || !isOpen : !can(ctx.actor, 'orders.change')) {
    return { ok: false, code: 'forbidden' };
  }
  const terms = await findCachedTerms(ctx.db as Db, input.timeslotId, { onlineOnly: isVisitor });
  if (!terms) return { ok: false, code: 'unknown_timeslot' };
  const { product, timeslot, settings } = terms;
  if (isVisitor && (!product.isSoldOnline || !product.isActive)) return { ok: false, code: 'unknown_timeslot' };
  const where = { productCode: product.code, visitDate: timeslot.visitDate };
  if (isVisitor && timeslot.startsAt.getTime() - product.leadTimeMinutes * 60_000 <= ctx.now.getTime()) {
    return { ok: false, code: 'not_on_sale', ...where };
  }
  const why =
    voucher &&
    judgeVoucher(voucher, { now: ctx.now, productId: product.id, timeslotId: timeslot.id, lane: input.lane });
  if (why) return { ok: false, code: 'voucher_refused', why };
  const limit = voucher?.maximumTickets ?? settings.order_ticket_limit;
  const priced = priceLines(input.lines, terms.ticketTypes, {
    ticketLimit: isVisitor ? Math.min(limit, product.partyMaximum) : 500,
    taxPerMille: product.taxPerMille,
    change: voucher?.change,
  });
  if (!priced.ok) return priced;
  if (voucher && priced.people < voucher.minimumTickets) {
    return { ok: false, code: 'too_few_tickets', minimum: voucher.minimumTickets };
  }

  // A code that is already taken is drawn again; with 38 bits that is a rare second try.
  for (let attempt = 1; ; attempt += 1) {
    const orderId = newId();
    const linkToken = orderLinkToken(linkSecret, orderId, 1);
    try {
      const request: HoldRequest = {
        actorKind: ctx.actor.kind,
        actorId: actorId(ctx.actor),
        orderId,
        code: newOrderCode(),
        linkHash: hashLinkToken(linkToken).toString('hex'),
        requestKey: input.requestKey ?? null,
        channel: input.channel,
        lane: input.lane,
        locale: ctx.locale,
        currency: priced.currency,
        timeslotId: timeslot.id,
        holdMinutes: settings.cart_hold_minutes,
        totalMinor: priced.totalMinor,
        hasChosenTypes: input.hasChosenTypes ?? true,
        ...input.contact,
        lines: priced.lines,
      };
      const verdict = voucher
        ? await holdWithVoucher(ctx.db as Db, request, voucher.id)
        : await holdThroughFunnel(ctx.db as Db, request);
      switch (verdict.verdict) {
        case 'held':
          return { ok: true, orderId, linkToken, expiresAt: verdict.expiresAt, isRepeat: false };
        case 'repeat':
          return {
            ok: true,
            orderId: verdict.orderId,
            linkToken: orderLinkToken(linkSecret, verdict.orderId, 1),
            expiresAt: verdict.expiresAt,
            isRepeat: true,
          };
        case 'full':
          return {
            ok: false,
            code: 'full',
            room: verdict.room,
            scarce: verdict.scarce,
            startTime: timeslot.startTime,
            ...(timeslot.opensAt && input.lane === 'public' ? { opensAt: timeslot.opensAt } : {}),
            ...where,
          };
        case 'not_on_sale':
          return { ok: false, code: 'not_on_sale', ...where };
        default:
          return { ok: false, code: 'unknown_timeslot' };
      }
    } catch (error) {
      const spent = voucher ? spentOf(error) : null;
      if (spent) return { ok: false, code: 'voucher_refused', why: spent };
      // Two clicks at the very same moment: the second insert meets the first one's request key and finds its order.
      if (
        attempt >= 4 ||
        sqlState(error) !== '23505' ||
        !['orders_code_key', 'orders_request_key_key'].includes(constraintOf(error) ?? '')
      )
        throw error;
    }
  }
}

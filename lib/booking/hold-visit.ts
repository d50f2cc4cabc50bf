import type { Db } from '#db/client.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { findCachedTerms } from './cached-terms.ts';
import { findVoucherByCode } from './find-voucher.ts';
import { type HoldTicketsResult, holdTickets } from './hold-tickets.ts';
import type { HoldVisitInput } from './input.ts';

export type HoldVisitResult = HoldTicketsResult;

/**
 * A visitor takes a time for so many people: the places are held from this moment on, before types and details are asked.
 * The lines are a first guess (everybody the first main ticket type), which the next page lets the visitor put right. A time
 * of another product or day than `product` and `date`, where these are given, is unknown there. With a code, the lane that its
 * voucher opens, the places it reserves and its prices.
 */
export async function holdVisit(
  ctx: Ctx,
  input: Pick<HoldVisitInput, 'timeslotId' | 'people' | 'requestKey'> & Partial<HoldVisitInput>,
  linkSecret: string,
): Promise<HoldVisitResult> {
  const terms = await findCachedTerms(ctx.db as Db, input.timeslotId, { onlineOnly: true });
  if (!terms) return { ok: false, code: 'unknown_timeslot' };
  const { product = terms.product.code, date = terms.timeslot.visitDate } = input;
  if (product !== terms.product.code || date !== terms.timeslot.visitDate) {
    return { ok: false, code: 'unknown_timeslot' };
  }
  const guess = terms.ticketTypes.find((type) => type.family === 'main') ?? terms.ticketTypes[0];
  if (!guess)
    return { ok: false, code: 'not_on_sale', productCode: terms.product.code, visitDate: terms.timeslot.visitDate };
  const voucher = input.code ? await findVoucherByCode(ctx.db, input.code) : undefined;
  if (voucher === null) return { ok: false, code: 'voucher_refused', why: 'unknown' };
  return holdTickets(
    ctx,
    {
      timeslotId: input.timeslotId,
      lines: [{ ticketTypeId: guess.id, quantity: input.people }],
      channel: 'web',
      lane: voucher?.lane ?? 'public',
      ...(voucher ? { voucher } : {}),
      requestKey: input.requestKey,
      hasChosenTypes: false,
    },
    linkSecret,
  );
}

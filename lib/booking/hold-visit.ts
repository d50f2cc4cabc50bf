import type { Db } from '#db/client.ts';
import { countHold, forgiveHold, type HoldLimits, type VisitorClient } from '#lib/identity/limit-visitors.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { findCachedTerms } from './cached-terms.ts';
import { type HoldTicketsResult, holdTickets } from './hold-tickets.ts';
import type { HoldVisitInput } from './input.ts';
import { guardCode } from './look-up-code.ts';

export type HoldVisitResult =
  | HoldTicketsResult
  | { ok: false; code: 'too_many_holds' | 'proof_needed'; minutes: number };

/**
 * A visitor takes a time for so many people: the places are held from this moment on, before types and details are asked.
 * The lines are a first guess (everybody the first main ticket type), which the next page lets the visitor put right. A time
 * of another product or day than `product` and `date`, where these are given, is unknown there. With a code: the lane that its
 * voucher opens, the places it reserves, its prices. `client` says from where only so many visits are held and not paid; null for
 * whoever does not come over the network. Past a limit a proof is needed for each further one (`hasProof`), and soon there is none.
 */
export async function holdVisit(
  ctx: Ctx,
  input: Pick<HoldVisitInput, 'timeslotId' | 'people' | 'requestKey'> & Partial<HoldVisitInput>,
  linkSecret: string,
  client: (VisitorClient & { hasProof?: boolean }) | null = null,
): Promise<HoldVisitResult> {
  const db = ctx.db as Db;
  const terms = await findCachedTerms(db, input.timeslotId, { onlineOnly: true });
  if (!terms) return { ok: false, code: 'unknown_timeslot' };
  const { product = terms.product.code, date = terms.timeslot.visitDate } = input;
  if (product !== terms.product.code || date !== terms.timeslot.visitDate) {
    return { ok: false, code: 'unknown_timeslot' };
  }
  const guess = terms.ticketTypes.find((type) => type.family === 'main') ?? terms.ticketTypes[0];
  if (!guess)
    return { ok: false, code: 'not_on_sale', productCode: terms.product.code, visitDate: terms.timeslot.visitDate };
  const { client_hold_limit: address, browser_hold_limit: browser, proofs_allowed: proofs } = terms.settings;
  const limits: HoldLimits = { address, browser, proofs };
  const allowance = client ? await countHold(db, client, limits, client.hasProof) : null;
  if (allowance && allowance.is !== 'free') {
    const code = allowance.is === 'proof' ? 'proof_needed' : 'too_many_holds';
    return { ok: false, code, minutes: Math.ceil(allowance.seconds / 60) };
  }
  const held = await hold(ctx, input, linkSecret, { ticketTypeId: guess.id, client: client?.address ?? null });
  // What came to nothing, or was the same form again, counts against nobody.
  if (client !== null && (!held.ok || held.isRepeat)) await forgiveHold(db, client, limits);
  return held;
}

async function hold(
  ctx: Ctx,
  input: Pick<HoldVisitInput, 'timeslotId' | 'people' | 'requestKey' | 'code'>,
  linkSecret: string,
  by: { ticketTypeId: string; client: string | null },
): Promise<HoldTicketsResult> {
  const found = input.code ? await guardCode(ctx, by.client ?? '', input.code) : null;
  if (found && !found.ok) return { ok: false, code: 'voucher_refused', why: found.why };
  return holdTickets(
    ctx,
    {
      timeslotId: input.timeslotId,
      lines: [{ ticketTypeId: by.ticketTypeId, quantity: input.people }],
      channel: 'web',
      lane: found?.voucher.lane ?? 'public',
      requestKey: input.requestKey,
      hasChosenTypes: false,
      ...(found ? { voucher: found.voucher } : {}),
    },
    linkSecret,
  );
}

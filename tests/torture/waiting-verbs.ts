import { sql } from 'drizzle-orm';
import { database } from '#db/client.ts';
import { takeOffer } from '#lib/booking/take-offer.ts';
import { orderLinkSecret, visitorRequest } from '#lib/platform/request.ts';
import { declineOffer } from '#lib/waiting/decline-offer.ts';
import { joinWaiting } from '#lib/waiting/join-waiting.ts';
import { leaveWaiting } from '#lib/waiting/leave-waiting.ts';

export type OfferAnswer = 'take' | 'decline' | 'leave';

/** A party waits for a time that was full for it. */
export async function wait(input: {
  timeslotId: string;
  people: number;
  smallestPart: number | null;
  email: string;
  requestKey: string;
}): Promise<unknown> {
  const { rows } = await database().execute<{ product: string; date: string; time: string }>(sql`
    select p.code as product, t.visit_date::text as date, to_char(t.start_time, 'HH24:MI') as time
      from timeslot t join product p on p.id = t.product_id where t.id = ${input.timeslotId}`);
  const [slot] = rows;
  if (!slot) return { ok: false, code: 'unknown_timeslot' };
  const { product, date, time } = slot;
  const wish = { product, tourLanguages: null, wishes: [{ date, fromTime: time, untilTime: time }] };
  return joinWaiting(visitorRequest('en'), { ...input, ...wish }, orderLinkSecret());
}

/** One of those with an open offer answers it. */
export async function answerOffer(input: { answer: OfferAnswer; which: number }): Promise<unknown> {
  const { rows } = await database().execute<{
    offerId: string;
    entryId: string;
    timeslotId: string;
    people: number;
  }>(sql`
    select id as "offerId", entry_id as "entryId", timeslot_id as "timeslotId", people from waiting_offer where state = 'open' order by id limit 20`);
  const offer = rows[input.which % rows.length];
  if (!offer) return { ok: false, code: 'nothing_to_do' };
  const ctx = visitorRequest('en');
  if (input.answer === 'decline') return declineOffer(ctx, offer);
  if (input.answer === 'leave') return leaveWaiting(ctx, offer);
  return { ...(await takeOffer(ctx, offer, orderLinkSecret())), timeslotId: offer.timeslotId, people: offer.people };
}

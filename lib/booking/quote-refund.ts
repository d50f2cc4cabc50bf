import { sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import { defaultLadder, type LadderStep, ladderShare, shareOfMinor } from '#lib/payments/refund-ladder.ts';
import type { LocalizedText } from '#lib/platform/locales.ts';
import { getSettings } from '#lib/platform/settings.ts';
import type { TicketState } from '#lib/tickets/values.ts';
import type { OrderState } from './values.ts';

export type QuotedTicket = {
  id: string;
  timeslotId: string;
  shortCode: string;
  typeNames: LocalizedText;
  state: TicketState;
  partySize: number;
  admittedPeople: number;
  priceMinor: number;
  /** What the ladder gives back for it now, in minor units. */
  ladderMinor: number;
};

export type RefundQuote = {
  orderId: string;
  code: string;
  state: OrderState;
  currency: string;
  /** What was given beside the tickets and has not gone back, in minor units. */
  donationMinor: number;
  startsAt: Date;
  /** By the database's clock. */
  hoursLeft: number;
  steps: LadderStep[];
  sharePerMille: number;
  tickets: QuotedTicket[];
};

type Row = Omit<RefundQuote, 'startsAt' | 'steps' | 'sharePerMille' | 'tickets'> & {
  startsAt: string;
  madeDate: string;
  steps: LadderStep[];
  isCancelled: boolean;
  /** The least that the ladder gave when the visit was moved. */
  movedShare: number;
  tickets: Omit<QuotedTicket, 'ladderMinor'>[];
};

/**
 * What each ticket of an order brings back now by the ladder: the product's own, else the general one, as it was when the order
 * was made, so that a later, stricter one does not touch tickets sold before (5.3). Who moves late does not get more back by it later. Null for an unknown order.
 */
export async function quoteRefund(db: Db | Tx, orderId: string): Promise<RefundQuote | null> {
  const { rows } = await db.execute<Row>(sql`
    select t.state in ('cancelling','cancelled') as "isCancelled", o.id as "orderId", o.code, o.state, o.currency,
      o.donation_minor - o.donation_back_minor as "donationMinor", t.starts_at as "startsAt",
      (extract(epoch from t.starts_at - now()) / 3600)::float8 as "hoursLeft", to_char(o.created_at, 'YYYY-MM-DD') as "madeDate",
      (select coalesce(min(g.share_per_mille), 1000) from order_change g where g.order_id = o.id and g.kind = 'move' and g.state = 'applied') as "movedShare",
      (select coalesce(jsonb_agg(jsonb_build_object('untilHours', l.until_hours, 'sharePerMille', l.share_per_mille)
              order by l.until_hours desc), '[]')
         from cancellation_ladder l where l.product_id = t.product_id and l.valid_from = (
           select max(valid_from) from cancellation_ladder where product_id = t.product_id and valid_from <= o.created_at::date)) as steps,
      (select coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'timeslotId', k.timeslot_id, 'shortCode', k.short_code,
              'typeNames', y.names, 'state', k.state, 'partySize', k.party_size, 'admittedPeople', k.admitted_people,
              'priceMinor', i.unit_price_minor * k.party_size) order by i.line_no, k.unit_no), '[]')
         from ticket k join order_line i on i.id = k.order_line_id join ticket_type y on y.id = k.ticket_type_id
        where k.order_id = o.id) as tickets
    from orders o
    join lateral (select timeslot_id from order_line where order_id = o.id order by line_no limit 1) f on true
    join timeslot t on t.id = f.timeslot_id
    where o.id = ${orderId}`);
  const row = rows[0];
  if (!row) return null;
  const { madeDate, isCancelled, movedShare, ...quote } = row;
  const steps = row.steps.length > 0 ? row.steps : defaultLadder(await getSettings(db as Db, madeDate));
  // What the museum causes is returned in full, whoever takes the tickets back.
  const sharePerMille = isCancelled ? 1000 : Math.min(movedShare, ladderShare(steps, row.hoursLeft));
  return {
    ...quote,
    startsAt: new Date(row.startsAt),
    steps,
    sharePerMille,
    tickets: row.tickets.map((ticket) => ({ ...ticket, ladderMinor: shareOfMinor(ticket.priceMinor, sharePerMille) })),
  };
}

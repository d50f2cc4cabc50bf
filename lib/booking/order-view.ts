import { sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import type { Lane } from '#lib/capacity/values.ts';
import type { NamesRequired } from '#lib/catalog/values.ts';
import type { PaymentState, Provider } from '#lib/payments/values.ts';
import { hashLinkToken, isLinkToken } from '#lib/platform/ids.ts';
import type { Locale, LocalizedText } from '#lib/platform/locales.ts';
import type { TimeslotState } from '#lib/schedule/values.ts';
import type { TicketState } from '#lib/tickets/values.ts';
import type { Channel, OrderState } from './values.ts';

/** An order with all that a page, a document or a mail says of it. Amounts in minor units of `currency`. */
export type OrderView = {
  id: string;
  code: string;
  linkVersion: number;
  state: OrderState;
  /** By the database's clock: the hold's time is over, whether or not the sweeper has been here. */
  isRunOut: boolean;
  channel: Channel;
  lane: Lane;
  locale: Locale;
  currency: string;
  /** Lines and donation. */
  totalMinor: number;
  /** What of it is a donation, in minor units. */
  donationMinor: number;
  email: string | null;
  contactName: string | null;
  phone: string | null;
  accessNeeds: string | null;
  /** The voucher that the order has, or had when it was paid. */
  voucher: { code: string; minimumTickets: number; maximumTickets: number | null } | null;
  hasChosenTypes: boolean;
  termsAcceptedAt: Date | null;
  advisoryAcknowledgedAt: Date | null;
  createdAt: Date;
  heldAt: Date;
  extendedAt: Date | null;
  expiresAt: Date | null;
  timeslot: {
    id: string;
    visitDate: string;
    startTime: string;
    startsAt: Date;
    endsAt: Date;
    language: Locale | null;
    state: TimeslotState;
  };
  product: {
    id: string;
    code: string;
    names: LocalizedText;
    meetingPoints: LocalizedText;
    advisories: LocalizedText | null;
    advisoryAge: number | null;
    /** Whose name the visit needs. */
    namesRequired: NamesRequired;
    isStepFree: boolean;
    durationMinutes: number;
    isGuided: boolean;
  };
  lines: {
    id: string;
    quantity: number;
    unitPriceMinor: number;
    /** The price of one before a voucher; null where nothing was taken off. */
    fullPriceMinor: number | null;
    totalMinor: number;
    ticketType: {
      id: string;
      code: string;
      names: LocalizedText;
      documents: LocalizedText;
      isVerifiedAtEntry: boolean;
    };
  }[];
  /** Names given before there are tickets, by type and number within it. */
  visitorNames: { ticketTypeId: string; unitNo: number; name: string }[];
  tickets: {
    id: string;
    orderLineId: string;
    ticketTypeId: string;
    unitNo: number;
    shortCode: string;
    tokenVersion: number;
    state: TicketState;
    partySize: number;
    admittedPeople: number;
    holderName: string | null;
  }[];
  payments: {
    id: string;
    provider: Provider;
    state: PaymentState;
    amountMinor: number;
    capturedMinor: number;
    refundReservedMinor: number;
    failureCode: string | null;
    checkoutUrl: string | null;
    createdAt: Date;
  }[];
  /** Money that goes back, in minor units: what has arrived, and what is still on its way or waits for a person. */
  refunds: { returnedMinor: number; underWayMinor: number };
};

type Raw = { view: Record<string, unknown> };

// One statement, one round trip: the order as JSON, children as arrays in a fixed order.
const viewOf = (where: ReturnType<typeof sql>) => sql`
  select jsonb_build_object(
    'id', o.id, 'code', o.code, 'linkVersion', o.link_version, 'state', o.state,
    'isRunOut', o.state in ('held','awaiting_payment','expiring') and o.expires_at <= now(),
    'channel', o.channel, 'lane', o.lane, 'locale', o.locale, 'currency', o.currency, 'totalMinor', o.total_minor, 'donationMinor', o.donation_minor,
    'email', o.email, 'contactName', o.contact_name, 'phone', o.phone, 'accessNeeds', o.access_needs,
    'voucher', (select jsonb_build_object('code', v.code, 'minimumTickets', v.minimum_tickets, 'maximumTickets', v.maximum_tickets)
      from voucher v where v.id = o.voucher_id),
    'hasChosenTypes', o.has_chosen_types, 'termsAcceptedAt', o.terms_accepted_at,
    'advisoryAcknowledgedAt', o.advisory_acknowledged_at, 'createdAt', o.created_at, 'heldAt', o.held_at,
    'extendedAt', o.extended_at, 'expiresAt', o.expires_at,
    'timeslot', jsonb_build_object('id', t.id, 'visitDate', t.visit_date, 'startTime', to_char(t.start_time, 'HH24:MI'),
      'startsAt', t.starts_at, 'endsAt', t.ends_at, 'language', t.language, 'state', t.state),
    'product', jsonb_build_object('id', p.id, 'code', p.code, 'names', p.names, 'meetingPoints', p.meeting_points,
      'advisories', p.advisories, 'advisoryAge', p.advisory_age,
      'namesRequired', p.names_required, 'isStepFree', p.is_step_free, 'durationMinutes', p.duration_minutes, 'isGuided', p.is_guided),
    'lines', (select coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'quantity', l.quantity, 'unitPriceMinor', l.unit_price_minor, 'fullPriceMinor', l.full_price_minor,
      'totalMinor', l.total_minor, 'ticketType', jsonb_build_object('id', y.id, 'code', y.code, 'names', y.names,
        'documents', y.documents, 'isVerifiedAtEntry', y.is_verified_at_entry)) order by l.line_no), '[]')
      from order_line l join ticket_type y on y.id = l.ticket_type_id where l.order_id = o.id),
    'visitorNames', (select coalesce(jsonb_agg(jsonb_build_object('ticketTypeId', v.ticket_type_id, 'unitNo', v.unit_no, 'name', v.name)), '[]')
      from visitor_name v where v.order_id = o.id),
    'tickets', (select coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'orderLineId', k.order_line_id, 'ticketTypeId', k.ticket_type_id,
      'unitNo', k.unit_no, 'shortCode', k.short_code, 'tokenVersion', k.token_version, 'state', k.state, 'partySize', k.party_size,
      'admittedPeople', k.admitted_people, 'holderName', k.holder_name) order by l.line_no, k.unit_no), '[]')
      from ticket k join order_line l on l.id = k.order_line_id where k.order_id = o.id),
    'payments', (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'provider', m.provider, 'state', m.state,
      'amountMinor', m.amount_minor, 'capturedMinor', m.captured_minor, 'refundReservedMinor', m.refund_reserved_minor,
      'failureCode', m.failure_code, 'checkoutUrl', m.checkout_url, 'createdAt', m.created_at) order by m.created_at, m.id), '[]')
      from payment m where m.order_id = o.id),
    'refunds', (select jsonb_build_object('returnedMinor', coalesce(sum(r.amount_minor) filter (where r.state = 'succeeded'), 0),
      'underWayMinor', coalesce(sum(r.amount_minor) filter (where r.state not in ('succeeded','canceled')), 0))
      from refund r where r.order_id = o.id)
  ) as view
  from orders o
  join lateral (select timeslot_id from order_line where order_id = o.id order by line_no limit 1) f on true
  join timeslot t on t.id = f.timeslot_id
  join product p on p.id = t.product_id
  where ${where}`;

const date = (value: unknown): Date => new Date(String(value));
const dateOrNull = (value: unknown): Date | null => (value === null || value === undefined ? null : date(value));

function asView(raw: Raw | undefined): OrderView | null {
  if (!raw) return null;
  const view = raw.view as OrderView;
  return {
    ...view,
    createdAt: date(view.createdAt),
    heldAt: date(view.heldAt),
    extendedAt: dateOrNull(view.extendedAt),
    expiresAt: dateOrNull(view.expiresAt),
    termsAcceptedAt: dateOrNull(view.termsAcceptedAt),
    advisoryAcknowledgedAt: dateOrNull(view.advisoryAcknowledgedAt),
    timeslot: { ...view.timeslot, startsAt: date(view.timeslot.startsAt), endsAt: date(view.timeslot.endsAt) },
    payments: view.payments.map((payment) => ({ ...payment, createdAt: date(payment.createdAt) })),
  };
}

/** The order behind a secret link; null for whatever is not one, so that unknown and forbidden look alike. */
export async function findOrderByLink(db: Db | Tx, token: unknown): Promise<OrderView | null> {
  if (!isLinkToken(token)) return null;
  const { rows } = await db.execute<Raw>(viewOf(sql`o.link_hash = ${hashLinkToken(token)}`));
  return asView(rows[0]);
}

/** An order by its id: for staff, jobs and documents, after their own check of who asks. */
export async function findOrderView(db: Db | Tx, orderId: string): Promise<OrderView | null> {
  const { rows } = await db.execute<Raw>(viewOf(sql`o.id = ${orderId}`));
  return asView(rows[0]);
}

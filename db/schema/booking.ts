import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  date,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  time,
  uuid,
} from 'drizzle-orm/pg-core';
import { amountMinor, bytes, currency, instant } from '#db/columns.ts';
import {
  cancellationItemStates,
  cancellationReasons,
  cancellationWhys,
  changeKinds,
  changeStates,
  channels,
  demandRefusals,
  orderStates,
} from '#lib/booking/values.ts';
import { lanes } from '#lib/capacity/values.ts';
import { actorKinds } from '#lib/identity/values.ts';
import { locales } from '#lib/platform/locales.ts';

export const orders = pgTable('orders', {
  id: uuid('id').primaryKey().default(sql`default`),
  code: text('code').notNull(),
  linkHash: bytes('link_hash').notNull(),
  linkVersion: smallint('link_version').notNull().default(sql`default`),
  state: text('state', { enum: orderStates }).notNull().default(sql`default`),
  channel: text('channel', { enum: channels }).notNull(),
  lane: text('lane', { enum: lanes }).notNull(),
  locale: text('locale', { enum: locales }).notNull(),
  currency: currency('currency').notNull(),
  totalMinor: amountMinor('total_minor').notNull(),
  email: text('email'),
  contactName: text('contact_name'),
  phone: text('phone'),
  accessNeeds: text('access_needs'),
  requestKey: uuid('request_key'),
  hasChosenTypes: boolean('has_chosen_types').notNull().default(sql`default`),
  termsVersion: text('terms_version'),
  termsAcceptedAt: instant('terms_accepted_at'),
  advisoryAcknowledgedAt: instant('advisory_acknowledged_at'),
  createdAt: instant('created_at').notNull().default(sql`default`),
  heldAt: instant('held_at').notNull().default(sql`default`),
  extendedAt: instant('extended_at'),
  expiresAt: instant('expires_at'),
  voucherId: uuid('voucher_id'),
  donationMinor: amountMinor('donation_minor').notNull().default(sql`default`),
  donationBackMinor: amountMinor('donation_back_minor').notNull().default(sql`default`),
});

export const orderLine = pgTable('order_line', {
  id: uuid('id').primaryKey().default(sql`default`),
  orderId: uuid('order_id').notNull(),
  lineNo: smallint('line_no').notNull(),
  timeslotId: uuid('timeslot_id').notNull(),
  ticketTypeId: uuid('ticket_type_id').notNull(),
  quantity: smallint('quantity').notNull(),
  unitPriceMinor: amountMinor('unit_price_minor').notNull(),
  taxMinor: amountMinor('tax_minor').notNull(),
  totalMinor: amountMinor('total_minor').notNull(),
  fullPriceMinor: amountMinor('full_price_minor'),
});

export const orderEvent = pgTable('order_event', {
  id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  orderId: uuid('order_id').notNull(),
  at: instant('at').notNull().default(sql`default`),
  fromState: text('from_state', { enum: orderStates }),
  toState: text('to_state', { enum: orderStates }).notNull(),
  actorKind: text('actor_kind', { enum: actorKinds }).notNull(),
  actorId: text('actor_id'),
  reason: text('reason'),
  machine: text('machine').notNull().default(sql`default`),
  objectId: text('object_id'),
});

/** Who comes, by ticket type and number: where a product asks for everybody's name. */
export const visitorName = pgTable(
  'visitor_name',
  {
    orderId: uuid('order_id').notNull(),
    ticketTypeId: uuid('ticket_type_id').notNull(),
    unitNo: smallint('unit_no').notNull(),
    name: text('name').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orderId, t.ticketTypeId, t.unitNo] })],
);

export const refusedDemand = pgTable('refused_demand', {
  id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  askedAt: instant('asked_at').notNull().default(sql`default`),
  requestKey: uuid('request_key'),
  productId: uuid('product_id').notNull(),
  visitDate: date('visit_date', { mode: 'string' }).notNull(),
  startTime: time('start_time').notNull(),
  people: smallint('people').notNull(),
  locale: text('locale', { enum: locales }).notNull(),
  channel: text('channel', { enum: channels }).notNull(),
  why: text('why', { enum: demandRefusals }).notNull(),
  room: integer('room'),
});

export const slotCancellation = pgTable('slot_cancellation', {
  timeslotId: uuid('timeslot_id').primaryKey(),
  reason: text('reason', { enum: cancellationReasons }).notNull(),
  note: text('note').notNull(),
  answerUntil: instant('answer_until').notNull(),
  requestedBy: text('requested_by').notNull(),
  requestedAt: instant('requested_at').notNull().default(sql`default`),
  listedAt: instant('listed_at'),
  finishedAt: instant('finished_at'),
});

export const slotCancellationItem = pgTable('slot_cancellation_item', {
  id: uuid('id').primaryKey().default(sql`default`),
  timeslotId: uuid('timeslot_id').notNull(),
  orderId: uuid('order_id').notNull(),
  state: text('state', { enum: cancellationItemStates }).notNull().default(sql`default`),
  why: text('why', { enum: cancellationWhys }),
  movedTo: uuid('moved_to'),
  lookAt: instant('look_at').notNull().default(sql`default`),
  updatedAt: instant('updated_at').notNull().default(sql`default`),
});

/** A change of a paid order: what its tickets shall be afterwards, what that costs or brings back. */
export const orderChange = pgTable('order_change', {
  id: uuid('id').primaryKey().default(sql`default`),
  orderId: uuid('order_id').notNull(),
  kind: text('kind', { enum: changeKinds }).notNull(),
  state: text('state', { enum: changeStates }).notNull().default(sql`default`),
  fromTimeslotId: uuid('from_timeslot_id').notNull(),
  toTimeslotId: uuid('to_timeslot_id').notNull(),
  lines: jsonb('lines').$type<unknown>().notNull(),
  beforeMinor: amountMinor('before_minor').notNull(),
  afterMinor: amountMinor('after_minor').notNull(),
  returnedMinor: amountMinor('returned_minor').notNull().default(sql`default`),
  sharePerMille: smallint('share_per_mille').notNull(),
  addedPeople: smallint('added_people').notNull().default(sql`default`),
  currency: currency('currency').notNull(),
  requestKey: uuid('request_key'),
  byStaff: boolean('by_staff').notNull().default(sql`default`),
  madeAt: instant('made_at').notNull().default(sql`default`),
  expiresAt: instant('expires_at').notNull(),
  appliedAt: instant('applied_at'),
});

/** What a visitor wrote to the museum from the page of an order. */
export const helpRequest = pgTable('help_request', {
  id: uuid('id').primaryKey().default(sql`default`),
  orderId: uuid('order_id').notNull(),
  text: text('text').notNull(),
  locale: text('locale', { enum: locales }).notNull(),
  requestKey: uuid('request_key').notNull(),
  askedAt: instant('asked_at').notNull().default(sql`default`),
});

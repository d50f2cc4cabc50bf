import { sql } from 'drizzle-orm';
import { bigint, boolean, date, pgTable, primaryKey, smallint, text, time, uuid } from 'drizzle-orm/pg-core';
import { bytes, instant } from '#db/columns.ts';
import { locales } from '#lib/platform/locales.ts';
import { passOverReasons, waitingMachines, waitingOfferStates, waitingStates } from '#lib/waiting/values.ts';

/** A party that waits. `rank` is the database's; `people` how many still wait. */
export const waitingEntry = pgTable('waiting_entry', {
  id: uuid('id').primaryKey().default(sql`default`),
  linkHash: bytes('link_hash').notNull(),
  requestKey: uuid('request_key').notNull(),
  productId: uuid('product_id').notNull(),
  state: text('state', { enum: waitingStates }).notNull().default(sql`default`),
  rank: bigint('rank', { mode: 'number' }).generatedAlwaysAsIdentity().notNull(),
  people: smallint('people').notNull(),
  smallestPart: smallint('smallest_part'),
  tourLanguages: text('tour_languages', { enum: locales }).array(),
  locale: text('locale', { enum: locales }).notNull(),
  email: text('email'),
  emailKey: bytes('email_key'),
  madeAt: instant('made_at').notNull().default(sql`default`),
  endedAt: instant('ended_at'),
});

/** A day with the starts that would do. */
export const waitingWish = pgTable('waiting_wish', {
  id: uuid('id').primaryKey().default(sql`default`),
  entryId: uuid('entry_id').notNull(),
  productId: uuid('product_id').notNull(),
  emailKey: bytes('email_key'),
  visitDate: date('visit_date', { mode: 'string' }).notNull(),
  fromTime: time('from_time').notNull(),
  untilTime: time('until_time').notNull(),
  isLive: boolean('is_live').notNull().default(sql`default`),
});

/** Places of a time that are a party's to take until `expiresAt`; its claim holds them. */
export const waitingOffer = pgTable('waiting_offer', {
  id: uuid('id').primaryKey().default(sql`default`),
  entryId: uuid('entry_id').notNull(),
  timeslotId: uuid('timeslot_id').notNull(),
  people: smallint('people').notNull(),
  state: text('state', { enum: waitingOfferStates }).notNull().default(sql`default`),
  offeredAt: instant('offered_at').notNull().default(sql`default`),
  expiresAt: instant('expires_at').notNull(),
  endedAt: instant('ended_at'),
  orderId: uuid('order_id'),
});

export const waitingPassOver = pgTable(
  'waiting_pass_over',
  {
    entryId: uuid('entry_id').notNull(),
    timeslotId: uuid('timeslot_id').notNull(),
    why: text('why', { enum: passOverReasons }).notNull(),
    places: smallint('places').notNull(),
    at: instant('at').notNull().default(sql`default`),
  },
  (t) => [primaryKey({ columns: [t.entryId, t.timeslotId] })],
);

/** Every step of entries and offers, written by the database. */
export const waitingEvent = pgTable('waiting_event', {
  id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  entryId: uuid('entry_id').notNull(),
  machine: text('machine', { enum: waitingMachines }).notNull(),
  objectId: uuid('object_id').notNull(),
  fromState: text('from_state'),
  toState: text('to_state').notNull(),
  actorKind: text('actor_kind').notNull(),
  actorId: text('actor_id'),
  reason: text('reason'),
  at: instant('at').notNull().default(sql`default`),
});

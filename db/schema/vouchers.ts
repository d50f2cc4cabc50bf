import { sql } from 'drizzle-orm';
import { boolean, integer, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core';
import { bytes, currency, instant } from '#db/columns.ts';
import { voucherStates, voucherUseStates } from '#lib/booking/values.ts';
import { lanes } from '#lib/capacity/values.ts';
import { voucherEffects } from '#lib/catalog/values.ts';

/** A code that changes a price, opens a lane or reserves places. `uses` is counted by the database alone. */
export const voucher = pgTable('voucher', {
  id: uuid('id').primaryKey().default(sql`default`),
  code: text('code').notNull(),
  batchId: uuid('batch_id'),
  label: text('label').notNull(),
  state: text('state', { enum: voucherStates }).notNull().default(sql`default`),
  effect: text('effect', { enum: voucherEffects }),
  effectValue: integer('effect_value'),
  currency: currency('currency'),
  lane: text('lane', { enum: lanes }),
  timeslotId: uuid('timeslot_id'),
  reservedPlaces: integer('reserved_places'),
  maxUses: integer('max_uses').notNull(),
  uses: integer('uses').notNull().default(sql`default`),
  maxUsesPerEmail: smallint('max_uses_per_email'),
  minimumTickets: smallint('minimum_tickets').notNull().default(sql`default`),
  maximumTickets: smallint('maximum_tickets'),
  validFrom: instant('valid_from').notNull(),
  validUntil: instant('valid_until').notNull(),
  isGivenBack: boolean('is_given_back').notNull().default(sql`default`),
  madeBy: uuid('made_by'),
  madeAt: instant('made_at').notNull().default(sql`default`),
});

export const voucherProduct = pgTable(
  'voucher_product',
  { voucherId: uuid('voucher_id').notNull(), productId: uuid('product_id').notNull() },
  (t) => [primaryKey({ columns: [t.voucherId, t.productId] })],
);

export const voucherTicketType = pgTable(
  'voucher_ticket_type',
  { voucherId: uuid('voucher_id').notNull(), ticketTypeId: uuid('ticket_type_id').notNull() },
  (t) => [primaryKey({ columns: [t.voucherId, t.ticketTypeId] })],
);

/** One order's use of a voucher. */
export const voucherUse = pgTable('voucher_use', {
  id: uuid('id').primaryKey().default(sql`default`),
  orderId: uuid('order_id').notNull(),
  voucherId: uuid('voucher_id').notNull(),
  state: text('state', { enum: voucherUseStates }).notNull().default(sql`default`),
  reservedPlaces: integer('reserved_places').notNull().default(sql`default`),
  emailKey: bytes('email_key'),
  madeAt: instant('made_at').notNull().default(sql`default`),
});

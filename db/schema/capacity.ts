import { sql } from 'drizzle-orm';
import { bigint, boolean, date, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#db/columns.ts';
import { claimStates, lanes, overrideRecords, poolKinds, poolStatuses } from '#lib/capacity/values.ts';

export const pool = pgTable('pool', {
  id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  kind: text('kind', { enum: poolKinds }).notNull(),
  status: text('status', { enum: poolStatuses }).notNull().default(sql`default`),
  capacity: integer('capacity').notNull(),
  overbook: integer('overbook').notNull().default(sql`default`),
  fireLimit: integer('fire_limit'),
  held: integer('held').notNull().default(sql`default`),
  sold: integer('sold').notNull().default(sql`default`),
  timeslotId: uuid('timeslot_id'),
  lane: text('lane', { enum: lanes }),
  spaceId: uuid('space_id'),
  quarterAt: instant('quarter_at'),
  visitDate: date('visit_date', { mode: 'string' }).notNull(),
  /** Places that come on sale with later waves; `capacity` has them not. */
  withheld: integer('withheld').notNull().default(sql`default`),
  opensAt: instant('opens_at'),
  /** What the rule gave the lane; what it has given to other lanes since. capacity + withheld + given = promised. */
  promised: integer('promised'),
  given: integer('given').notNull().default(sql`default`),
  openedAt: instant('opened_at'),
});

/** When the places of a lane come on sale; planned and opened by the database's plan_releases and open_due alone. */
export const poolRelease = pgTable(
  'pool_release',
  {
    poolId: bigint('pool_id', { mode: 'number' }).notNull(),
    opensAt: instant('opens_at').notNull(),
    places: integer('places').notNull(),
    openedAt: instant('opened_at'),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.opensAt] })],
);

export const poolSet = pgTable('pool_set', {
  id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  timeslotId: uuid('timeslot_id').notNull(),
  lane: text('lane').notNull(),
  madeAt: instant('made_at').notNull().default(sql`default`),
  isCurrent: boolean('is_current').notNull().default(sql`default`),
  fullSetId: bigint('full_set_id', { mode: 'number' }),
  withoutSetId: bigint('without_set_id', { mode: 'number' }),
});

export const poolSetMember = pgTable(
  'pool_set_member',
  {
    poolSetId: bigint('pool_set_id', { mode: 'number' }).notNull(),
    poolId: bigint('pool_id', { mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.poolSetId, t.poolId] })],
);

export const claim = pgTable('claim', {
  id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  orderId: uuid('order_id'),
  poolSetId: bigint('pool_set_id', { mode: 'number' }).notNull(),
  quantity: integer('quantity').notNull(),
  state: text('state', { enum: claimStates }).notNull(),
  madeAt: instant('made_at').notNull().default(sql`default`),
  voucherId: uuid('voucher_id'),
  offerId: uuid('offer_id'),
  changeId: uuid('change_id'),
  subGroupId: uuid('sub_group_id'),
});

/** Places added to a pool by a person, or taken back: one row a change, written by the database's override_capacity alone. */
export const capacityOverride = pgTable('capacity_override', {
  id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  poolId: bigint('pool_id', { mode: 'number' }).notNull(),
  change: integer('change').notNull(),
  overbookAfter: integer('overbook_after').notNull(),
  reason: text('reason', { enum: overrideRecords }).notNull(),
  note: text('note').notNull(),
  staffMemberId: uuid('staff_member_id').notNull(),
  at: instant('at').notNull().default(sql`default`),
});

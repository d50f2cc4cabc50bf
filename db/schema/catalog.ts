import { sql } from 'drizzle-orm';
import { boolean, date, integer, jsonb, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core';
import { amountMinor, currency } from '#db/columns.ts';
import {
  type AccessFacts,
  bookingModes,
  dayTypeCodes,
  levels,
  namesRequired,
  productKinds,
  residencies,
  ticketFamilies,
} from '#lib/catalog/values.ts';
import type { LocalizedText } from '#lib/platform/locales.ts';

export const space = pgTable('space', {
  id: uuid('id').primaryKey().default(sql`default`),
  code: text('code').notNull(),
  names: jsonb('names').$type<LocalizedText>().notNull(),
  level: text('level', { enum: levels }).notNull(),
  peopleAtOnce: integer('people_at_once').notNull(),
  fireLimit: integer('fire_limit').notNull(),
  isStepFree: boolean('is_step_free').notNull(),
  accessFacts: jsonb('access_facts').$type<AccessFacts>().notNull().default(sql`default`),
  advisories: jsonb('advisories').$type<LocalizedText>(),
  advisoryAge: smallint('advisory_age'),
  hardMinimumAge: smallint('hard_minimum_age'),
  position: smallint('position').notNull(),
});

export const product = pgTable('product', {
  id: uuid('id').primaryKey().default(sql`default`),
  code: text('code').notNull(),
  kind: text('kind', { enum: productKinds }).notNull(),
  names: jsonb('names').$type<LocalizedText>().notNull(),
  summaries: jsonb('summaries').$type<LocalizedText>().notNull(),
  descriptions: jsonb('descriptions').$type<LocalizedText>().notNull(),
  meetingPoints: jsonb('meeting_points').$type<LocalizedText>().notNull(),
  durationMinutes: smallint('duration_minutes').notNull(),
  languages: text('languages').array().notNull().default(sql`default`),
  partyMinimum: smallint('party_minimum').notNull().default(sql`default`),
  partyMaximum: smallint('party_maximum').notNull(),
  isGuided: boolean('is_guided').notNull(),
  leadTimeMinutes: integer('lead_time_minutes').notNull().default(sql`default`),
  horizonDays: smallint('horizon_days').notNull().default(sql`default`),
  isSoldOnline: boolean('is_sold_online').notNull(),
  isStepFree: boolean('is_step_free').notNull(),
  alternativeProductId: uuid('alternative_product_id'),
  advisoryAge: smallint('advisory_age'),
  advisories: jsonb('advisories').$type<LocalizedText>(),
  namesRequired: text('names_required', { enum: namesRequired }).notNull().default(sql`default`),
  taxPerMille: smallint('tax_per_mille').notNull().default(sql`default`),
  bookingMode: text('booking_mode', { enum: bookingModes }).notNull().default(sql`default`),
  subGroupMaximum: smallint('sub_group_maximum').notNull().default(sql`default`),
  /** How one prepares, and what one brings. */
  preparations: jsonb('preparations').$type<LocalizedText>().notNull().default(sql`default`),
  listFields: text('list_fields').array().notNull().default(sql`default`),
  /** An int4range of school grades, as text. */
  grades: text('grades'),
  variantOfId: uuid('variant_of_id'),
  pupilTypeId: uuid('pupil_type_id'),
  adultTypeId: uuid('adult_type_id'),
  position: smallint('position').notNull(),
  isActive: boolean('is_active').notNull().default(sql`default`),
});

export const routeStep = pgTable(
  'route_step',
  {
    productId: uuid('product_id').notNull(),
    stepNo: smallint('step_no').notNull(),
    spaceId: uuid('space_id').notNull(),
    startMinute: smallint('start_minute').notNull(),
    minutes: smallint('minutes').notNull(),
  },
  (t) => [primaryKey({ columns: [t.productId, t.stepNo] })],
);

export const ticketType = pgTable('ticket_type', {
  id: uuid('id').primaryKey().default(sql`default`),
  code: text('code').notNull(),
  names: jsonb('names').$type<LocalizedText>().notNull(),
  eligibilities: jsonb('eligibilities').$type<LocalizedText>().notNull(),
  documents: jsonb('documents').$type<LocalizedText>().notNull(),
  residency: text('residency', { enum: residencies }).notNull().default(sql`default`),
  statisticsClass: text('statistics_class').notNull(),
  family: text('family', { enum: ticketFamilies }).notNull(),
  isSelfDeclaredOnline: boolean('is_self_declared_online').notNull(),
  isVerifiedAtEntry: boolean('is_verified_at_entry').notNull(),
  companionToId: uuid('companion_to_id'),
  validFrom: date('valid_from', { mode: 'string' }).notNull().default(sql`default`),
  validUntil: date('valid_until', { mode: 'string' }),
  position: smallint('position').notNull(),
});

export const price = pgTable('price', {
  id: uuid('id').primaryKey().default(sql`default`),
  productId: uuid('product_id').notNull(),
  ticketTypeId: uuid('ticket_type_id').notNull(),
  dayType: text('day_type', { enum: dayTypeCodes }),
  amountMinor: amountMinor('amount_minor').notNull(),
  currency: currency('currency').notNull(),
  validFrom: date('valid_from', { mode: 'string' }).notNull(),
  validUntil: date('valid_until', { mode: 'string' }),
});

/** Until so many hours before the start a share of the price goes back; no rows: the general settings hold. */
export const cancellationLadder = pgTable(
  'cancellation_ladder',
  {
    productId: uuid('product_id').notNull(),
    validFrom: date('valid_from', { mode: 'string' }).notNull(),
    untilHours: integer('until_hours').notNull(),
    sharePerMille: smallint('share_per_mille').notNull(),
  },
  (table) => [primaryKey({ columns: [table.productId, table.validFrom, table.untilHours] })],
);

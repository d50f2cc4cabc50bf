import { sql } from 'drizzle-orm';
import { boolean, date, jsonb, pgTable, smallint, text, time, uuid } from 'drizzle-orm/pg-core';
import { bytes, instant } from '#db/columns.ts';
import type { Lane, LaneOpening, ReleaseWave } from '#lib/capacity/values.ts';
import { dayTypeCodes } from '#lib/catalog/values.ts';
import { type LocalizedText, locales } from '#lib/platform/locales.ts';
import { closureKinds, openingReasons, timeslotStates } from '#lib/schedule/values.ts';

export const openingHours = pgTable('opening_hours', {
  id: uuid('id').primaryKey().default(sql`default`),
  weekday: smallint('weekday').notNull(),
  opensTime: time('opens_time').notNull(),
  closesTime: time('closes_time').notNull(),
  validFrom: date('valid_from', { mode: 'string' }).notNull(),
  validUntil: date('valid_until', { mode: 'string' }),
});

export const closure = pgTable('closure', {
  visitDate: date('visit_date', { mode: 'string' }).primaryKey(),
  kind: text('kind', { enum: closureKinds }).notNull(),
  opensTime: time('opens_time'),
  closesTime: time('closes_time'),
  reasons: jsonb('reasons').$type<LocalizedText>().notNull(),
});

export const dayType = pgTable('day_type', {
  visitDate: date('visit_date', { mode: 'string' }).primaryKey(),
  code: text('code', { enum: dayTypeCodes }).notNull(),
  names: jsonb('names').$type<LocalizedText>().notNull(),
  texts: jsonb('texts').$type<LocalizedText>(),
});

export const guide = pgTable('guide', {
  id: uuid('id').primaryKey().default(sql`default`),
  staffMemberId: uuid('staff_member_id'),
  name: text('name').notNull(),
  languages: text('languages').array().notNull(),
  isActive: boolean('is_active').notNull().default(sql`default`),
  email: text('email'),
  phone: text('phone'),
  locale: text('locale', { enum: locales }).notNull().default(sql`default`),
  toursADay: smallint('tours_a_day'),
  linkHash: bytes('link_hash'),
  linkVersion: smallint('link_version').notNull().default(sql`default`),
});

export const scheduleRule = pgTable('schedule_rule', {
  id: uuid('id').primaryKey().default(sql`default`),
  productId: uuid('product_id').notNull(),
  weekdays: smallint('weekdays').array().notNull(),
  startTimes: time('start_times').array().notNull().default(sql`default`),
  firstStartTime: time('first_start_time'),
  lastStartTime: time('last_start_time'),
  everyMinutes: smallint('every_minutes'),
  language: text('language', { enum: locales }),
  lanes: jsonb('lanes').$type<Partial<Record<Lane, number>>>().notNull(),
  validFrom: date('valid_from', { mode: 'string' }).notNull(),
  validUntil: date('valid_until', { mode: 'string' }),
  isActive: boolean('is_active').notNull().default(sql`default`),
  /** Null: as the museum's settings say. */
  releaseWaves: jsonb('release_waves').$type<ReleaseWave[]>(),
  laneOpeningHours: jsonb('lane_opening_hours').$type<LaneOpening>(),
  /** Its times sleep until a manager opens them. */
  isDormant: boolean('is_dormant').notNull().default(sql`default`),
});

export const timeslot = pgTable('timeslot', {
  id: uuid('id').primaryKey().default(sql`default`),
  productId: uuid('product_id').notNull(),
  scheduleRuleId: uuid('schedule_rule_id'),
  visitDate: date('visit_date', { mode: 'string' }).notNull(),
  startTime: time('start_time').notNull(),
  startsAt: instant('starts_at').notNull(),
  endsAt: instant('ends_at').notNull(),
  language: text('language', { enum: locales }),
  guideId: uuid('guide_id'),
  state: text('state', { enum: timeslotStates }).notNull().default(sql`default`),
});

/** A dormant time that a manager has opened, and why: written by the database's open_dormant_slot alone. */
export const slotOpening = pgTable('slot_opening', {
  timeslotId: uuid('timeslot_id').primaryKey(),
  reason: text('reason', { enum: openingReasons }).notNull(),
  note: text('note').notNull(),
  staffMemberId: uuid('staff_member_id').notNull(),
  at: instant('at').notNull().default(sql`default`),
});

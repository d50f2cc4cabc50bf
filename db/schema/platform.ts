import { sql } from 'drizzle-orm';
import { bigint, boolean, date, integer, jsonb, pgTable, primaryKey, text, uuid, varchar } from 'drizzle-orm/pg-core';
import { currency, instant } from '#db/columns.ts';
import { actorKinds } from '#lib/identity/values.ts';
import type { LocalizedText } from '#lib/platform/locales.ts';

export const museum = pgTable('museum', {
  id: boolean('id').primaryKey().default(sql`default`),
  slug: text('slug').notNull(),
  names: jsonb('names').$type<LocalizedText>().notNull(),
  addresses: jsonb('addresses').$type<LocalizedText>().notNull(),
  timeZone: text('time_zone').notNull(),
  currency: currency('currency').notNull(),
  contactEmail: text('contact_email').notNull(),
  contactPhone: text('contact_phone').notNull(),
  texts: jsonb('texts').$type<Record<string, LocalizedText>>().notNull().default(sql`default`),
  isDemonstration: boolean('is_demonstration').notNull().default(sql`default`),
  billing: jsonb('billing').$type<MuseumBilling>().notNull().default(sql`default`),
});

/** The museum as the seller on papers of account; what is not known is left out. */
export type MuseumBilling = {
  legalName?: LocalizedText;
  taxNumber?: string;
  bank?: string;
  bankCode?: string;
  swift?: string;
  iban?: string;
};

export const setting = pgTable(
  'setting',
  {
    key: text('key').notNull(),
    validFrom: date('valid_from', { mode: 'string' }).notNull(),
    value: jsonb('value').$type<unknown>().notNull(),
    setBy: uuid('set_by'),
    setAt: instant('set_at').notNull().default(sql`default`),
  },
  (t) => [primaryKey({ columns: [t.key, t.validFrom] })],
);

export const auditLog = pgTable('audit_log', {
  id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  at: instant('at').notNull().default(sql`default`),
  actorKind: text('actor_kind', { enum: actorKinds }).notNull(),
  actorId: text('actor_id'),
  action: text('action').notNull(),
  objectKind: text('object_kind').notNull(),
  objectId: text('object_id'),
  before: jsonb('before').$type<unknown>(),
  after: jsonb('after').$type<unknown>(),
  requestId: text('request_id'),
});

export const rateLimit = pgTable('rate_limit', {
  key: varchar('key', { length: 255 }).primaryKey(),
  points: integer('points').notNull().default(sql`default`),
  expire: bigint('expire', { mode: 'number' }),
});

export const allowedTransition = pgTable(
  'allowed_transition',
  {
    machine: text('machine').notNull(),
    fromState: text('from_state').notNull(),
    toState: text('to_state').notNull(),
  },
  (t) => [primaryKey({ columns: [t.machine, t.fromState, t.toState] })],
);

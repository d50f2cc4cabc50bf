import { sql } from 'drizzle-orm';
import { pgTable, smallint, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#db/columns.ts';
import { groupMessageKinds, guideMessageKinds, messageKinds, messageStates } from '#lib/notifications/values.ts';
import { locales } from '#lib/platform/locales.ts';

export const message = pgTable('message', {
  id: uuid('id').primaryKey().default(sql`default`),
  dedupeKey: text('dedupe_key').notNull(),
  kind: text('kind', { enum: [...messageKinds, ...groupMessageKinds, ...guideMessageKinds] }).notNull(),
  orderId: uuid('order_id'),
  locale: text('locale', { enum: locales }).notNull(),
  recipient: text('recipient').notNull(),
  state: text('state', { enum: messageStates }).notNull().default(sql`default`),
  attempts: smallint('attempts').notNull().default(sql`default`),
  queuedAt: instant('queued_at').notNull().default(sql`default`),
  sentAt: instant('sent_at'),
  sendingUntil: instant('sending_until'),
  visitId: uuid('visit_id'),
});

import { sql } from 'drizzle-orm';
import { bigint, date, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { amountMinor, currency, instant } from '#db/columns.ts';
import { ledgerKinds, moneyTaskKinds, providers } from '#lib/payments/values.ts';

export const balanceLine = pgTable(
  'balance_line',
  {
    provider: text('provider', { enum: providers }).notNull(),
    lineId: text('line_id').notNull(),
    kind: text('kind', { enum: ledgerKinds }).notNull(),
    reference: text('reference').notNull(),
    amountMinor: amountMinor('amount_minor').notNull(),
    currency: currency('currency').notNull(),
    at: instant('at').notNull(),
    lineDate: date('line_date', { mode: 'string' }).notNull(),
    paymentIntentId: text('payment_intent_id'),
    paymentId: uuid('payment_id'),
    importedAt: instant('imported_at').notNull().default(sql`default`),
  },
  (t) => [primaryKey({ columns: [t.provider, t.lineId, t.kind] })],
);

export const reconciliation = pgTable(
  'reconciliation',
  {
    provider: text('provider', { enum: providers }).notNull(),
    date: date('date', { mode: 'string' }).notNull(),
    currency: currency('currency').notNull(),
    oursMinor: bigint('ours_minor', { mode: 'number' }).notNull(),
    theirsMinor: bigint('theirs_minor', { mode: 'number' }).notNull(),
    differenceMinor: bigint('difference_minor', { mode: 'number' })
      .notNull()
      .generatedAlwaysAs(sql`ours_minor - theirs_minor`),
    underWayMinor: bigint('under_way_minor', { mode: 'number' }).notNull(),
    lines: jsonb('lines').$type<unknown>().notNull(),
    comparedAt: instant('compared_at').notNull().default(sql`default`),
  },
  (t) => [primaryKey({ columns: [t.provider, t.date, t.currency] })],
);

export const moneyTask = pgTable('money_task', {
  id: uuid('id').primaryKey().default(sql`default`),
  kind: text('kind', { enum: moneyTaskKinds }).notNull(),
  subject: text('subject').notNull(),
  orderId: uuid('order_id'),
  amountMinor: amountMinor('amount_minor'),
  currency: currency('currency'),
  facts: jsonb('facts').$type<unknown>().notNull(),
  state: text('state', { enum: ['open', 'done'] })
    .notNull()
    .default(sql`default`),
  openedAt: instant('opened_at').notNull().default(sql`default`),
  doneAt: instant('done_at'),
  doneBy: uuid('done_by'),
  reason: text('reason'),
});

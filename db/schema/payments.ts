import { sql } from 'drizzle-orm';
import { bigint, date, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { amountMinor, currency, instant } from '#db/columns.ts';
import {
  counters,
  disputeStates,
  ledgerKinds,
  paymentStates,
  providerLists,
  providers,
  refundReasons,
  refundStates,
  waiverStates,
} from '#lib/payments/values.ts';

export const payment = pgTable('payment', {
  id: uuid('id').primaryKey().default(sql`default`),
  orderId: uuid('order_id').notNull(),
  provider: text('provider', { enum: providers }).notNull(),
  state: text('state', { enum: paymentStates }).notNull().default(sql`default`),
  amountMinor: amountMinor('amount_minor').notNull(),
  currency: currency('currency').notNull(),
  capturedMinor: amountMinor('captured_minor').notNull().default(sql`default`),
  refundReservedMinor: amountMinor('refund_reserved_minor').notNull().default(sql`default`),
  sessionId: text('session_id'),
  paymentIntentId: text('payment_intent_id'),
  checkoutUrl: text('checkout_url'),
  sessionExpiresAt: instant('session_expires_at'),
  failureCode: text('failure_code'),
  createdAt: instant('created_at').notNull().default(sql`default`),
  updatedAt: instant('updated_at').notNull().default(sql`default`),
  settledAt: instant('settled_at'),
  disputeState: text('dispute_state', { enum: disputeStates }),
  changeId: uuid('change_id'),
  documentId: uuid('document_id'),
});

export const providerEvent = pgTable('provider_event', {
  id: text('id').primaryKey(),
  provider: text('provider', { enum: providers }).notNull(),
  type: text('type').notNull(),
  objectId: text('object_id'),
  payload: jsonb('payload').$type<unknown>().notNull(),
  receivedAt: instant('received_at').notNull().default(sql`default`),
  processedAt: instant('processed_at'),
  outcome: text('outcome'),
});

export const refund = pgTable('refund', {
  id: uuid('id').primaryKey().default(sql`default`),
  paymentId: uuid('payment_id').notNull(),
  orderId: uuid('order_id').notNull(),
  ticketId: uuid('ticket_id'),
  amountMinor: amountMinor('amount_minor').notNull(),
  currency: currency('currency').notNull(),
  state: text('state', { enum: refundStates }).notNull().default(sql`default`),
  reason: text('reason', { enum: refundReasons }).notNull(),
  providerRefundId: text('provider_refund_id'),
  requestedBy: text('requested_by'),
  createdAt: instant('created_at').notNull().default(sql`default`),
  updatedAt: instant('updated_at').notNull().default(sql`default`),
  note: text('note'),
  approvedBy: text('approved_by'),
  handledAt: instant('handled_at'),
  handledBy: text('handled_by'),
  changeId: uuid('change_id'),
});

export const refundWaiver = pgTable('refund_waiver', {
  id: uuid('id').primaryKey().default(sql`default`),
  orderId: uuid('order_id').notNull(),
  ticketIds: uuid('ticket_ids').array().notNull(),
  reason: text('reason', { enum: refundReasons }).notNull(),
  note: text('note').notNull(),
  state: text('state', { enum: waiverStates }).notNull().default(sql`default`),
  requestedBy: text('requested_by').notNull(),
  requestedAt: instant('requested_at').notNull().default(sql`default`),
  decidedBy: text('decided_by'),
  decidedAt: instant('decided_at'),
});

export const ledgerEntry = pgTable('ledger_entry', {
  id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  at: instant('at').notNull().default(sql`default`),
  kind: text('kind', { enum: ledgerKinds }).notNull(),
  amountMinor: amountMinor('amount_minor').notNull(),
  currency: currency('currency').notNull(),
  orderId: uuid('order_id'),
  paymentId: uuid('payment_id'),
  refundId: uuid('refund_id'),
  provider: text('provider', { enum: providers }).notNull(),
  providerReference: text('provider_reference').notNull(),
});

export const counterProof = pgTable('counter_proof', {
  id: uuid('id').primaryKey().default(sql`default`),
  paymentId: uuid('payment_id'),
  refundId: uuid('refund_id'),
  provider: text('provider', { enum: counters }).notNull(),
  byId: text('by_id').notNull(),
  at: instant('at').notNull().default(sql`default`),
  handedMinor: amountMinor('handed_minor'),
  terminal: text('terminal'),
  slip: text('slip'),
  slipDate: date('slip_date', { mode: 'string' }),
  reference: text('reference'),
  valueDate: date('value_date', { mode: 'string' }),
});

export const callPace = pgTable('call_pace', {
  queue: text('queue').primaryKey(),
  nextAt: instant('next_at').notNull(),
});

export const providerCursor = pgTable('provider_cursor', {
  provider: text('provider', { enum: providers }).notNull(),
  list: text('list', { enum: providerLists }).notNull(),
  seenUntil: instant('seen_until').notNull(),
});

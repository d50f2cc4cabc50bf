import { sql } from 'drizzle-orm';
import { bigint, boolean, pgTable, smallint, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#db/columns.ts';
import { checkInCodes, scanWays, ticketStates } from '#lib/tickets/values.ts';

export const ticket = pgTable('ticket', {
  id: uuid('id').primaryKey().default(sql`default`),
  orderId: uuid('order_id').notNull(),
  orderLineId: uuid('order_line_id').notNull(),
  timeslotId: uuid('timeslot_id').notNull(),
  ticketTypeId: uuid('ticket_type_id').notNull(),
  unitNo: smallint('unit_no').notNull(),
  shortCode: text('short_code').notNull(),
  tokenVersion: smallint('token_version').notNull().default(sql`default`),
  state: text('state', { enum: ticketStates }).notNull().default(sql`default`),
  partySize: smallint('party_size').notNull().default(sql`default`),
  admittedPeople: smallint('admitted_people').notNull().default(sql`default`),
  holderName: text('holder_name'),
  issuedAt: instant('issued_at').notNull().default(sql`default`),
});

export const revocation = pgTable('revocation', {
  seq: bigint('seq', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  ticketId: uuid('ticket_id').notNull(),
  tokenVersion: smallint('token_version').notNull(),
  state: text('state', { enum: ticketStates }).notNull(),
  at: instant('at').notNull().default(sql`default`),
});

export const scan = pgTable('scan', {
  id: uuid('id').primaryKey(),
  ticketId: uuid('ticket_id'),
  staffMemberId: uuid('staff_member_id'),
  station: text('station').notNull(),
  way: text('way', { enum: scanWays }).notNull(),
  people: smallint('people').notNull(),
  scannedAt: instant('scanned_at').notNull(),
  sentAt: instant('sent_at').notNull(),
  receivedAt: instant('received_at').notNull().default(sql`default`),
  clockOffsetMs: bigint('clock_offset_ms', { mode: 'number' }).notNull().default(sql`default`),
  outcome: text('outcome', { enum: checkInCodes }).notNull(),
});

export const admission = pgTable('admission', {
  id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  scanId: uuid('scan_id').notNull(),
  ticketId: uuid('ticket_id').notNull(),
  people: smallint('people').notNull(),
  isOverride: boolean('is_override').notNull().default(sql`default`),
  reason: text('reason'),
  /** The sub-group of a party that the desk sent this part to. */
  subGroupId: uuid('sub_group_id'),
  admittedAt: instant('admitted_at').notNull(),
});

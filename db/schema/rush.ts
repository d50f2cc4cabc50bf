import { sql } from 'drizzle-orm';
import { bigint, boolean, doublePrecision, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from '#db/columns.ts';

/** The line in front of a rush, one row: since when visitors wait, and the turn up to which they are let in. */
export const rushLine = pgTable('rush_line', {
  id: boolean('id').primaryKey().default(sql`default`),
  openedAt: instant('opened_at'),
  /** Milliseconds of the clock, with parts of one. */
  serving: doublePrecision('serving').notNull().default(sql`default`),
  /** Whoever came before this moment has a lot for a turn. */
  lotsAt: instant('lots_at'),
  quietSince: instant('quiet_since'),
  advancedAt: instant('advanced_at').notNull().default(sql`default`),
});

export const rushProcess = pgTable('rush_process', {
  name: text('name').primaryKey(),
  viewsPerSecond: doublePrecision('views_per_second').notNull(),
  inside: integer('inside').notNull(),
  toldAt: instant('told_at').notNull().default(sql`default`),
});

export const rushTurns = pgTable('rush_turns', {
  turnSecond: bigint('turn_second', { mode: 'number' }).primaryKey(),
  people: integer('people').notNull(),
});

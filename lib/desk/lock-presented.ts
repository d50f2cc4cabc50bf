import { sql } from 'drizzle-orm';
import type { TxCtx } from '#lib/platform/transaction.ts';
import type { TicketSearch } from './present-code.ts';
import { listTicketRows, type TicketRow } from './ticket-rows.ts';

export type PresentedTickets = {
  /** The ticket that is judged; of an order code the first that still has somebody to come. */
  shown: TicketRow | null;
  /** All tickets of its order. */
  party: TicketRow[];
  /** True when one scan could mean one person or more, so somebody has to say how many. */
  mustChoose: boolean;
};

/**
 * Finds the tickets that a code means and locks them: a party's visit and the order first, then its tickets, as everywhere (visit → order →
 * payment → pools → tickets), so that a scan never meets a refund half-way and two scans of one ticket come one after the other.
 */
export async function lockPresented(ctx: TxCtx, find: TicketSearch): Promise<PresentedTickets> {
  const nobody: PresentedTickets = { shown: null, party: [], mustChoose: false };
  if (!find) return nobody;
  const wanted = {
    ticket_id: sql`o.id = (select order_id from ticket where id = ${find.value})`,
    short_code: sql`o.id = (select order_id from ticket where short_code = ${find.value})`,
    order_code: sql`o.code = ${find.value}`,
  }[find.by];
  // A party's visit comes before its order in the order of locks; its state follows who is let in.
  await ctx.db.execute(
    sql`select id from group_visit where order_id = (select o.id from orders o where ${wanted}) for no key update`,
  );
  const { rows: orders } = await ctx.db.execute<{ id: string }>(
    sql`select o.id from orders o where ${wanted} for no key update`,
  );
  const orderId = orders[0]?.id;
  if (!orderId) return nobody;
  await ctx.db.execute(sql`select id from ticket where order_id = ${orderId} order by id for update`);
  const party = await listTicketRows(ctx.db, ctx.locale, sql`t.order_id = ${orderId}`, 500);
  if (find.by === 'order_code') {
    const shown = party.find(isToCome) ?? party[0] ?? null;
    return { shown, party, mustChoose: party.reduce((people, row) => people + stillToCome(row), 0) > 1 };
  }
  const shown = party.find((row) => (find.by === 'ticket_id' ? row.ticketId : row.shortCode) === find.value) ?? null;
  // A person's ticket is scanned by itself: who else comes with it is shown beside it, not asked first.
  return { shown, party: shown ? party : [], mustChoose: shown !== null && stillToCome(shown) > 1 };
}

function isToCome(row: TicketRow): boolean {
  return stillToCome(row) > 0;
}

function stillToCome({ facts }: TicketRow): number {
  return facts.state === 'revoked' ? 0 : Math.max(0, facts.partySize - facts.admittedPeople);
}

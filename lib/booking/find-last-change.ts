import { sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import type { ChangeKind, ChangeState } from './values.ts';

/** A change of an order, and what became of it. Amounts in minor units of `currency`. */
export type LastChange = {
  id: string;
  kind: ChangeKind;
  state: ChangeState;
  dueMinor: number;
  returnedMinor: number;
  /** What was paid for it and goes back, because it could not be made (any more, or twice); 0 where nothing does. */
  sentBackMinor: number;
  /** A payment page for it may still take money, or money is on its way. */
  isBeingPaid: boolean;
  currency: string;
};

/** The change of an order that was made, or for which money was asked or came, last; null where it never was changed. */
export async function findLastChange(db: Db | Tx, orderId: string): Promise<LastChange | null> {
  const { rows } = await db.execute<LastChange>(sql`
    select c.id, c.kind, c.state, greatest(0, c.after_minor - c.before_minor) as "dueMinor", c.returned_minor as "returnedMinor", c.currency,
           (select coalesce(sum(r.amount_minor), 0)::int from refund r
             where r.change_id = c.id and r.reason in ('change_undone','paid_twice')) as "sentBackMinor",
           exists (select 1 from payment p where p.change_id = c.id and p.state in ('created','open','processing')) as "isBeingPaid"
      from order_change c
     where c.order_id = ${orderId}
     order by greatest(c.made_at, (select greatest(max(p.created_at), max(p.settled_at)) from payment p where p.change_id = c.id)) desc, c.id desc limit 1`);
  return rows[0] ?? null;
}

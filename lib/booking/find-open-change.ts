import { sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import type { IsoDate, WallTime } from '#lib/platform/time.ts';
import type { ChangeKind } from './values.ts';

/** A change of an order that waits for its money: the difference in minor units, and until when its places are held. */
export type OpenChange = {
  id: string;
  kind: ChangeKind;
  dueMinor: number;
  addedPeople: number;
  currency: string;
  visitDate: IsoDate;
  startTime: WallTime;
  expiresAt: Date;
  /** By the database's clock. */
  isRunOut: boolean;
  /** Its payment page may be open, or money may be on its way. */
  payment: 'none' | 'open' | 'processing';
  /** The card was declined on the open page. */
  isDeclined: boolean;
};

type Row = Omit<OpenChange, 'expiresAt'> & { expiresAt: string };

/** The change of an order that is open; null without one. There is one at most. */
export async function findOpenChange(db: Db | Tx, orderId: string): Promise<OpenChange | null> {
  const { rows } = await db.execute<Row>(sql`
    select c.id, c.kind, greatest(0, c.after_minor - c.before_minor) as "dueMinor", c.added_people as "addedPeople", c.currency,
           t.visit_date::text as "visitDate", to_char(t.start_time, 'HH24:MI') as "startTime", c.expires_at as "expiresAt",
           c.expires_at <= now() as "isRunOut",
           coalesce((select case p.state when 'processing' then 'processing' else 'open' end from payment p
                      where p.change_id = c.id and p.state in ('created','open','processing') limit 1), 'none') as payment,
           exists (select 1 from payment p where p.change_id = c.id and p.state = 'open' and p.failure_code is not null) as "isDeclined"
      from order_change c join timeslot t on t.id = c.to_timeslot_id
     where c.order_id = ${orderId} and c.state = 'open'`);
  return rows[0] ? { ...rows[0], expiresAt: new Date(rows[0].expiresAt) } : null;
}

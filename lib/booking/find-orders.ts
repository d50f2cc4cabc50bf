import { type SQL, sql } from 'drizzle-orm';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { foldName, foldNameLoosely } from '#lib/platform/fold-name.ts';
import { foldedName, foldedNameLoosely } from '#lib/platform/folded-name.ts';
import type { LocalizedText } from '#lib/platform/locales.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { type IsoDate, isIsoDate } from '#lib/platform/time.ts';
import { parseShortCode } from '#lib/tickets/short-code.ts';
import { type Channel, type OrderState, orderStates } from './values.ts';

/** An order as a row of a list. Amounts in minor units of `currency`. */
export type FoundOrder = {
  id: string;
  code: string;
  state: OrderState;
  /** Its hold's time is over by the database's clock, though nobody has tidied it away yet. */
  isRunOut: boolean;
  channel: Channel;
  createdAt: Date;
  contactName: string | null;
  email: string | null;
  visitDate: IsoDate;
  startTime: string;
  productNames: LocalizedText;
  people: number;
  totalMinor: number;
  currency: string;
};

export type FoundOrders = { ok: true; orders: FoundOrder[]; total: number; page: number; pages: number };

/** What one may look for that waits for staff: a visitor's word of the last days, or the money of a change. */
export const waitsFor = ['help', 'change'] as const;
const helpDays = 14;

export const ordersOnPage = 30;
const pageMost = 10_000;

/**
 * Orders by what somebody has at hand: the beginning of a code, an e-mail address, words of a name in any spelling of ours, or
 * a ticket's short code; narrowed by state, day of the visit and what waits for staff. Newest first. Unknown filters are ignored, as a filter in an
 * address may be anything. Needs `orders.see`.
 */
export async function findOrders(
  ctx: Ctx,
  input: { q?: string; state?: string; date?: string; waits?: string; page?: number },
): Promise<FoundOrders | Refusal<'forbidden'>> {
  if (!can(ctx.actor, 'orders.see')) return { ok: false, code: 'forbidden' };
  const conditions: SQL[] = [sql`true`];
  const q = (input.q ?? '')
    .normalize('NFC')
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, 100);
  if ((orderStates as readonly string[]).includes(input.state ?? '')) conditions.push(sql`o.state = ${input.state}`);
  if (isIsoDate(input.date)) {
    conditions.push(sql`exists (select 1 from order_line l join timeslot d on d.id = l.timeslot_id
                                 where l.order_id = o.id and d.visit_date = ${input.date}::date)`);
  }
  if (input.waits === 'help') {
    conditions.push(
      sql`o.id in (select order_id from help_request where asked_at > now() - make_interval(days => ${helpDays}))`,
    );
  }
  if (input.waits === 'change') conditions.push(sql`o.id in (select order_id from order_change where state = 'open')`);
  const whereOf = (way: SQL[]) => sql.join([...conditions, ...way], sql` and `);
  const count = async (condition: SQL) => {
    const { rows } = await ctx.db.execute<{ total: number }>(
      sql`select count(*) as total from orders o where ${condition}`,
    );
    return rows[0]?.total ?? 0;
  };
  let where = whereOf(q ? [matches(q)] : []);
  let total = await count(where);
  // Əliyev may stand in a passport as Aliyev: a coarser look, for whom the exact one does not find.
  if (q && Number(total) === 0) {
    where = whereOf([wordsInName(q, { byName: foldedNameLoosely, fold: foldNameLoosely })]);
    total = await count(where);
  }
  const pages = Math.max(1, Math.ceil(total / ordersOnPage));
  const wanted = Number.isInteger(input.page) ? Number(input.page) : 1;
  const page = Math.min(Math.max(1, wanted), pages, pageMost);
  const { rows } = await ctx.db.execute<Omit<FoundOrder, 'createdAt'> & { createdAt: string | Date }>(sql`
    select o.id, o.code, o.state, o.channel, o.created_at as "createdAt", o.contact_name as "contactName", o.email,
           o.state in ('held','awaiting_payment','expiring') and o.expires_at <= now() as "isRunOut",
           v.visit_date as "visitDate", to_char(v.start_time, 'HH24:MI') as "startTime", v.names as "productNames",
           v.people, o.total_minor as "totalMinor", o.currency
      from (select * from orders o where ${where} order by o.created_at desc, o.id desc
             limit ${ordersOnPage} offset ${(page - 1) * ordersOnPage}) o
      cross join lateral (
        select min(t.visit_date) as visit_date, min(t.start_time) as start_time, (array_agg(p.names order by l.line_no))[1] as names,
               sum(l.quantity) as people
          from order_line l join timeslot t on t.id = l.timeslot_id join product p on p.id = t.product_id
         where l.order_id = o.id) v
     order by o.created_at desc, o.id desc`);
  const orders = rows.map((row) => ({ ...row, people: Number(row.people), createdAt: new Date(row.createdAt) }));
  return { ok: true, orders, total, page, pages };
}

function matches(q: string): SQL {
  const ways: SQL[] = [];
  if (!/\s/.test(q)) ways.push(sql`strpos(lower(o.email), ${q.toLowerCase()}) > 0`);
  if (!q.includes('@')) {
    ways.push(wordsInName(q, { byName: foldedName, fold: foldName }));
    const code = q.toUpperCase().replace(/[\s-]/g, '');
    if (/^[0-9A-Z]{3,12}$/.test(code)) ways.push(sql`starts_with(o.code, ${code})`);
    const shortCode = parseShortCode(q);
    if (shortCode) ways.push(sql`o.id in (select k.order_id from ticket k where k.short_code = ${shortCode})`);
  }
  return sql`(${sql.join(ways, sql` or `)})`;
}

/** Every word of the query is in the name, both folded alike. What folds to nothing, such as a lone sign, is in no name. */
function wordsInName(q: string, way: { byName: (column: SQL) => SQL; fold: (text: string) => string }): SQL {
  const name = way.byName(sql`o.contact_name`);
  const words = way.fold(q).split(' ').filter(Boolean).slice(0, 6);
  const all = words.map((word) => sql`strpos(${name}, ${word}) > 0`);
  return all.length ? sql`(${sql.join(all, sql` and `)})` : sql`false`;
}

import { sql } from 'drizzle-orm';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';

/** How many orders one transaction forgets; how many of these one run does at most of each kind. What is left is for the next night. */
const atOnce = 500;
const mostPages = 400;

/**
 * Forgets who visited, by the date of the visit and the database's clock: names and needs of a party after `names_kept_days`, contacts
 * and what belongs to them after `contacts_kept_months`, to whom mails without an order went after `mails_kept_days`. Orders, tickets,
 * money and all counts stay; the audit log has how many. In small transactions, by state: killed on the way it goes on where it was.
 * Requirements 6.8, 10.1.
 */
export async function forgetVisitors(
  ctx: Ctx,
  pageSize: number = atOnce,
): Promise<{ names: number; contacts: number; mails: number }> {
  return {
    names: await untilNone(ctx, async (tx) => {
      const { rows } = await tx.execute<{ done: number }>(sql`select forget_names(${pageSize}) as done`);
      return rows[0]?.done ?? 0;
    }),
    contacts: await forgetContacts(ctx, pageSize),
    mails: await untilNone(ctx, async (tx) => {
      const { rows } = await tx.execute<{ done: number }>(sql`select forget_recipients(${pageSize}) as done`);
      return rows[0]?.done ?? 0;
    }),
  };
}

type Statements = Pick<Ctx['db'], 'execute'>;

async function untilNone(ctx: Ctx, page: (db: Statements) => Promise<number>): Promise<number> {
  let total = 0;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const done = await inTransaction(ctx, (tx) => page(tx.db), 'forgotten');
    crashPoint('forget.after_page');
    if (done === 0) break;
    total += done;
  }
  return total;
}

type Page = { seen: number; forgotten: number; last_at: string | null; last_id: string | null };

/** Goes through the orders that still have contacts, from the oldest on; those whose visit is not over for long enough are passed. */
async function forgetContacts(ctx: Ctx, pageSize: number): Promise<number> {
  let total = 0;
  let from = sql`'-infinity', null`;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await inTransaction(
      ctx,
      async (tx) => (await tx.db.execute<Page>(sql`select * from forget_contacts(${pageSize}, ${from})`)).rows[0],
      'forgotten',
    );
    crashPoint('forget.after_contacts');
    total += page?.forgotten ?? 0;
    if (!page?.last_id || page.seen < pageSize) break;
    from = sql`${page.last_at}, ${page.last_id}::uuid`;
  }
  return total;
}

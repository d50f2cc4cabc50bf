import { sql } from 'drizzle-orm';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { getZone } from '#lib/platform/settings.ts';
import { dateAt, daysBetween, type IsoDate } from '#lib/platform/time.ts';

export const debtAges = ['not_due', 'days_14', 'days_30', 'older'] as const;
export type DebtAge = (typeof debtAges)[number];

/** How long what was due on a date is overdue: not yet, 1 to 14 days, 15 to 30, more (requirements 5.4). */
export function ageOfDebt(dueDate: IsoDate, today: IsoDate): DebtAge {
  const late = daysBetween(dueDate, today);
  if (late <= 0) return 'not_due';
  return late <= 14 ? 'days_14' : late <= 30 ? 'days_30' : 'older';
}

export type Receivable = {
  paperId: string;
  year: number;
  no: number;
  visitId: string;
  visitCode: string;
  payerName: string;
  issuedDate: IsoDate;
  dueDate: IsoDate;
  totalMinor: number;
  leftMinor: number;
  currency: string;
  age: DebtAge;
};
export type ListedReceivables =
  | { ok: true; receivables: Receivable[]; sums: Record<DebtAge, number>; currency: string }
  | Refusal<'forbidden'>;

/** What is owed on invoices, the longest due first, with its sum by age. At most a thousand. Needs `money.see`. */
export async function listReceivables(ctx: Ctx): Promise<ListedReceivables> {
  if (!can(ctx.actor, 'money.see')) return { ok: false, code: 'forbidden' };
  const today = dateAt(ctx.now, (await getZone(ctx.db)) ?? 'UTC');
  const { rows } = await ctx.db.execute<Omit<Receivable, 'age'>>(sql`
    select * from (
      select d.id as "paperId", d.year, d.no, v.id as "visitId", v.code as "visitCode", d.payer ->> 'name' as "payerName", d.issued_date::text as "issuedDate",
             coalesce(d.due_date, d.issued_date)::text as "dueDate", d.total_minor as "totalMinor", document_left(d.id) as "leftMinor", d.currency
        from account_document d join group_visit v on v.id = d.visit_id
       where d.kind = 'invoice' and (v.state <> 'settled' or exists (select 1 from payment p where p.order_id = v.order_id and p.dispute_state = 'lost'))) owed
     where "leftMinor" > 0 order by "dueDate", "paperId" limit 1000`);
  const receivables = rows.map((row) => ({ ...row, age: ageOfDebt(row.dueDate, today) }));
  const sums: Record<DebtAge, number> = { not_due: 0, days_14: 0, days_30: 0, older: 0 };
  for (const { age, leftMinor } of receivables) sums[age] += leftMinor;
  const museum = await ctx.db.execute<{ currency: string }>(sql`select currency from museum`);
  return { ok: true, receivables, sums, currency: museum.rows[0]?.currency ?? 'AZN' };
}

import { sql } from 'drizzle-orm';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import type { Refusal } from '#lib/platform/result.ts';
import type { IsoDate } from '#lib/platform/time.ts';
import { leftToAsk } from './paper-rows.ts';
import { type OwedPaper, type Suggestion, suggestPapers } from './suggest-papers.ts';

export const transferStands = ['open', 'matched', 'set_aside'] as const;
export type TransferStand = (typeof transferStands)[number];
export type TransferRow = {
  id: string;
  reference: string;
  valueDate: IsoDate;
  amountMinor: number;
  currency: string;
  payer: string;
  words: string;
  setAside: string | null;
  /** The paper it was found to pay. */
  paper: { id: string; kind: string; year: number; no: number } | null;
  /** For one that is open. */
  suggestions: Suggestion[];
};
export type ListedTransfers =
  | {
      ok: true;
      transfers: TransferRow[];
      owed: OwedPaper[];
      counts: Record<TransferStand, number>;
      page: number;
      pages: number;
    }
  | Refusal<'forbidden'>;

const onPage = 20;

/**
 * The bank's lines of one stand, those to be matched the oldest first, each with the papers it may pay; and the papers that are owed, to
 * choose another. Needs `payments.transfer`.
 */
export async function listTransfers(ctx: Ctx, input: { stand?: string; page?: number }): Promise<ListedTransfers> {
  if (!can(ctx.actor, 'payments.transfer')) return { ok: false, code: 'forbidden' };
  const stand = transferStands.find((one) => one === input.stand) ?? 'open';
  const { rows: counted } = await ctx.db.execute<Record<TransferStand, number>>(sql`
    select count(*) filter (where payment_id is null and set_aside is null)::int as open, count(*) filter (where payment_id is not null)::int as matched,
           count(*) filter (where set_aside is not null)::int as set_aside from bank_transfer`);
  const counts = counted[0] ?? { open: 0, matched: 0, set_aside: 0 };
  const pages = Math.max(1, Math.ceil(counts[stand] / onPage));
  const page = Math.min(Math.max(1, Number.isInteger(input.page) ? Number(input.page) : 1), pages);
  const where = {
    open: sql`t.payment_id is null and t.set_aside is null`,
    matched: sql`t.payment_id is not null`,
    set_aside: sql`t.set_aside is not null`,
  }[stand];
  const order = stand === 'open' ? sql`t.value_date, t.id` : sql`t.entered_at desc, t.id`;
  const { rows } = await ctx.db.execute<Omit<TransferRow, 'suggestions'>>(sql`
    select t.id, t.bank_reference as reference, t.value_date::text as "valueDate", t.amount_minor as "amountMinor", t.currency, t.payer, t.words,
           t.set_aside as "setAside", case when d.id is not null then json_build_object('id', d.id, 'kind', d.kind, 'year', d.year, 'no', d.no) end as paper
      from bank_transfer t left join payment p on p.id = t.payment_id left join account_document d on d.id = p.document_id
     where ${where} order by ${order} limit ${onPage} offset ${(page - 1) * onPage}`);
  const owed = stand === 'open' ? await listOwedPapers(ctx) : [];
  const transfers = rows.map((row) => ({ ...row, suggestions: stand === 'open' ? suggestPapers(row, owed) : [] }));
  return { ok: true, transfers, owed, counts, page, pages };
}

/** Every invoice and pro-forma on which something is left, the oldest first; at most a thousand. */
async function listOwedPapers(ctx: Ctx): Promise<OwedPaper[]> {
  const { rows } = await ctx.db.execute<OwedPaper>(sql`
    select * from (
      select d.id, d.kind, d.year, d.no, v.code as "visitCode", d.payer ->> 'name' as "payerName", i.name as school, ${leftToAsk} as "leftMinor"
        from account_document d join group_visit v on v.id = d.visit_id left join institution i on i.id = v.institution_id
       where d.kind in ('invoice','pro_forma') and v.state <> 'settled'
       order by d.issued_at, d.id) owed where "leftMinor" > 0 limit 1000`);
  return rows;
}

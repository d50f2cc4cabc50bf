import { type SQL, sql } from 'drizzle-orm';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { foldName } from '#lib/platform/fold-name.ts';
import { foldedName } from '#lib/platform/folded-name.ts';
import type { Refusal } from '#lib/platform/result.ts';
import type { IsoDate } from '#lib/platform/time.ts';
import { leftToAsk } from './paper-rows.ts';
import { type DocumentKind, documentKinds } from './values.ts';

export type PaperRow = {
  id: string;
  kind: DocumentKind;
  year: number;
  no: number;
  visitId: string;
  visitCode: string;
  payerName: string;
  issuedDate: IsoDate;
  dueDate: IsoDate | null;
  totalMinor: number;
  taxMinor: number;
  leftMinor: number;
  currency: string;
};
export type ListedPapers =
  | { ok: true; papers: PaperRow[]; total: number; page: number; pages: number }
  | Refusal<'forbidden'>;

const onPage = 30;
/** Rows of a table for a spreadsheet. */
const mostRows = 20_000;

/**
 * Papers of account, newest first: by number ("2026-12"), the visit's code or words of the payer's name in any spelling; of one kind. With
 * `isWhole` all that match, for a table. Unknown filters count for nothing. Needs `money.see`.
 */
export async function listPapers(
  ctx: Ctx,
  input: { q?: string; kind?: string; page?: number; isWhole?: boolean },
): Promise<ListedPapers> {
  if (!can(ctx.actor, 'money.see')) return { ok: false, code: 'forbidden' };
  const conditions: SQL[] = [sql`true`];
  const kind = documentKinds.find((one) => one === input.kind);
  if (kind) conditions.push(sql`d.kind = ${kind}`);
  const q = (input.q ?? '')
    .normalize('NFC')
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, 100);
  if (q) conditions.push(matches(q));
  const where = sql.join(conditions, sql` and `);
  const { rows: counted } = await ctx.db.execute<{ total: number }>(sql`
    select count(*)::int as total from account_document d join group_visit v on v.id = d.visit_id where ${where}`);
  const total = counted[0]?.total ?? 0;
  const pages = Math.max(1, Math.ceil(total / onPage));
  const page = Math.min(Math.max(1, Number.isInteger(input.page) ? Number(input.page) : 1), pages);
  const limit = input.isWhole ? sql`limit ${mostRows}` : sql`limit ${onPage} offset ${(page - 1) * onPage}`;
  const { rows } = await ctx.db.execute<PaperRow>(sql`
    select d.id, d.kind, d.year, d.no, d.visit_id as "visitId", v.code as "visitCode", d.payer ->> 'name' as "payerName", d.issued_date::text as "issuedDate",
           d.due_date::text as "dueDate", d.total_minor as "totalMinor", d.tax_minor as "taxMinor", ${leftToAsk} as "leftMinor", d.currency
      from account_document d join group_visit v on v.id = d.visit_id where ${where} order by d.issued_at desc, d.id ${limit}`);
  return { ok: true, papers: rows, total, page, pages };
}

function matches(q: string): SQL {
  const [, year, no] = /^(\d{4})[-/ ]0*(\d{1,9})$/.exec(q) ?? [];
  if (year && no) return sql`(d.year = ${Number(year)} and d.no = ${Number(no)})`;
  const code = q.toUpperCase().replace(/[\s-]/g, '');
  const words = foldName(q).split(' ').filter(Boolean).slice(0, 6);
  const payer = foldedName(sql`d.payer ->> 'name'`);
  const all = words.map((word) => sql`strpos(${payer}, ${word}) > 0`);
  const ways = [
    ...(/^[0-9A-Z]{3,8}$/.test(code) ? [sql`starts_with(v.code, ${code})`] : []),
    ...(all.length > 0 ? [sql`(${sql.join(all, sql` and `)})`] : []),
  ];
  return ways.length > 0 ? sql`(${sql.join(ways, sql` or `)})` : sql`false`;
}

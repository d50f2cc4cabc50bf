import { type SQL, sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import { isUuid } from '#lib/platform/ids.ts';
import type { Locale } from '#lib/platform/locales.ts';
import type { IsoDate } from '#lib/platform/time.ts';
import type { BillLine } from './bill-visit.ts';
import type { BillingBasis, DocumentKind } from './values.ts';

/** A line as it stands on the paper, `words` in the paper's language. */
export type PaperLine = BillLine & { words: string };
export type PaperPayer = { name: string; taxNumber: string | null; address: string | null };
/** What a paper says beside its lines, as it was when it was made: texts in the paper's language. */
export type PaperFacts = {
  seller: {
    name: string;
    legalName: string | null;
    address: string;
    phone: string;
    email: string;
    taxNumber: string | null;
    bank: string | null;
    bankCode: string | null;
    swift: string | null;
    iban: string | null;
  };
  visit: { code: string; product: string; school: string | null; visitDate: IsoDate; people: number };
  /** The number of the invoice that a credit note corrects. */
  corrects: string | null;
  isTest: boolean;
};

export type Paper = {
  id: string;
  kind: DocumentKind;
  year: number;
  no: number;
  visitId: string;
  correctsId: string | null;
  issuedAt: Date;
  issuedDate: IsoDate;
  dueDate: IsoDate | null;
  locale: Locale;
  currency: string;
  lines: PaperLine[];
  totalMinor: number;
  taxMinor: number;
  basis: BillingBasis;
  payer: PaperPayer;
  facts: PaperFacts;
  /** What it still asks for, in minor units. */
  leftMinor: number;
};

type Row = Omit<Paper, 'issuedAt'> & { issuedAt: string };

/** What a paper `d` asks for now: once there is an invoice, pro-formas ask for nothing more, though late money on one still counts. */
export const leftToAsk: SQL = sql`case when d.kind = 'pro_forma' and exists (
    select 1 from account_document i where i.visit_id = d.visit_id and i.kind = 'invoice') then 0 else document_left(d.id) end`;

/** The columns of a paper `d`. */
export const paperColumns: SQL = sql`d.id, d.kind, d.year, d.no, d.visit_id as "visitId", d.corrects_id as "correctsId", d.issued_at as "issuedAt",
  d.issued_date::text as "issuedDate", d.due_date::text as "dueDate", d.locale, d.currency, d.lines, d.total_minor as "totalMinor", d.tax_minor as "taxMinor",
  d.basis, d.payer, d.facts, ${leftToAsk} as "leftMinor"`;

const asPaper = (row: Row): Paper => ({ ...row, issuedAt: new Date(row.issuedAt) });

export async function findPaper(db: Db | Tx, paperId: unknown): Promise<Paper | null> {
  if (!isUuid(paperId)) return null;
  const { rows } = await db.execute<Row>(sql`select ${paperColumns} from account_document d where d.id = ${paperId}`);
  return rows[0] ? asPaper(rows[0]) : null;
}

/** The papers of a visit, the oldest first. */
export async function listVisitPapers(db: Db | Tx, visitId: string): Promise<Paper[]> {
  const { rows } = await db.execute<Row>(sql`
    select ${paperColumns} from account_document d where d.visit_id = ${visitId} order by d.issued_at, d.id limit 200`);
  return rows.map(asPaper);
}

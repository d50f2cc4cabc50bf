import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { isTestMode } from '#lib/booking/load-documents.ts';
import { findProductById, getMuseum } from '#lib/catalog/queries.ts';
import { paperNumber } from '#lib/payments/paper-number.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { actorId } from '#lib/platform/ctx.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { required } from '#lib/platform/result.ts';
import { formatDate, type IsoDate } from '#lib/platform/time.ts';
import type { TxCtx } from '#lib/platform/transaction.ts';
import type { BillLine } from './bill-visit.ts';
import { findPaper, type Paper, type PaperFacts } from './paper-rows.ts';
import { peopleOf } from './plan-for-visit.ts';
import { tellVisit } from './tell-visit.ts';
import type { BillingBasis, DocumentKind } from './values.ts';
import type { GroupVisit } from './visit-rows.ts';

export type PaperRequest = {
  kind: DocumentKind;
  lines: readonly BillLine[];
  basis: BillingBasis;
  currency: string;
  visitDate: IsoDate;
  /** How many people it is for, where that is not the party. */
  people?: number;
  /** The invoice that a credit note corrects. */
  corrects?: Pick<Paper, 'id' | 'year' | 'no' | 'locale'>;
  dueDays?: number;
  /** The same key gives the same paper. */
  requestKey?: string;
  locale?: Locale;
};

/**
 * Makes a paper of account: numbered by the database alone, without a gap, never changed afterwards (requirements 5.4). The visit is
 * locked. All that it says is written down with it, so that it is printed the same for ever. Whoever booked is told of it.
 */
export async function writePaper(tx: TxCtx, visit: GroupVisit, request: PaperRequest): Promise<Paper> {
  const locale = request.corrects?.locale ?? request.locale ?? visit.locale;
  const museum = await getMuseum(tx.db as unknown as Db);
  const product = await findProductById(tx.db as unknown as Db, visit.productId);
  const school = await findSchool(tx, visit);
  const productName = localized(required(product, 'the product of a visit').names, locale);
  const t = translator(locale, 'accounts');
  const { billing } = museum;
  const facts: PaperFacts = {
    seller: {
      name: localized(museum.names, locale),
      legalName: billing.legalName ? localized(billing.legalName, locale) : null,
      address: localized(museum.addresses, locale),
      phone: museum.contactPhone,
      email: museum.contactEmail,
      taxNumber: billing.taxNumber ?? null,
      bank: billing.bank ?? null,
      bankCode: billing.bankCode ?? null,
      swift: billing.swift ?? null,
      iban: billing.iban ?? null,
    },
    visit: {
      code: visit.code,
      product: productName,
      school: school?.name ?? null,
      visitDate: request.visitDate,
      people: request.people ?? peopleOf(visit),
    },
    corrects: request.corrects ? paperNumber(request.corrects) : null,
    isTest: isTestMode(),
  };
  const paper = {
    ...{ kind: request.kind, visitId: visit.id, locale, currency: request.currency, basis: request.basis },
    correctsId: request.corrects?.id,
    requestKey: request.requestKey,
    dueDays: request.dueDays,
    lines: request.lines.map((line) => ({
      ...line,
      words: t(`lines.${line.code}`, { product: productName, date: formatDate(request.visitDate) }),
    })),
    payer: {
      name: visit.payerName ?? school?.name ?? visit.bookerName ?? '',
      taxNumber: visit.payerTaxNumber ?? school?.taxNumber ?? null,
      address: visit.payerAddress ?? null,
    },
    facts,
    issuedBy: actorId(tx.actor) ?? tx.actor.kind,
  };
  const { rows } = await tx.db.execute<{ id: string }>(
    sql`select issue_document(${JSON.stringify(paper)}::jsonb) as id`,
  );
  crashPoint('accounts.after_paper');
  const made = required(await findPaper(tx.db, rows[0]?.id), 'the paper that was made');
  await writeAudit(tx, {
    action: `paper_${made.kind}`,
    objectKind: 'group_visit',
    objectId: visit.id,
    after: { documentId: made.id, no: paperNumber(made), totalMinor: made.totalMinor, basis: made.basis },
  });
  await tellVisit(tx, visit, 'group_paper', made.id);
  return made;
}

async function findSchool(tx: TxCtx, visit: GroupVisit): Promise<{ name: string; taxNumber: string | null } | null> {
  const { rows } = await tx.db.execute<{ name: string; taxNumber: string | null }>(
    sql`select name, tax_number as "taxNumber" from institution where id = ${visit.institutionId}`,
  );
  return rows[0] ?? null;
}

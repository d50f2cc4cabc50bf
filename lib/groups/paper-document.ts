import { paperNumber } from '#lib/payments/paper-number.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { formatDate } from '#lib/platform/time.ts';
import type { PaperDocument } from '#lib/tickets/paper-document.ts';
import { renderPaperPdf } from '#lib/tickets/paper-pdf.ts';
import type { Paper } from './paper-rows.ts';

/** The PDF of a paper, in its own language, of what is stored of it alone: the same bytes each time. The caller has checked who asks. */
export const renderPaper = (paper: Paper): Promise<Uint8Array> => renderPaperPdf(paperDocument(paper));

/** What the file is called: "invoice-2026-0012". */
export const paperFileName = (paper: Paper): string => `${paper.kind.replace('_', '-')}-${paperNumber(paper)}.pdf`;

/** A paper as it is printed. Pure. */
export function paperDocument(paper: Paper): PaperDocument {
  const { locale, facts, payer, kind, currency } = paper;
  const t = translator(locale, 'accounts');
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency }, locale);
  const no = paperNumber(paper);
  const { seller, visit } = facts;
  const present = (lines: (string | null)[]): string[] => lines.filter((line): line is string => Boolean(line));
  const notes = [...(kind === 'invoice' ? [] : [t(`paper.note.${kind}`)]), ...(facts.isTest ? [t('paper.test')] : [])];
  // A deposit is for the numbers that are booked.
  const basis = paper.basis === 'deposit' ? 'booked' : paper.basis;
  const asksMoney = kind === 'invoice' || kind === 'pro_forma';
  return {
    lang: locale,
    title: t('paper.title', { kind: t(`kinds.${kind}`), no }),
    museumName: seller.name,
    dateText: formatDate(paper.issuedDate),
    createdAt: paper.issuedAt,
    parties: [
      {
        heading: t('paper.seller'),
        lines: present([
          seller.legalName ?? seller.name,
          seller.address,
          seller.taxNumber && t('paper.taxNumber', { number: seller.taxNumber }),
          seller.bank && t('paper.bank', { bank: seller.bank }),
          seller.bankCode && t('paper.bankCode', { code: seller.bankCode }),
          seller.swift && t('paper.swift', { code: seller.swift }),
          seller.iban && t('paper.iban', { iban: seller.iban }),
        ]),
      },
      {
        heading: t('paper.payer'),
        lines: present([
          payer.name,
          payer.taxNumber && t('paper.taxNumber', { number: payer.taxNumber }),
          payer.address,
        ]),
      },
    ],
    facts: [
      {
        label: t('paper.visit'),
        value: t('paper.visitOf', { product: visit.product, date: formatDate(visit.visitDate), code: visit.code }),
      },
      ...(visit.school ? [{ label: t('paper.school'), value: visit.school }] : []),
      { label: t('paper.people'), value: `${visit.people} (${t(`basis.${basis}`)})` },
      ...(facts.corrects ? [{ label: t('paper.corrects'), value: facts.corrects }] : []),
      ...(paper.dueDate ? [{ label: t('paper.due'), value: formatDate(paper.dueDate) }] : []),
    ],
    table: {
      heads: {
        words: t('paper.heads.words'),
        quantity: t('paper.heads.quantity'),
        unit: t('paper.heads.unit'),
        tax: t('paper.heads.tax'),
        total: t('paper.heads.total'),
      },
      rows: paper.lines.map((line) => ({
        words: line.words,
        quantity: String(line.quantity),
        unit: money(line.unitMinor),
        tax: line.taxPerMille === 0 ? t('paper.noTax') : money(line.taxMinor),
        total: money(line.totalMinor),
      })),
    },
    sums: [
      { label: t('paper.taxIn'), value: money(paper.taxMinor) },
      { label: t(kind === 'credit_note' ? 'paper.totalBack' : 'paper.total'), value: money(paper.totalMinor) },
    ],
    notices: [
      ...(asksMoney
        ? [
            {
              heading: t('paper.howTo.heading'),
              lines: [
                ...(seller.iban ? [t('paper.howTo.transfer', { no, code: visit.code })] : []),
                t('paper.howTo.card'),
              ],
            },
          ]
        : []),
      ...(notes.length > 0 ? [{ heading: t('paper.note.heading'), lines: notes }] : []),
      ...(kind === 'act'
        ? [{ heading: t('paper.sign.heading'), lines: [t('paper.sign.museum'), t('paper.sign.payer')] }]
        : []),
    ],
    footerLines: [`${seller.name}, ${seller.address}`, `${seller.phone} · ${seller.email}`],
  };
}

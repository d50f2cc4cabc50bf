import { paperNumber } from '#lib/payments/paper-number.ts';
import { foldNameLoosely } from '#lib/platform/fold-name.ts';

/** A paper that is still owed, as a transfer may mean it. */
export type OwedPaper = {
  id: string;
  kind: string;
  year: number;
  no: number;
  visitCode: string;
  payerName: string;
  school: string | null;
  leftMinor: number;
};
export type TransferToMatch = { amountMinor: number; payer: string; words: string };
/** Why a paper is suggested, the strongest first. */
export const suggestionReasons = ['number', 'visit_code', 'amount', 'payer'] as const;
export type SuggestionReason = (typeof suggestionReasons)[number];
export type Suggestion<Paper extends OwedPaper = OwedPaper> = { paper: Paper; reasons: SuggestionReason[] };

const weight: Record<SuggestionReason, number> = { number: 8, visit_code: 8, payer: 3, amount: 2 };

/**
 * Which papers a transfer may pay, the likeliest first: its words name the paper's number or the visit's code, the sum is what is left on
 * it, the payer is who was to pay, in any spelling (requirements 5.4). A sum alone is a weak reason: it is told, and a person decides.
 */
export function suggestPapers<Paper extends OwedPaper>(
  transfer: TransferToMatch,
  papers: readonly Paper[],
  most = 3,
): Suggestion<Paper>[] {
  const words = ` ${transfer.words.toUpperCase().replace(/[^0-9A-Z-]+/g, ' ')} `;
  const payer = foldNameLoosely(transfer.payer);
  return papers
    .map((paper) => ({ paper, reasons: reasonsOf(paper, transfer, words, payer) }))
    .filter(({ reasons }) => reasons.length > 0)
    .sort((one, other) => scoreOf(other.reasons) - scoreOf(one.reasons) || rankOf(one.paper) - rankOf(other.paper))
    .slice(0, most);
}

const scoreOf = (reasons: readonly SuggestionReason[]): number => reasons.reduce((sum, one) => sum + weight[one], 0);
// An invoice before the pro-forma of the same visit, the older first.
const rankOf = ({ kind, year, no }: OwedPaper): number => (kind === 'invoice' ? 0 : 1e9) + year * 1e5 + no;

function reasonsOf(paper: OwedPaper, transfer: TransferToMatch, words: string, payer: string): SuggestionReason[] {
  const number = paperNumber(paper);
  // "2026-0012", "2026-12"; the longer number of another paper does not count.
  const isNamed = words.includes(` ${number} `) || new RegExp(` ${paper.year}-0*${paper.no} `).test(words);
  const names = [paper.payerName, paper.school ?? ''].map(foldNameLoosely).filter((name) => name.length >= 3);
  return [
    ...(isNamed ? (['number'] as const) : []),
    ...(words.includes(` ${paper.visitCode} `) ? (['visit_code'] as const) : []),
    ...(transfer.amountMinor === paper.leftMinor ? (['amount'] as const) : []),
    ...(payer.length >= 3 && names.some((name) => name.includes(payer) || payer.includes(name))
      ? (['payer'] as const)
      : []),
  ];
}

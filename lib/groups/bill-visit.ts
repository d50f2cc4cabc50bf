import { includedTaxMinor, splitMinor } from '#lib/platform/money.ts';
import type { BillingBasis } from './values.ts';

/** What a line of a paper is for. `cancellation`: what the ladder keeps of a visit that its group called off. */
export const billCodes = ['pupil', 'adult', 'guide', 'deposit', 'cancellation'] as const;
export type BillCode = (typeof billCodes)[number];

/** One line, in whole minor units; `taxMinor` is contained in `totalMinor`, rounded once. */
export type BillLine = {
  code: BillCode;
  quantity: number;
  unitMinor: number;
  taxPerMille: number;
  taxMinor: number;
  totalMinor: number;
};
export type Bill = {
  lines: BillLine[];
  basis: Exclude<BillingBasis, 'deposit'>;
  totalMinor: number;
  taxMinor: number;
  /** How many people it is for. */
  people: number;
};

export type VisitToBill = {
  pupils: number;
  adults: number;
  pupilMinor: number;
  adultMinor: number;
  taxPerMille: number;
  subGroups: number;
  /** For each sub-group; null where the party has its own guide, or guides cost nothing. */
  guideFee: { amountMinor: number; taxPerMille: number } | null;
  /** How many people came; null before that is known. */
  heads: number | null;
};
export type BillingRules = { countsActual: boolean; leastPerMille: number };

/**
 * What a visit costs (requirements 4.3, 6.7): pupils and adults by their price, and each sub-group's guide. Before the visit it is what is
 * booked. Afterwards it is the heads that came where the museum's rule says so, but never fewer than the least share of the booked,
 * rounded up. Whoever is missing or more counts as a pupil first, for a count of heads knows no roles. Guides are paid as planned.
 */
export function billVisit(visit: VisitToBill, rules: BillingRules): Bill {
  const booked = visit.pupils + visit.adults;
  const least = Math.ceil((booked * rules.leastPerMille) / 1000);
  const counts = visit.heads !== null && rules.countsActual;
  const people = counts ? Math.max(visit.heads ?? 0, least) : booked;
  const basis = !counts ? 'booked' : (visit.heads ?? 0) < least ? 'minimum' : 'actual';
  const adults = Math.min(visit.adults, people);
  const { taxPerMille } = visit;
  const lines = [
    billLine('pupil', people - adults, visit.pupilMinor, taxPerMille),
    billLine('adult', adults, visit.adultMinor, taxPerMille),
    billLine('guide', visit.subGroups, visit.guideFee?.amountMinor ?? 0, visit.guideFee?.taxPerMille ?? 0),
  ].filter(({ code, quantity, unitMinor }) => quantity > 0 && (code !== 'guide' || unitMinor > 0));
  return { lines, basis, people, ...sumOf(lines) };
}

export function billLine(code: BillCode, quantity: number, unitMinor: number, taxPerMille: number): BillLine {
  const totalMinor = quantity * unitMinor;
  return { code, quantity, unitMinor, taxPerMille, taxMinor: includedTaxMinor(totalMinor, taxPerMille), totalMinor };
}

export function sumOf(lines: readonly Pick<BillLine, 'totalMinor' | 'taxMinor'>[]): {
  totalMinor: number;
  taxMinor: number;
} {
  return {
    totalMinor: lines.reduce((sum, line) => sum + line.totalMinor, 0),
    taxMinor: lines.reduce((sum, line) => sum + line.taxMinor, 0),
  };
}

/** A part of a bill as one line for each tax rate: a deposit, or what is kept of a visit that was called off. Adds up to `amountMinor`. */
export function partOfBill(
  code: 'deposit' | 'cancellation',
  amountMinor: number,
  bill: Pick<Bill, 'lines'>,
): BillLine[] {
  const rates = [
    ...new Set(bill.lines.filter(({ totalMinor }) => totalMinor > 0).map(({ taxPerMille }) => taxPerMille)),
  ];
  if (rates.length === 0 || amountMinor <= 0) return [];
  const weights = rates.map((rate) =>
    bill.lines.reduce((sum, line) => sum + (line.taxPerMille === rate ? line.totalMinor : 0), 0),
  );
  return splitMinor(amountMinor, weights)
    .map((share, index) => billLine(code, 1, share, rates[index] ?? 0))
    .filter(({ totalMinor }) => totalMinor > 0);
}

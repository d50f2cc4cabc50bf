import type { Locale } from './locales.ts';

/** An amount in whole minor units of an ISO 4217 currency. */
export type Money = { amountMinor: number; currency: string };

/** How many decimals a currency has: 2 for AZN, 0 for JPY, 3 for KWD (ISO 4217, as the runtime's CLDR knows it). */
export function currencyDecimals(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** An amount for people, the sign behind it in every language: "12,00 ₼", in English "12.00 ₼". Only at the edge; nothing computes with the text. */
export function formatMoney(money: Money, locale: Locale): string {
  const decimals = currencyDecimals(money.currency);
  const number = new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const sign = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: money.currency,
    currencyDisplay: 'narrowSymbol',
  })
    .formatToParts(0)
    .find((part) => part.type === 'currency');
  return `${number.format(money.amountMinor / 10 ** decimals)}\u00a0${sign?.value ?? money.currency}`;
}

/** What a person typed as a sum, in minor units: "12", "12.5", "12,50". Null for anything else, and for more decimals than there are. */
export function parseMoney(text: string, currency: string): number | null {
  const decimals = currencyDecimals(currency);
  const [, whole, part = ''] = /^(\d{1,7})(?:[.,](\d{1,3}))?$/.exec(text.replace(/\s+/g, '')) ?? [];
  if (whole === undefined || part.length > decimals) return null;
  const minor = Number(whole) * 10 ** decimals + Number(part.padEnd(decimals, '0'));
  return minor < 2 ** 31 ? minor : null;
}

/** The tax contained in a gross amount, rounded half up once. `perMille` 180 is 18 %. */
export function includedTaxMinor(grossMinor: number, perMille: number): number {
  return Math.round((grossMinor * perMille) / (1000 + perMille));
}

/** Splits an amount by weights without losing a unit: floors, then the largest remainders get one each. */
export function splitMinor(amountMinor: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total <= 0) throw new RangeError('weights must add up to more than zero');
  const exact = weights.map((weight) => (amountMinor * weight) / total);
  const shares = exact.map(Math.floor);
  let rest = amountMinor - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder) {
    if (rest <= 0) break;
    shares[index] = (shares[index] ?? 0) + 1;
    rest -= 1;
  }
  return shares;
}

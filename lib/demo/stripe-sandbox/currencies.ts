import { badParameter } from './api-error.ts';
import type { Field } from './fields.ts';

const zeroDecimals = 'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' ');
const threeDecimals = 'bhd jod kwd omr tnd'.split(' ');
const twoDecimals =
  `usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny cop crc cve czk
  dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf idr ils inr isk jmd kes kgs khr kyd kzt lak lbp lkr
  lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr pln qar ron rsd rub sar
  sbd scr sek sgd shp sle sos srd std szl thb tjs top try ttd twd tzs uah ugx uyu uzs wst xcd yer zar zmw`.split(/\s+/);
const known = new Set([...zeroDecimals, ...threeDecimals, ...twoDecimals]);

/** The least charge, about half a US dollar. Currencies without a figure of their own have the general one. */
const leastMinor: Record<string, number> = {
  aed: 200,
  aud: 50,
  azn: 85,
  bgn: 100,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17500,
  inr: 50,
  jpy: 50,
  mxn: 1000,
  myr: 200,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  thb: 1000,
  usd: 50,
};
const mostMinor = 99_999_999;

/** A currency Stripe takes, in lower case as it answers. */
export const currency: Field<string> = {
  read(value, param) {
    const given = typeof value === 'string' ? value.toLowerCase() : '';
    if (known.has(given)) return given;
    throw badParameter(
      `Invalid currency: ${given.slice(0, 10)}. Stripe currently supports these currencies: ${[...known].join(', ')}`,
      param,
    );
  },
};

/** How many decimals the minor unit stands for. */
export function decimalsOf(code: string): number {
  if (zeroDecimals.includes(code)) return 0;
  return threeDecimals.includes(code) ? 3 : 2;
}

/** Refuses a total too small, too large, or finer than the networks carry. */
export function checkTotal(totalMinor: number, code: string): void {
  const least = leastMinor[code] ?? (decimalsOf(code) === 0 ? 50 : decimalsOf(code) === 3 ? 500 : 50);
  if (totalMinor < least) {
    throw badParameter(
      `The Checkout Session's total amount due must add up to at least ${formatMinor(least, code, 'en')} ${code}`,
      undefined,
      'amount_too_small',
    );
  }
  if (totalMinor > mostMinor) {
    throw badParameter(
      `The Checkout Session's total amount due must be no more than ${formatMinor(mostMinor, code, 'en')} ${code}`,
      undefined,
      'amount_too_large',
    );
  }
  const step = decimalsOf(code) === 3 ? 10 : ['isk', 'ugx'].includes(code) ? 100 : 1;
  if (totalMinor % step !== 0) {
    throw badParameter(`Amounts in ${code} must be divisible by ${step}.`, undefined, 'parameter_invalid_integer');
  }
}

/** A sum as people read it. */
export function formatMinor(amountMinor: number, code: string, locale: string): string {
  const decimals = decimalsOf(code);
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: code.toUpperCase(),
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(amountMinor / 10 ** decimals);
}

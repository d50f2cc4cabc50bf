import { type VoucherInput, voucherInputRefusals } from '#lib/booking/voucher-input.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { parseMoney } from '#lib/platform/money.ts';

/** The fields of the form as an address or a post brings them: text, absurd lengths cut. */
export const voucherFields = [
  'label',
  'code',
  'count',
  'effect',
  'value',
  'lane',
  'slot',
  'places',
  'maxUses',
  'perEmail',
  'minimum',
  'maximum',
  'from',
  'until',
  'givenBack',
] as const;
type Field = (typeof voucherFields)[number];
export type TypedVoucher = Partial<Record<Field, string>> & { product?: string[]; type?: string[] };

/** What was typed, from any bag of values. */
export function typedVoucher(all: (name: string) => readonly unknown[]): TypedVoucher {
  const typed: TypedVoucher = {};
  for (const name of voucherFields) {
    const [value] = all(name);
    if (typeof value === 'string' && value !== '') typed[name] = value.slice(0, 300);
  }
  const ids = (name: string) => [...new Set(all(name))].filter(isUuid).slice(0, 50);
  return { ...typed, product: ids('product'), type: ids('type') };
}

/** The typed fields as the verbs take them; amounts in minor units of the museum's currency. */
export function voucherInputOf(typed: TypedVoucher, currency: string): VoucherInput {
  const effect = (['per_cent_off', 'fixed_price', 'amount_off'] as const).find((one) => one === typed.effect) ?? null;
  const value = typed.value ?? '';
  const isWhole = /^\d{1,3}$/.test(value.trim());
  const parsed = effect === 'per_cent_off' ? (isWhole ? Number(value) : Number.NaN) : parseMoney(value, currency);
  return {
    code: typed.code ?? null,
    count: typed.count ?? '1',
    effect,
    value: effect === null ? null : (parsed ?? Number.NaN),
    lane: (['schools', 'desk', 'official'] as const).find((one) => one === typed.lane) ?? null,
    timeslotId: typed.slot ?? null,
    reservedPlaces: typed.slot ? (typed.places ?? '0') : null,
    productIds: typed.product ?? [],
    ticketTypeIds: typed.type ?? [],
    ...boundsOf(typed),
  };
}

/** Those of the fields that may be changed later. */
export function boundsOf(typed: TypedVoucher) {
  return {
    label: typed.label ?? '',
    maxUses: typed.maxUses ?? '',
    maxUsesPerEmail: typed.perEmail ?? '',
    minimumTickets: typed.minimum ?? '1',
    maximumTickets: typed.maximum ?? '',
    fromDate: typed.from ?? '',
    untilDate: typed.until ?? '',
    isGivenBack: typed.givenBack === '1',
  };
}

export const voucherRefusalCodes = [
  ...voucherInputRefusals,
  'forbidden',
  'code_taken',
  'not_on_sale',
  'unknown_product',
  'full',
  'unknown_voucher',
  'below_used',
] as const;

import { z } from 'zod';
import { voucherEffects } from '#lib/catalog/values.ts';
import { normaliseVoucherCode } from './voucher-code.ts';

const whole = (code: string, least: number, most: number) =>
  z.coerce.number(code).int(code).min(least, code).max(most, code);
const optionalWhole = (code: string, least: number, most: number) =>
  z.union([z.literal('').transform(() => null), z.null(), whole(code, least, most)], code);

/** The bounds of a voucher, which may be changed later. Dates are the museum's, both included. */
const bounds = z.object({
  label: z
    .string()
    .transform((label) => label.replace(/\s+/gu, ' ').trim())
    .pipe(z.string().min(1, 'label_missing').max(200, 'label_missing')),
  maxUses: whole('uses_missing', 1, 100_000),
  maxUsesPerEmail: optionalWhole('uses_missing', 1, 1000),
  minimumTickets: whole('tickets_wrong', 1, 500),
  maximumTickets: optionalWhole('tickets_wrong', 1, 500),
  fromDate: z.iso.date('dates_wrong'),
  untilDate: z.iso.date('dates_wrong'),
  isGivenBack: z.boolean(),
});

type Bounds = { minimumTickets: number; maximumTickets: number | null; fromDate: string; untilDate: string };
const isSpan = (given: Bounds) => given.fromDate <= given.untilDate;
const isParty = (given: Bounds) => given.maximumTickets === null || given.maximumTickets >= given.minimumTickets;

export const voucherBounds = bounds.refine(isSpan, 'dates_wrong').refine(isParty, 'tickets_wrong');
export type VoucherBounds = z.input<typeof voucherBounds>;

/**
 * A voucher to be made: one with a code of one's own, or so many with drawn codes. `value` is per cent, or an amount in whole minor
 * units. A reservation names a time; its lane is the voucher's, or the public's.
 */
export const voucherInput = bounds
  .extend({
    code: z.union(
      [
        z.literal('').transform(() => null),
        z.null(),
        z
          .string()
          .transform((code) => normaliseVoucherCode(code))
          .pipe(z.string('code_wrong')),
      ],
      'code_wrong',
    ),
    count: whole('count_wrong', 1, 500),
    effect: z.enum(voucherEffects).nullable(),
    value: z.number('value_wrong').int('value_wrong').min(0, 'value_wrong').max(100_000_000, 'value_wrong').nullable(),
    lane: z.enum(['schools', 'desk', 'official']).nullable(),
    timeslotId: z.uuid().nullable(),
    reservedPlaces: optionalWhole('places_wrong', 1, 500),
    productIds: z.array(z.uuid()).max(200),
    ticketTypeIds: z.array(z.uuid()).max(200),
  })
  .refine(isSpan, 'dates_wrong')
  .refine(isParty, 'tickets_wrong')
  .refine((given) => given.code === null || given.count === 1, 'count_wrong')
  .refine((given) => (given.effect === null) === (given.value === null), 'value_wrong')
  .refine(({ effect, value }) => isValue(effect, value), 'value_wrong')
  .refine((given) => (given.timeslotId === null) === (given.reservedPlaces === null), 'places_wrong')
  .refine((given) => given.effect || given.lane || given.timeslotId, 'does_nothing');
export type VoucherInput = z.input<typeof voucherInput>;

function isValue(effect: (typeof voucherEffects)[number] | null, value: number | null): boolean {
  if (effect === null || value === null) return true;
  if (effect === 'per_cent_off') return value >= 1 && value <= 100;
  return effect === 'fixed_price' || value > 0;
}

export const voucherInputRefusals = [
  'label_missing',
  'uses_missing',
  'tickets_wrong',
  'dates_wrong',
  'code_wrong',
  'count_wrong',
  'value_wrong',
  'places_wrong',
  'does_nothing',
  'input_wrong',
] as const;
export type VoucherInputRefusal = (typeof voucherInputRefusals)[number];

/** The code of the first thing that is wrong. */
export function voucherInputRefusal(error: z.ZodError): VoucherInputRefusal {
  const message = error.issues[0]?.message;
  return voucherInputRefusals.find((code) => code === message) ?? 'input_wrong';
}

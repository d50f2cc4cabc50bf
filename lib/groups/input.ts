import { z } from 'zod';
import { locales } from '#lib/platform/locales.ts';
import { isIsoDate } from '#lib/platform/time.ts';
import { institutionKinds, payWays, shifts } from './values.ts';

const line = (most: number) =>
  z
    .string()
    .trim()
    .max(most, 'too_long')
    .regex(/^[^\p{Cc}]*$/u, 'malformed');
const words = (most: number) =>
  z
    .string()
    .trim()
    .max(most, 'too_long')
    .regex(/^[^\p{Cc}\n\r\t]*[\s\S]*$/u);
/** A text that may be left out: null when it is. */
const orNull = (schema: z.ZodType<string, string>) =>
  z
    .string()
    .nullish()
    .transform((typed) => typed ?? '')
    .pipe(schema)
    .transform((text) => text || null);
const count = (most: number) =>
  z.coerce.number('number_missing').int('number_missing').min(0, 'number_missing').max(most, 'number_too_large');
const age = z.coerce.number('age_missing').int('age_missing').min(3, 'age_missing').max(99, 'age_missing');

export const wishInput = z.object({
  visitDate: z.string('date_missing').refine(isIsoDate, 'date_missing'),
  startTime: z.string('time_missing').regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'time_missing'),
});

/** The first step of a request: who comes, how many, and when they would like to (requirements 6.1). Codes are words in the message files. */
export const partyInput = z
  .object({
    product: z.string().regex(/^[a-z0-9-]{2,40}$/),
    tourLanguage: z.enum(locales, 'language_missing'),
    pupils: count(500),
    teachers: count(100),
    parents: count(100).default(0),
    aides: count(100).default(0),
    ageFrom: age,
    ageUntil: age,
    grades: orNull(line(40)),
    shift: z.enum(shifts).nullable().default(null),
    isFlexible: z.boolean().default(true),
    hasOwnGuide: z.boolean().default(false),
    wishes: z.array(wishInput).min(1, 'date_missing').max(3),
    requestKey: z.uuid(),
  })
  .refine(({ ageFrom, ageUntil }) => ageFrom <= ageUntil, { path: ['ageUntil'], message: 'ages_order' });
export type PartyInput = z.input<typeof partyInput>;

export const groupEmail = z
  .string('email_missing')
  .trim()
  .min(1, 'email_missing')
  .max(254, 'email_malformed')
  .regex(/^[^\s@<>,;"()]+@[^\s@<>,;"()]+\.[^\s@<>,;"().]{2,}$/u, 'email_malformed')
  .transform((email) => email.normalize('NFC'));
const phone = line(40).regex(/^\+?[0-9 ()./-]{5,}$/, 'phone_malformed');

/** The second step: the institution, who books, who leads on the day, who pays (requirements 6.1). */
export const contactInput = z.object({
  /** One that is known already, or what to call it. */
  institutionId: z.uuid().nullable().default(null),
  institutionName: orNull(line(200)),
  institutionKind: z.enum(institutionKinds).default('school'),
  district: orNull(line(120)),
  bookerName: line(200).min(1, 'name_missing'),
  email: groupEmail,
  phone,
  leaderName: orNull(line(200)),
  leaderPhone: orNull(line(40).regex(/^$|^\+?[0-9 ()./-]{5,}$/, 'phone_malformed')),
  theme: orNull(words(500)),
  accessNeeds: orNull(words(1000)),
  bus: orNull(line(60)),
  note: orNull(words(2000)),
  payWay: z.enum(payWays, 'pay_way_missing'),
  payerName: orNull(line(200)),
  payerTaxNumber: orNull(line(20).regex(/^$|^[0-9A-Z-]{5,20}$/, 'tax_number_malformed')),
  payerAddress: orNull(words(400)),
  acceptsRules: z.literal(true, 'rules_missing'),
});
export type ContactInput = z.input<typeof contactInput>;

/** What is wrong, field by field, as codes: the first of each. */
export function faultsOf(error: z.ZodError): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const { path, message } of error.issues)
    faults[path.join('.')] ??= /^[a-z_]+$/.test(message) ? message : 'malformed';
  return faults;
}

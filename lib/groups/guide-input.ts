import { z } from 'zod';
import { locales } from '#lib/platform/locales.ts';
import { groupEmail } from './input.ts';

const orNull = <T>(schema: z.ZodType<T, string>) =>
  z
    .string()
    .nullish()
    .transform((typed) => (typed ?? '').trim())
    .pipe(z.union([z.literal('').transform(() => null), schema]));

/** A guide's file as staff keep it (requirements 6.9). Codes are words in the message files. */
export const guideInput = z.object({
  name: z
    .string()
    .transform((name) => name.replace(/\s+/gu, ' ').trim())
    .pipe(
      z
        .string()
        .min(1, 'name_missing')
        .max(200, 'name_too_long')
        .regex(/^[^\p{Cc}]*$/u, 'name_missing'),
    ),
  languages: z.array(z.enum(locales)).min(1, 'languages_missing'),
  /** Empty: all. */
  productIds: z.array(z.uuid()).max(50),
  email: z
    .string()
    .nullish()
    .transform((typed) => (typed ?? '').trim())
    .transform((typed, issues) => {
      if (typed === '') return null;
      const parsed = groupEmail.safeParse(typed);
      if (parsed.success) return parsed.data;
      issues.addIssue('email_malformed');
      return z.NEVER;
    }),
  phone: orNull(z.string().regex(/^\+?[0-9 ()./-]{5,40}$/, 'phone_malformed')),
  locale: z.enum(locales),
  /** Null: as the museum's settings say. */
  toursADay: z
    .string()
    .nullish()
    .transform((typed) => (typed ?? '').trim())
    .pipe(z.string().regex(/^(|\d{1,2})$/, 'tours_malformed'))
    .transform((typed) => (typed === '' ? null : Number(typed)))
    .pipe(z.number().max(20, 'tours_malformed').nullable()),
});
export type GuideInput = z.input<typeof guideInput>;

export const guideFaults = [
  'name_missing',
  'name_too_long',
  'languages_missing',
  'email_malformed',
  'email_taken',
  'phone_malformed',
  'tours_malformed',
] as const;

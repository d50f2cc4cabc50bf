import { z } from 'zod';
import { locales } from '#lib/platform/locales.ts';
import { isIsoDate } from '#lib/platform/time.ts';

const wallTime = z.string('time_missing').regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'time_missing');

/** A day with the first and the last start that would do. */
export const wishInput = z
  .object({
    date: z.string('date_missing').refine(isIsoDate, 'date_missing'),
    fromTime: wallTime,
    untilTime: wallTime,
  })
  .refine(({ fromTime, untilTime }) => fromTime <= untilTime, 'time_order');
export type WishInput = z.infer<typeof wishInput>;

/** How many, when, and whether they stay together. `smallestPart` null: together. The codes are words in the message files. */
export const wantInput = z
  .object({
    people: z.coerce.number('people_missing').int('people_missing').min(1, 'people_missing').max(500, 'people_missing'),
    smallestPart: z.coerce.number('part_missing').int('part_missing').min(1, 'part_missing').nullable(),
    tourLanguages: z.array(z.enum(locales)).max(3).nullable(),
    wishes: z.array(wishInput).min(1, 'date_missing').max(10),
  })
  .refine(({ people, smallestPart }) => smallestPart === null || smallestPart * 2 <= people, {
    path: ['smallestPart'],
    message: 'part_too_large',
  });
export type WantInput = z.infer<typeof wantInput>;

/** An e-mail address as people have them. */
export const waitingEmail = z
  .string('email_missing')
  .trim()
  .min(1, 'email_missing')
  .max(254, 'email_malformed')
  .regex(/^[^\s@<>,;"()]+@[^\s@<>,;"()]+\.[^\s@<>,;"().]{2,}$/u, 'email_malformed')
  .transform((email) => email.normalize('NFC'));

export const joinInput = wantInput.and(
  z.object({ product: z.string().regex(/^[a-z0-9-]{2,40}$/), email: waitingEmail, requestKey: z.uuid() }),
);
export type JoinInput = z.input<typeof joinInput>;

/** What may be wrong with what was typed. */
export const inputFaults = [
  'people_missing',
  'part_missing',
  'part_too_large',
  'date_missing',
  'time_missing',
  'time_order',
  'email_missing',
  'email_malformed',
] as const;
export type InputFault = (typeof inputFaults)[number];

/** The first thing that is wrong, as a code. */
export function faultOf(error: z.ZodError): InputFault {
  const said = error.issues.map(({ message }) => inputFaults.find((fault) => fault === message));
  return said.find((fault) => fault !== undefined) ?? 'date_missing';
}

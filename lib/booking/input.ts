import { z } from 'zod';
import type { NamesRequired } from '#lib/catalog/values.ts';

// Control characters would let a name write its own mail headers; line and paragraph separators the same.
const noControl = /^[^\p{Cc}\u2028\u2029]*$/u;

// Lines are welcome in a longer text. Other control characters show nothing, and the database takes no NUL: they are left out.
const lines = (most: number) =>
  z
    .string()
    .max(most * 4, 'too_long')
    .transform((text) => text.replace(/[^\P{Cc}\n\t]/gu, '').trim())
    .pipe(z.string().max(most, 'too_long'));

const trimmed = (most: number) =>
  z
    .string()
    .max(most * 4, 'too_long')
    .trim()
    .max(most, 'too_long')
    .regex(noControl, 'no_line_breaks');

/** An e-mail address as people have them; 254 characters at most (RFC 5321). */
export const emailField = trimmed(254)
  .min(1, 'email_missing')
  .regex(/^[^\s@<>,;"()]+@[^\s@<>,;"()]+\.[^\s@<>,;"().]{2,}$/u, 'email_malformed')
  .transform((email) => email.normalize('NFC'));

export const quantityField = z.coerce
  .number('not_a_number')
  .int('not_a_number')
  .min(0, 'not_a_number')
  .max(500, 'too_many');

/**
 * The form of the times: one time for so many people, of the product and the day that the page showed. `requestKey` is the
 * page's own id, so that a double click is one order.
 */
export const holdVisitInput = z.object({
  product: z.string().regex(/^[a-z0-9-]{2,40}$/),
  date: z.iso.date(),
  timeslotId: z.uuid(),
  people: z.coerce.number().int().min(1).max(500),
  requestKey: z.uuid(),
  code: z.string().max(100).optional(),
});
export type HoldVisitInput = z.infer<typeof holdVisitInput>;

/** Who comes: quantities by ticket type. */
export const chooseTicketsInput = z.object({
  lines: z.array(z.object({ ticketTypeId: z.uuid(), quantity: quantityField })).max(100),
});
export type ChooseTicketsInput = z.infer<typeof chooseTicketsInput>;

/** The visitor's details. An e-mail address is enough; the codes are words in the message files. */
export const detailsInput = z.object({
  email: emailField,
  contactName: trimmed(200),
  phone: trimmed(40).regex(/^$|^\+?[0-9 ()./-]{5,}$/, 'phone_malformed'),
  accessNeeds: lines(1000),
  /** A name for each person, in the order of the tickets: where the product asks for them. */
  visitorNames: z.array(trimmed(200)).max(500).optional(),
  hasAcknowledgedAdvisory: z.boolean(),
  hasAcceptedTerms: z.literal(true, 'terms_needed'),
});
/**
 * What one visit asks of whoever books it: an advisory of the route is acknowledged before paying (3.2), and names are given only
 * where the product requires them, of one person or of all `people` (4.4).
 */
export type DetailsNeeded = { hasAdvisory: boolean; namesRequired: NamesRequired; people: number };

export function detailsInputFor({
  hasAdvisory,
  namesRequired,
  people,
}: DetailsNeeded): z.ZodType<DetailsInput, DetailsForm> {
  const name = trimmed(200).min(1, 'name_needed');
  return z.object({
    ...detailsInput.shape,
    hasAcknowledgedAdvisory: hasAdvisory ? z.literal(true, 'advisory_needed') : z.boolean(),
    contactName: namesRequired === 'lead' ? name : trimmed(200),
    visitorNames:
      namesRequired === 'each' ? z.array(name).length(people, 'name_needed') : z.array(trimmed(200)).optional(),
  });
}
export type DetailsInput = z.infer<typeof detailsInput>;
/** What the form holds before it is checked. */
export type DetailsForm = z.input<typeof detailsInput>;

/** What a visitor writes to the museum. `requestKey` is the page's own id. */
export const askHelpInput = z.object({
  text: lines(1000).pipe(z.string().min(3, 'text_missing')),
  requestKey: z.uuid(),
});

/** Other names: of the order, and of tickets. */
export const changeNamesInput = z.object({
  orderId: z.uuid(),
  contactName: trimmed(200),
  holders: z.array(z.object({ ticketId: z.uuid('unknown_ticket'), name: trimmed(200) })).max(500),
});

/** What was typed of a contact, where it is fit to be kept; what is not is left out. */
export function fitContact(
  typed: Record<string, unknown>,
): Pick<DetailsInput, 'email' | 'contactName' | 'phone' | 'accessNeeds'> {
  const { email, contactName, phone, accessNeeds } = detailsInput.shape;
  return {
    email: email.safeParse(typed.email).data ?? '',
    contactName: contactName.safeParse(typed.contactName).data ?? '',
    phone: phone.safeParse(typed.phone).data ?? '',
    accessNeeds: accessNeeds.safeParse(typed.accessNeeds).data ?? '',
  };
}

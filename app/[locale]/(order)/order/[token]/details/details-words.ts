import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';

const errorCodes = [
  'email_missing',
  'email_malformed',
  'too_long',
  'no_line_breaks',
  'phone_malformed',
  'terms_needed',
  'advisory_needed',
  'name_needed',
  'email_day_limit',
  'voucher_email_used',
  'provider_unavailable',
] as const;

/** All the words that the details form may need, made by the server: the browser gets no message catalogue. */
export function detailsWords(
  locale: Locale,
  facts: {
    pay: string;
    limit: number;
    advisory: string | null;
    /** What each space of the route may be hard to bear for: "Solitary cell: …". */
    advisoryRooms: string[];
    isFree: boolean;
    /** Where everybody's name is needed: the type of each person's ticket, in the order of the tickets. */
    people: string[];
    isNameNeeded: boolean;
    /** The route without steps at the same time, where the booked one has them. */
    alternative: { text: string; action: string } | null;
  },
) {
  const t = translator(locale, 'order');
  return {
    errorsTitle: translator(locale, 'common')('errorsTitle'),
    email: t('details.email'),
    emailHint: t('details.emailHint'),
    name: t('details.name'),
    nameHint: t(facts.isNameNeeded ? 'details.nameNeeded' : 'details.nameHint'),
    visitorsTitle: t('details.visitorsTitle'),
    visitorsHint: t('details.visitorsHint'),
    visitors: facts.people.map((type, index) => t('details.visitor', { number: index + 1, type })),
    alternative: facts.alternative,
    phone: t('details.phone'),
    phoneHint: t('details.phoneHint'),
    needs: t('details.needs'),
    needsHint: t('details.needsHint'),
    advisoryTitle: t('details.advisoryTitle'),
    advisoryText: facts.advisory,
    advisoryRooms: facts.advisoryRooms,
    advisoryRoomsTitle: translator(locale, 'visit')('product.roomByRoom'),
    advisory: t('details.advisory'),
    terms: t('details.terms'),
    termsLink: t('details.termsLink'),
    privacyLink: t('details.privacyLink'),
    pay: facts.pay,
    payHint: facts.isFree ? null : t('details.payHint'),
    sending: t('details.sending'),
    errors: Object.fromEntries(
      errorCodes.map((code) => [
        code,
        code === 'voucher_email_used'
          ? translator(locale, 'vouchers')('refused.email_used')
          : t(`details.errors.${code}`, { limit: facts.limit }),
      ]),
    ) as Record<string, string>,
  };
}

export type DetailsWords = ReturnType<typeof detailsWords>;

import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';

/** For how many a code is, in words; nothing where it says nothing of that. */
export function codeParty(locale: Locale, given: { minimumTickets: number; maximumTickets: number | null }): string {
  const t = translator(locale, 'vouchers');
  const { minimumTickets: minimum, maximumTickets: maximum } = given;
  if (maximum !== null) return t('code.between', { minimum, maximum });
  return minimum > 1 ? t('code.atLeast', { minimum }) : '';
}

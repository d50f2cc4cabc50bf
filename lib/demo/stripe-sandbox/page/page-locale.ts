import { isLocale, type Locale } from '#lib/platform/locales.ts';

/**
 * The language of the hosted page: the session's; with `auto` (Checkout has no Azerbaijani) what the shop wrote into
 * `metadata.locale`, else the browser's first language that we speak, else English.
 */
export function pageLocale(
  session: { locale: string | null; metadata: Record<string, string> | null },
  acceptLanguage: string | undefined,
): Locale {
  if (isLocale(session.locale)) return session.locale;
  if (isLocale(session.metadata?.locale)) return session.metadata.locale;
  return browserLocale(acceptLanguage);
}

/** The browser's first language that we speak, else English. */
export function browserLocale(acceptLanguage: string | undefined): Locale {
  const wanted = (acceptLanguage ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
  return wanted.find(isLocale) ?? 'en';
}

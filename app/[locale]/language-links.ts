import type { Metadata } from 'next';
import { defaultLocale, type Locale, locales } from '#lib/platform/locales.ts';

/** Tells search engines where this page stands in the other languages. */
export function languageLinks(locale: Locale, here: (locale: Locale) => string): Pick<Metadata, 'alternates'> {
  return {
    alternates: {
      canonical: here(locale),
      languages: {
        ...Object.fromEntries(locales.map((other) => [other, here(other)])),
        'x-default': here(defaultLocale),
      },
    },
  };
}

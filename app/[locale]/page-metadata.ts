import type { Metadata } from 'next';
import { defaultLocale, type Locale, locales } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';

/** The size of the picture that other sites show beside a link (paths.card). */
export const cardSize = { width: 1200, height: 630 } as const;

/** Where this page stands in the other languages, for search engines. */
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

/** Title, description, languages and what other sites show beside a link to this page (Open Graph). */
export function pageMetadata(
  locale: Locale,
  page: { title: string; description: string; siteName: string; here: (locale: Locale) => string },
): Metadata {
  const { title, description, siteName, here } = page;
  return {
    title,
    description,
    ...languageLinks(locale, here),
    openGraph: {
      type: 'website',
      title,
      description,
      siteName,
      url: here(locale),
      locale,
      alternateLocale: locales.filter((other) => other !== locale),
      images: [{ url: paths.card(locale), ...cardSize, alt: siteName }],
    },
    twitter: { card: 'summary_large_image' },
  };
}

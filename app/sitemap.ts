import type { MetadataRoute } from 'next';
import { listProducts } from '#lib/catalog/queries.ts';
import { defaultLocale, type Locale, locales } from '#lib/platform/locales.ts';
import { absolute, paths } from '#lib/platform/paths.ts';
import { systemRequest } from '#lib/platform/request.ts';

export const dynamic = 'force-dynamic';

/** Every public page in every language, each with its others. */
export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  const products = await listProducts(systemRequest('sitemap').db);
  const pages: ((locale: Locale) => string)[] = [
    paths.museum,
    ...products
      .filter(({ isSoldOnline }) => isSoldOnline)
      .map(
        ({ code }) =>
          (locale: Locale) =>
            paths.product(locale, code),
      ),
    (locale: Locale) => paths.groups(locale),
    paths.terms,
    paths.privacy,
  ];
  return pages.flatMap((page) =>
    locales.map((locale) => ({
      url: absolute(page(locale)),
      alternates: {
        languages: {
          ...Object.fromEntries(locales.map((other) => [other, absolute(page(other))])),
          'x-default': absolute(page(defaultLocale)),
        },
      },
    })),
  );
}

import type { GuideInput } from '#lib/groups/guide-input.ts';
import type { GuideFile } from '#lib/groups/list-guides.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { defaultLocale, isLocale, locales } from '#lib/platform/locales.ts';

export type TypedGuide = {
  name: string;
  language: string[];
  product: string[];
  email: string;
  phone: string;
  locale: string;
  tours: string;
};

/** What was typed, from any bag of values: text, absurd lengths cut. */
export function typedGuide(all: (name: string) => readonly unknown[]): TypedGuide {
  const text = (name: string) => {
    const [value] = all(name);
    return typeof value === 'string' ? value.slice(0, 300) : '';
  };
  return {
    name: text('name'),
    language: locales.filter((locale) => all('language').includes(locale)),
    product: [...new Set(all('product'))].filter(isUuid).slice(0, 50),
    email: text('email'),
    phone: text('phone'),
    locale: text('locale'),
    tours: text('tours'),
  };
}

export const typedOf = (file: GuideFile): TypedGuide => ({
  name: file.name,
  language: file.languages,
  product: file.productIds,
  email: file.email ?? '',
  phone: file.phone ?? '',
  locale: file.locale,
  tours: file.toursADay?.toString() ?? '',
});

/** As the verb takes it. */
export const guideInputOf = (typed: TypedGuide): GuideInput => ({
  name: typed.name,
  languages: typed.language.filter(isLocale),
  productIds: typed.product,
  email: typed.email,
  phone: typed.phone,
  locale: isLocale(typed.locale) ? typed.locale : defaultLocale,
  toursADay: typed.tours,
});

/** As an address carries it back. */
export function typedQuery(typed: TypedGuide, faults: Record<string, string>): string {
  const { language, product, ...texts } = typed;
  const query = new URLSearchParams(texts);
  for (const one of language) query.append('language', one);
  for (const one of product) query.append('product', one);
  for (const [field, code] of Object.entries(faults)) query.append('fault', `${field}.${code}`);
  return query.toString();
}

/** The languages of the interface; az is the default and complete first. A new one is a folder of messages and an entry here. */
export const locales = ['az', 'en', 'ru'] as const;
export type Locale = (typeof locales)[number];
export const defaultLocale: Locale = 'az';

/** A text in every language, as the database keeps museum content. */
export type LocalizedText = Record<Locale, string>;

export function isLocale(value: unknown): value is Locale {
  return typeof value === 'string' && (locales as readonly string[]).includes(value);
}

/** The text in the reader's language, else in the default one, else empty. */
export function localized(text: Partial<LocalizedText> | null | undefined, locale: Locale): string {
  return text?.[locale] || text?.[defaultLocale] || '';
}

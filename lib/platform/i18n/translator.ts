import { createTranslator } from 'use-intl/core';
import { type Locale, locales } from '#lib/platform/locales.ts';
import { loadMessages, type MessageRoom } from './messages.ts';

/** Values that a message's ICU arguments may take. */
export type MessageValues = Record<string, string | number | Date>;

/** Speaks one room's messages in one language. `t.has` tells whether a key exists; `t.raw` gives it unformatted. */
export type Translator = ((key: string, values?: MessageValues) => string) & {
  has(key: string): boolean;
  locale: Locale;
};

const cache = new Map<string, Translator>();

/**
 * The words of a room: `translator('az', 'visit')('times.full')`. Works in pages, jobs and tests alike. A missing key throws
 * outside production, so that no test passes with a hole in a language; in production the key is shown and logged by the check.
 */
export function translator(locale: Locale, room: MessageRoom): Translator {
  const cached = cache.get(`${locale}/${room}`);
  if (cached) return cached;
  const translate = createTranslator({
    locale,
    messages: loadMessages(locale, room),
    onError(error) {
      if (process.env.NODE_ENV !== 'production') throw error;
    },
  }) as unknown as Omit<Translator, 'locale'>;
  const result = Object.assign((key: string, values?: MessageValues) => (translate as Translator)(key, values), {
    has: (key: string) => translate.has(key),
    locale,
  });
  cache.set(`${locale}/${room}`, result);
  return result;
}

/** The same words in every language: for content that is stored or tested per language. */
export function translators(room: MessageRoom): Record<Locale, Translator> {
  return Object.fromEntries(locales.map((locale) => [locale, translator(locale, room)])) as Record<Locale, Translator>;
}

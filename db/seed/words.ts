import type { LocalizedText } from '#lib/platform/locales.ts';

/** One text in the three languages of the museum, in the order in which they are written here. */
export function words(az: string, en: string, ru: string): LocalizedText {
  return { az, en, ru };
}

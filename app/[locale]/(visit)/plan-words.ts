import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';

/** The words around the drawing of the building. */
export function planWords(locale: Locale) {
  const t = translator(locale, 'visit');
  return {
    title: t('plan.title'),
    description: t('plan.description'),
    ground: t('plan.ground'),
    basement: t('plan.basement'),
    stepFree: t('plan.stepFree'),
  };
}

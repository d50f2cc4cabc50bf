import type { RouteStop } from '#lib/catalog/queries.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';

/** Honest facts of a route, space by space: steps, width, light, sound, and what may be hard to bear. */
export function RouteFacts({ locale, route }: { locale: Locale; route: readonly RouteStop[] }) {
  const t = translator(locale, 'visit');
  return (
    <details>
      <summary>{t('product.access')}</summary>
      <ol className="route-facts">
        {route.map((stop) => {
          const facts = stop.accessFacts;
          const words = [
            ...(facts.steps === undefined ? [] : [t('product.steps', { count: facts.steps })]),
            ...(facts.narrowestCm ? [t('product.narrowest', { cm: facts.narrowestCm })] : []),
            ...(facts.light ? [t(`product.light.${facts.light}`)] : []),
            ...(facts.sound ? [t(`product.sound.${facts.sound}`)] : []),
          ];
          return (
            <li key={stop.code}>
              <b>{localized(stop.names, locale)}</b>: {words.join(', ')}.
              {stop.advisories ? <> {localized(stop.advisories, locale)}</> : null}
            </li>
          );
        })}
      </ol>
    </details>
  );
}

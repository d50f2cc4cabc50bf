import type { RouteStop } from '#lib/catalog/queries.ts';
import { summariseRoute } from '#lib/catalog/route-facts.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';

/** Honest facts of a route: in one look what it asks of a body, then space by space, with what may be hard to bear (3.2). */
export function RouteFacts({ locale, route }: { locale: Locale; route: readonly RouteStop[] }) {
  const t = translator(locale, 'visit');
  const whole = summariseRoute(route);
  const facts = [
    ...(whole.steps === null ? [] : [t('product.facts.steps', { count: whole.steps })]),
    ...(whole.narrowestCm === null ? [] : [t('product.facts.narrowest', { cm: whole.narrowestCm })]),
    ...(whole.darkest === null ? [] : [t(`product.facts.${whole.darkest}`)]),
    t(whole.hasRecordings ? 'product.facts.recordings' : 'product.facts.quiet'),
    t('product.facts.seats', { count: whole.seats }),
    ...whole.warmths.map((warmth) => t(`product.facts.${warmth}`)),
  ];
  return (
    <>
      <h3>{t('product.access')}</h3>
      <ul className="listed">
        {facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
      <details>
        <summary>{t('product.roomByRoom')}</summary>
        <ol className="route-facts">
          {route.map((stop, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a route is fixed, and may enter a room twice
            <li key={index}>
              <b>{localized(stop.names, locale)}</b>: {wordsOf(stop, locale).join(', ')}.
              {stop.advisories ? <> {localized(stop.advisories, locale)}</> : null}
              {stop.advisoryAge ? <> {t('product.advisoryAge', { age: stop.advisoryAge })}</> : null}
            </li>
          ))}
        </ol>
      </details>
    </>
  );
}

function wordsOf({ accessFacts }: RouteStop, locale: Locale): string[] {
  const t = translator(locale, 'visit');
  const { steps, narrowestCm, light, sound, seats, warmth } = accessFacts;
  return [
    ...(steps === undefined ? [] : [t('product.steps', { count: steps })]),
    ...(narrowestCm ? [t('product.narrowest', { cm: narrowestCm })] : []),
    ...(light ? [t(`product.light.${light}`)] : []),
    ...(sound ? [t(`product.sound.${sound}`)] : []),
    ...(seats ? [t('product.seats', { count: seats })] : []),
    ...(warmth ? [t(`product.warmth.${warmth}`)] : []),
  ];
}

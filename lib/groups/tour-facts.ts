import { translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import type { GuideTour } from './guide-tours.ts';

export type TourFact = { label: string; value: string };

/** Who comes, in words, without anybody's name and telephone: as a mail may carry it. */
export function partyFacts(tour: GuideTour, locale: Locale): TourFact[] {
  const t = translator(locale, 'guides');
  const fact = (key: string, value: string | null | undefined): TourFact[] =>
    value ? [{ label: t(`facts.${key}`), value }] : [];
  const { party } = tour;
  const language = tour.language ? translator(locale, 'common')(`languages.${tour.language}`) : null;
  if (!party) {
    return [
      ...fact('tour', `${localized(tour.productNames, locale)} (${t('facts.public')})`),
      ...fact('language', language),
      ...fact('people', t('facts.booked', { people: tour.booked })),
      ...tour.needs.flatMap(({ people, text }) => fact('needs', t('facts.needsOf', { people, text }))),
    ];
  }
  const ages =
    party.ageFrom === null ? null : t('facts.ages', { from: party.ageFrom, until: party.ageUntil ?? party.ageFrom });
  return [
    ...fact('tour', localized(tour.productNames, locale)),
    ...fact('language', language),
    ...fact('school', party.school),
    ...(party.of > 1 ? fact('subGroup', t('facts.subGroupOf', { no: party.no, of: party.of })) : []),
    ...fact('people', t('facts.peopleOf', { people: party.people, adults: party.adults })),
    ...fact('grades', [party.grades, ages].filter(Boolean).join(', ')),
    ...fact('theme', party.theme),
    ...fact('needs', party.accessNeeds),
    ...fact('bus', party.bus),
  ];
}

/** Where in the building when: "10:30 hall". */
export function routeFacts(tour: GuideTour, locale: Locale): string[] {
  const t = translator(locale, 'guides');
  const start = Number(tour.startTime.slice(0, 2)) * 60 + Number(tour.startTime.slice(3, 5));
  return tour.route.map(({ names, startMinute }) => {
    const minute = start + startMinute;
    const time = `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
    return t('facts.routeStop', { time, room: localized(names, locale) });
  });
}

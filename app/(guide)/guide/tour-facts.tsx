import { SummaryList } from '#app/_ui/summary-list.tsx';
import type { GuideTour } from '#lib/groups/guide-tours.ts';
import { partyFacts, routeFacts } from '#lib/groups/tour-facts.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { formatLongDate } from '#lib/platform/time.ts';

/** All that a guide needs to know of a tour, on the screen and on paper. */
export function TourFacts({ tour, locale, withDate }: { tour: GuideTour; locale: Locale; withDate?: boolean }) {
  const t = translator(locale, 'guides');
  const { party } = tour;
  const rows = [
    ...(withDate
      ? [
          {
            term: t('facts.time'),
            value: `${formatLongDate(tour.visitDate, locale)}, ${t('facts.span', { from: tour.startTime, until: tour.endTime })}`,
            isStrong: true,
          },
        ]
      : []),
    ...partyFacts(tour, locale).map(({ label, value }, index) => ({ term: label, value, key: `${index} ${label}` })),
    { term: t('facts.meeting'), value: localized(tour.meetingPoints, locale) },
    ...(tour.route.length > 0
      ? [
          {
            term: t('facts.route'),
            value: (
              <ol className="listed">
                {routeFacts(tour, locale).map((stop) => (
                  <li className="num" key={stop}>
                    {stop}
                  </li>
                ))}
              </ol>
            ),
          },
        ]
      : []),
    ...(party
      ? [
          { term: t('facts.leader'), value: party.leaderName ?? '—' },
          {
            term: t('facts.phone'),
            value: party.leaderPhone ? (
              <a href={`tel:${party.leaderPhone.replaceAll(/[^+0-9]/g, '')}`}>{party.leaderPhone}</a>
            ) : (
              <span className="soft">{t('facts.phoneOnDay')}</span>
            ),
          },
          { term: t('facts.reference'), value: party.code },
        ]
      : []),
  ];
  return <SummaryList rows={rows} />;
}

import { StatusWord } from '#app/_ui/status-word.tsx';
import type { GuideTour } from '#lib/groups/guide-tours.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatLongDate } from '#lib/platform/time.ts';

const tones = { asked: 'warn', accepted: 'good', declined: 'still', lapsed: 'warn', withdrawn: 'still' } as const;

/** Tours in order of time, each a link: the hour, the party, the answer. */
export function TourList(props: {
  t: Translator;
  guideKey: string;
  tours: readonly GuideTour[];
  withDate?: boolean;
  answerBy?: (tour: GuideTour) => string;
}) {
  const { t } = props;
  return (
    <ul className="guide-tours">
      {props.tours.map((tour) => (
        <li key={tour.timeslotId}>
          <a className="guide-tour" href={paths.guideTour(props.guideKey, tour.timeslotId)}>
            <time dateTime={tour.startsAt.toISOString()}>{tour.startTime}</time>
            <span>
              {props.withDate ? (
                <span className="soft small">{formatLongDate(tour.visitDate, t.locale, { year: false })}</span>
              ) : null}
              <strong>{localized(tour.productNames, t.locale)}</strong>
              <span>
                {tour.party
                  ? t('tours.of', { school: tour.party.school ?? tour.party.code, people: tour.party.people })
                  : t('facts.booked', { people: tour.booked })}
              </span>
              {tour.call ? (
                <StatusWord tone={tones[tour.call.state]}>
                  {tour.call.state === 'asked' && props.answerBy
                    ? t('tours.answerBy', { until: props.answerBy(tour) })
                    : t(`callStates.${tour.call.state}`)}
                </StatusWord>
              ) : null}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

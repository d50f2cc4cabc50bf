import type { Metadata } from 'next';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { getMuseum } from '#lib/catalog/queries.ts';
import { type GuideTour, listGuideTours } from '#lib/groups/guide-tours.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { orderLinkToken } from '#lib/platform/ids.ts';
import { absolute, paths } from '#lib/platform/paths.ts';
import { orderLinkSecret } from '#lib/platform/request.ts';
import { addDays, dateAt, formatLongDate } from '#lib/platform/time.ts';
import { GuideFrame } from '../guide-frame.tsx';
import { type GuideParams, openGuide } from '../open-guide.ts';
import { type GuideQuery, readQuery } from '../read-query.ts';
import { TourList } from '../tour-list.tsx';
import { untilWords } from '../until-words.ts';

type Props = { params: GuideParams; searchParams: GuideQuery };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator((await openGuide(params)).locale, 'guides')('tours.title') };
}

const isWaiting = ({ call }: GuideTour) => call?.state === 'asked' || call?.state === 'lapsed';

/** What a guide is asked, leads today, in the next seven days and later; and the address of the calendar. */
export default async function GuideToursPage({ params, searchParams }: Props) {
  const opened = await openGuide(params);
  const { guide, key, locale, ctx } = opened;
  const one = await readQuery(searchParams);
  const t = translator(locale, 'guides');
  const { timeZone } = await getMuseum(ctx.db);
  const today = dateAt(ctx.now, timeZone);
  const tours = await listGuideTours(ctx.db, guide.id, { fromDate: today, untilDate: addDays(today, 180) });
  const coming = tours.filter(({ startsAt }) => startsAt > ctx.now);
  const settled = coming.filter((tour) => !isWaiting(tour));
  const week = addDays(today, 7);
  const parts = [
    { name: 'waiting', tours: coming.filter(isWaiting), withDate: true },
    { name: 'today', tours: tours.filter((tour) => tour.visitDate === today), withDate: false },
    { name: 'week', tours: settled.filter(({ visitDate }) => visitDate > today && visitDate <= week), withDate: true },
  ];
  const later = settled.filter(({ visitDate }) => visitDate > week);
  const feed = absolute(paths.guideCalendar(orderLinkToken(orderLinkSecret(), guide.id, guide.linkVersion)));
  const told = one('told') === 'busy' ? { kind: 'refused' as const, text: t('tour.told.busy') } : null;
  return (
    <GuideFrame opened={opened} page="tours" told={told}>
      <StepHeading title={t('tours.title')} where={formatLongDate(today, locale)} />
      {parts.map(({ name, withDate, tours: listed }) =>
        listed.length === 0 && name !== 'today' ? null : (
          <section className="guide-part stack" key={name} aria-labelledby={name}>
            <h2 id={name}>{t(`tours.${name}`)}</h2>
            {listed.length === 0 ? (
              <p className="soft">{t('tours.none')}</p>
            ) : (
              <TourList
                t={t}
                guideKey={key}
                tours={listed}
                withDate={withDate}
                answerBy={({ call }) => (call ? untilWords(call.answerUntil, timeZone, locale) : '')}
              />
            )}
          </section>
        ),
      )}
      {later.length > 0 ? (
        <details className="guide-part more">
          <summary>{t('tours.laterOf', { count: later.length })}</summary>
          <TourList t={t} guideKey={key} tours={later} withDate />
        </details>
      ) : null}
      <section className="guide-part stack" aria-labelledby="calendar">
        <h2 id="calendar">{t('tours.calendar')}</h2>
        <p>{t('tours.calendarText')}</p>
        <p>
          <a href={feed}>{t('tours.calendarLink')}</a>
        </p>
      </section>
    </GuideFrame>
  );
}

import type { Metadata } from 'next';
import { Button } from '#app/_ui/button.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { TextInput } from '#app/_ui/text-input.tsx';
import { getMuseum } from '#lib/catalog/queries.ts';
import { listGuideTours } from '#lib/groups/guide-tours.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { dateAt, formatLongDate, isIsoDate } from '#lib/platform/time.ts';
import { GuideFrame } from '../../guide-frame.tsx';
import { type GuideParams, openGuide } from '../../open-guide.ts';
import { type GuideQuery, readQuery } from '../../read-query.ts';
import { TourFacts } from '../../tour-facts.tsx';

type Props = { params: GuideParams; searchParams: GuideQuery };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator((await openGuide(params)).locale, 'guides')('day.title') };
}

/** A day on one sheet, to print: every tour with its party, never with a pupil's name. */
export default async function DaySheetPage({ params, searchParams }: Props) {
  const opened = await openGuide(params);
  const { guide, key, locale, ctx } = opened;
  const one = await readQuery(searchParams);
  const t = translator(locale, 'guides');
  const { timeZone } = await getMuseum(ctx.db);
  const date = isIsoDate(one('date')) ? one('date') : dateAt(ctx.now, timeZone);
  const tours = await listGuideTours(ctx.db, guide.id, { fromDate: date, untilDate: date });
  return (
    <GuideFrame opened={opened} page="day">
      <StepHeading
        title={t('day.title')}
        where={t('day.of', { name: guide.name, date: formatLongDate(date, locale) })}
      />
      <form className="stack no-print" action={paths.guidePage(key, 'day')}>
        <TextInput type="date" name="date" label={t('day.date')} defaultValue={date} className="narrow" required />
        <Button look="quiet">{t('day.show')}</Button>
      </form>
      {tours.length === 0 ? <p>{t('day.none')}</p> : <p className="soft small no-print">{t('day.print')}</p>}
      {tours.map((tour) => (
        <section className="day-sheet" key={tour.timeslotId} aria-labelledby={tour.timeslotId}>
          <h2 id={tour.timeslotId}>
            {t('facts.span', { from: tour.startTime, until: tour.endTime })} {localized(tour.productNames, locale)}
          </h2>
          <TourFacts tour={tour} locale={locale} />
        </section>
      ))}
    </GuideFrame>
  );
}

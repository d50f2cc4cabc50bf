import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Button } from '#app/_ui/button.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { Table } from '#app/_ui/table.tsx';
import { TextInput } from '#app/_ui/text-input.tsx';
import { getMuseum } from '#lib/catalog/queries.ts';
import { asHours, guideHours, monthStart } from '#lib/groups/guide-hours.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { dateAt, formatDate, formatMonth } from '#lib/platform/time.ts';
import { GuideFrame } from '../../guide-frame.tsx';
import { type GuideParams, openGuide } from '../../open-guide.ts';
import { type GuideQuery, readQuery } from '../../read-query.ts';

type Props = { params: GuideParams; searchParams: GuideQuery };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator((await openGuide(params)).locale, 'guides')('hours.title') };
}

/** What a guide has led in a month. */
export default async function OwnHoursPage({ params, searchParams }: Props) {
  const opened = await openGuide(params);
  const { guide, key, locale, ctx } = opened;
  const one = await readQuery(searchParams);
  const t = translator(locale, 'guides');
  const today = dateAt(ctx.now, (await getMuseum(ctx.db)).timeZone);
  const month = monthStart(one('month')) ? one('month') : today.slice(0, 7);
  const found = await guideHours(ctx, { month, guideId: guide.id });
  if (!found.ok) notFound();
  const [sum] = found.guides;
  const head = (name: string) => ({ key: name, head: t(`hours.columns.${name}`) });
  return (
    <GuideFrame opened={opened} page="hours">
      <StepHeading
        title={t('hours.title')}
        where={formatMonth(month, locale)}
        lead={t('hours.sum', { tours: sum?.tours ?? 0, hours: asHours(sum?.actualMinutes ?? 0) })}
      />
      <form className="stack" action={paths.guidePage(key, 'hours')}>
        <TextInput type="month" name="month" label={t('hours.month')} defaultValue={month} max={today.slice(0, 7)} />
        <Button look="quiet">{t('day.show')}</Button>
      </form>
      {sum && sum.unreported > 0 ? <p className="soft">{t('hours.open', { count: sum.unreported })}</p> : null}
      {found.tours.length > 0 ? (
        <Table
          caption={t('hours.title')}
          isCaptionHidden
          rows={found.tours}
          rowKey={(tour) => tour.timeslotId}
          columns={[
            {
              ...head('date'),
              isRowHead: true,
              cell: (tour) => (
                <a href={paths.guideTour(key, tour.timeslotId)}>
                  {formatDate(tour.visitDate)} {tour.startTime}
                </a>
              ),
            },
            { ...head('tour'), cell: (tour) => localized(tour.productNames, locale) },
            { ...head('planned'), isNumber: true, cell: (tour) => asHours(tour.plannedMinutes) },
            {
              ...head('actual'),
              isNumber: true,
              cell: (tour) => (tour.isReported ? asHours(tour.actualMinutes) : '—'),
            },
            { ...head('heads'), isNumber: true, cell: (tour) => tour.heads ?? '—' },
          ]}
        />
      ) : null}
    </GuideFrame>
  );
}

import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { getMuseum } from '#lib/catalog/queries.ts';
import { findGuideTour } from '#lib/groups/guide-tours.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { dateAt, formatLongDate } from '#lib/platform/time.ts';
import { AnswerForms } from '../../../answer-forms.tsx';
import { GuideFrame } from '../../../guide-frame.tsx';
import { openGuide } from '../../../open-guide.ts';
import { type GuideQuery, readQuery } from '../../../read-query.ts';
import { ReportForm, readReport } from '../../../report-form.tsx';
import { TourFacts } from '../../../tour-facts.tsx';
import { untilWords } from '../../../until-words.ts';

type Props = { params: Promise<{ key: string; slot: string }>; searchParams: GuideQuery };

const tolds = {
  accepted: 'done',
  declined: 'done',
  reported: 'done',
  over: 'refused',
  begun: 'refused',
  away: 'refused',
} as const;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator((await openGuide(params)).locale, 'guides')('facts.tour') };
}

/** One tour: the facts first, then the answer with one press, and on the day what came of it. Opening it changes nothing. */
export default async function GuideTourPage({ params, searchParams }: Props) {
  const opened = await openGuide(params);
  const { guide, key, locale, ctx } = opened;
  const tour = await findGuideTour(ctx.db, guide.id, (await params).slot);
  if (!tour) notFound();
  const one = await readQuery(searchParams);
  const t = translator(locale, 'guides');
  const { timeZone } = await getMuseum(ctx.db);
  const toldKey = (Object.keys(tolds) as (keyof typeof tolds)[]).find((name) => name === one('told'));
  const told = toldKey ? { kind: tolds[toldKey], text: t(`tour.told.${toldKey}`) } : null;
  const takesPlace = tour.state !== 'cancelled' && tour.state !== 'cancelling';
  const isTheirs = tour.isMine && takesPlace;
  const isToday = tour.visitDate <= dateAt(ctx.now, timeZone);
  return (
    <GuideFrame opened={opened} told={told}>
      <BackLink href={paths.guide(key)}>{t('tour.back')}</BackLink>
      <StepHeading
        title={t('tour.title', { time: tour.startTime })}
        where={formatLongDate(tour.visitDate, locale)}
        lead={localized(tour.productNames, locale)}
      />
      {isTheirs ? (
        <>
          {tour.party?.lateMinutes ? (
            <Notice kind="warn">{t('facts.late', { minutes: tour.party.lateMinutes })}</Notice>
          ) : null}
          {tour.startsAt > ctx.now ? (
            <AnswerForms
              t={t}
              guideKey={key}
              tour={tour}
              until={tour.call ? untilWords(tour.call.answerUntil, timeZone, locale) : ''}
            />
          ) : null}
          {isToday ? <ReportForm {...readReport(one, tour, timeZone)} t={t} guideKey={key} tour={tour} /> : null}
          <TourFacts tour={tour} locale={locale} withDate />
        </>
      ) : toldKey === 'declined' ? null : (
        <Notice title={t('tour.over')}>{t('tour.overText')}</Notice>
      )}
    </GuideFrame>
  );
}

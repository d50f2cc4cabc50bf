import type { Metadata } from 'next';
import { Button } from '#app/_ui/button.tsx';
import { ErrorSummary } from '#app/_ui/error-summary.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { listAvailabilityOf } from '#lib/groups/list-guides.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { paths } from '#lib/platform/paths.ts';
import { GuideFrame } from '../../guide-frame.tsx';
import { type GuideParams, openGuide } from '../../open-guide.ts';
import { type GuideQuery, readQuery } from '../../read-query.ts';
import { readDays, WeekFields } from '../../week-fields.tsx';

type Props = { params: GuideParams; searchParams: GuideQuery };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator((await openGuide(params)).locale, 'guides')('availability.title') };
}

/** The hours of the week in which a guide can be asked. */
export default async function AvailabilityPage({ params, searchParams }: Props) {
  const opened = await openGuide(params);
  const { guide, key, locale, ctx } = opened;
  const one = await readQuery(searchParams);
  const t = translator(locale, 'guides');
  const { days, errors } = readDays(one, await listAvailabilityOf(ctx.db, guide.id), locale);
  const told = one('told') === 'saved' ? { kind: 'done' as const, text: t('availability.saved') } : null;
  return (
    <GuideFrame opened={opened} page="availability" told={told}>
      <StepHeading title={t('availability.title')} lead={t('availability.lead')} />
      <ErrorSummary title={translator(locale, 'common')('errorsTitle')} errors={errors} />
      <form className="stack" method="post" action={paths.guideStep(key, 'save-availability')} noValidate>
        <WeekFields locale={locale} days={days} errors={errors} />
        <p className="soft">{t('availability.kept')}</p>
        <Button>{t('availability.save')}</Button>
      </form>
    </GuideFrame>
  );
}

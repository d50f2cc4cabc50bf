import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { Button } from '#app/_ui/button.tsx';
import { ErrorSummary } from '#app/_ui/error-summary.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { pupilsPerAdult } from '#lib/groups/check-ratio.ts';
import { comingStates } from '#lib/groups/values.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { addDays, dateAt, daysBetween, formatDate } from '#lib/platform/time.ts';
import { Frame, museumOfRequest } from '../../../../frame.tsx';
import { openVisit, type VisitProps } from '../../../open-visit.ts';
import { partyErrors } from '../../../party-errors.ts';
import { CountFields } from '../../../party-fields.tsx';
import { typedOf, typedParty } from '../../../typed-party.ts';

export async function generateMetadata({ params }: VisitProps): Promise<Metadata> {
  const { locale } = await openVisit(params);
  return { title: translator(locale, 'request')('numbers.title'), robots: { index: false, follow: false } };
}

/** How many come: until when fewer, until when more, and how many adults they need (requirements 6.4, 6.7). */
export default async function NumbersPage({ params, searchParams }: VisitProps) {
  const { view, token, locale, ctx } = await openVisit(params);
  const { visit, agreed } = view;
  if (!agreed || !(comingStates as readonly string[]).includes(visit.state)) redirect(paths.visit(locale, token));
  const [query, museum] = await Promise.all([searchParams, museumOfRequest()]);
  const today = dateAt(ctx.now, museum.timeZone);
  const settings = await getSettings(ctx.db, today);
  const daysLeft = daysBetween(today, agreed.visitDate);
  const t = translator(locale, 'request');
  const errors = partyErrors(locale, query);
  const typed = errors.length ? typedParty(Object.entries(query)) : typedOf(visit, []);
  const rules = {
    fewer: formatDate(addDays(agreed.visitDate, -settings.group_final_days)),
    more: formatDate(addDays(agreed.visitDate, -settings.group_frozen_days)),
    per: pupilsPerAdult(visit.ageFrom, settings),
  };
  return (
    <Frame locale={locale} here={(other) => paths.visitPage(other, token, 'numbers')}>
      <BackLink href={paths.visit(locale, token)}>{t('own.where')}</BackLink>
      <ErrorSummary title={translator(locale, 'common')('errorsTitle')} errors={errors} />
      <StepHeading where={localized(view.product.names, locale)} title={t('numbers.title')} lead={t('numbers.lead')} />
      <ul className="listed">
        <li>{t(daysLeft < settings.group_final_days ? 'numbers.fewerOver' : 'numbers.fewerUntil', rules)}</li>
        <li>{t(daysLeft < settings.group_frozen_days ? 'numbers.moreOver' : 'numbers.moreUntil', rules)}</li>
        {(visit.ageFrom ?? 0) >= 18 ? null : <li>{t('numbers.ratio', rules)}</li>}
      </ul>
      {daysLeft < settings.group_frozen_days ? (
        <Notice>{t('numbers.call', { phone: museum.contactPhone })}</Notice>
      ) : null}
      <form className="stack-wide after" method="post" action={paths.visitStep(locale, token, 'resize')} noValidate>
        <CountFields locale={locale} typed={typed} errors={errors} />
        <p className="form-end">
          <Button>{t('numbers.save')}</Button>
        </p>
      </form>
    </Frame>
  );
}

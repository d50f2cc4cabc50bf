import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { Button } from '#app/_ui/button.tsx';
import { ErrorSummary } from '#app/_ui/error-summary.tsx';
import { Radios } from '#app/_ui/radios.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { peopleOf } from '#lib/groups/plan-for-visit.ts';
import { groupCancelReasons, type VisitState } from '#lib/groups/values.ts';
import { visitMachine } from '#lib/groups/visit-machine.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { addDays, dateAt, daysBetween, formatDate, formatLongDate } from '#lib/platform/time.ts';
import { Frame, museumOfRequest } from '../../../../frame.tsx';
import { openVisit, type VisitProps } from '../../../open-visit.ts';

export async function generateMetadata({ params }: VisitProps): Promise<Metadata> {
  const { locale } = await openVisit(params);
  return { title: translator(locale, 'request')('cancel.title'), robots: { index: false, follow: false } };
}

/** What a cancellation does, before it is done; then one button. */
export default async function CancelPage({ params, searchParams }: VisitProps) {
  const { view, token, locale, ctx } = await openVisit(params);
  const { visit, agreed } = view;
  const next: readonly VisitState[] = visitMachine[visit.state];
  if (!next.includes('cancelled_by_group')) redirect(paths.visit(locale, token));
  const [query, museum] = await Promise.all([searchParams, museumOfRequest()]);
  const today = dateAt(ctx.now, museum.timeZone);
  const settings = await getSettings(ctx.db, today);
  const t = translator(locale, 'request');
  const error = query.wrong === 'reason' ? t('cancel.reasonMissing') : undefined;
  const isFinal = agreed ? daysBetween(today, agreed.visitDate) < settings.group_final_days : false;
  const facts = {
    people: peopleOf(visit),
    groups: agreed?.subGroups.length ?? 0,
    date: agreed ? formatLongDate(agreed.visitDate, locale) : '',
    until: agreed ? formatDate(addDays(agreed.visitDate, -settings.group_final_days)) : '',
  };
  return (
    <Frame locale={locale} here={(other) => paths.visitPage(other, token, 'cancel')}>
      <BackLink href={paths.visit(locale, token)}>{t('own.where')}</BackLink>
      <ErrorSummary
        title={translator(locale, 'common')('errorsTitle')}
        errors={error ? [{ fieldId: 'reason', message: error }] : []}
      />
      <StepHeading
        where={localized(view.product.names, locale)}
        title={t(agreed ? 'cancel.title' : 'cancel.withdraw')}
        lead={t(agreed ? 'cancel.lead' : 'cancel.withdrawLead', facts)}
      />
      {agreed ? (
        <ul className="listed">
          <li>{t('cancel.places', facts)}</li>
          <li>{t('cancel.code')}</li>
          <li>{t(isFinal ? 'cancel.moneyFinal' : 'cancel.moneyFree', facts)}</li>
          <li>
            {t('cancel.rather')} <a href={paths.visitPage(locale, token, 'other-day')}>{t('otherDay.title')}</a>
          </li>
        </ul>
      ) : null}
      <form className="stack-wide after" method="post" action={paths.visitStep(locale, token, 'end')}>
        <input type="hidden" name="day" value={query.day === '1' ? '1' : ''} />
        <Radios
          name="reason"
          legend={t('cancel.reason')}
          error={error}
          options={groupCancelReasons.map((value) => ({
            value,
            label: t(`cancel.reasons.${value}`),
          }))}
        />
        <p className="form-end">
          <Button>{t(agreed ? 'cancel.do' : 'cancel.doWithdraw', facts)}</Button>
        </p>
        <p>
          <a href={paths.visit(locale, token)}>{t('cancel.keep')}</a>
        </p>
      </form>
    </Frame>
  );
}

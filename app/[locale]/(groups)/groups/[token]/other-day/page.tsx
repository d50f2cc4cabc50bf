import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { Button } from '#app/_ui/button.tsx';
import { ErrorSummary } from '#app/_ui/error-summary.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { answerRequest } from '#lib/groups/answer-request.ts';
import { comingStates } from '#lib/groups/values.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { daysBetween, formatDate, formatLongDate } from '#lib/platform/time.ts';
import { Frame } from '../../../../frame.tsx';
import { groupTerms } from '../../../group-terms.ts';
import { openVisit, type VisitProps } from '../../../open-visit.ts';
import { partyErrors } from '../../../party-errors.ts';
import { WishFields } from '../../../party-fields.tsx';
import { clockOf } from '../../../plan-text.tsx';
import { typedParty } from '../../../typed-party.ts';
import { FreeTimes } from '../answer/free-times.tsx';

export async function generateMetadata({ params }: VisitProps): Promise<Metadata> {
  const { locale } = await openVisit(params);
  return { title: translator(locale, 'request')('otherDay.title'), robots: { index: false, follow: false } };
}

/** Another day for an agreed visit: picked from what is free where the rules allow it, else asked for; what is agreed stays until then. */
export default async function OtherDayPage({ params, searchParams }: VisitProps) {
  const { view, token, locale, ctx } = await openVisit(params);
  const { visit, agreed } = view;
  const [query, terms] = await Promise.all([searchParams, groupTerms(ctx, view.product.code)]);
  if (!agreed || !terms || !(comingStates as readonly string[]).includes(visit.state))
    redirect(paths.visit(locale, token));
  const t = translator(locale, 'request');
  const errors = partyErrors(locale, query);
  const isLate = daysBetween(terms.today, agreed.visitDate) < terms.settings.group_move_days;
  const isInstant = view.product.bookingMode === 'instant';
  const now = { visitDate: agreed.visitDate, startTime: agreed.subGroups[0]?.startTime ?? '00:00' };
  const answered =
    isInstant && !isLate
      ? await answerRequest(ctx.db, {
          visit,
          product: terms.product,
          wishes: [{ rank: 1, ...now }],
          now: ctx.now,
          zone: terms.zone,
        })
      : null;
  const others = answered?.ok
    ? answered.plans.filter((plan) => plan.date !== now.visitDate || clockOf(plan.startMinute) !== now.startTime)
    : [];
  return (
    <Frame locale={locale} here={(other) => paths.visitPage(other, token, 'other-day')}>
      <BackLink href={paths.visit(locale, token)}>{t('own.where')}</BackLink>
      {query.told === 'time_gone' ? (
        <Notice kind="refused" live>
          {t('told.time_gone')}
        </Notice>
      ) : null}
      <ErrorSummary title={translator(locale, 'common')('errorsTitle')} errors={errors} />
      <StepHeading
        where={localized(view.product.names, locale)}
        title={t('otherDay.title')}
        lead={t(isInstant ? 'otherDay.leadInstant' : 'otherDay.lead', {
          at: t('answer.at', { date: formatLongDate(now.visitDate, locale), time: now.startTime }),
        })}
      />
      {isLate ? (
        <Notice kind="refused">{t('faults.too_late', { days: terms.settings.group_move_days })}</Notice>
      ) : isInstant ? (
        <FreeTimes visit={visit} plans={others} locale={locale} token={token} />
      ) : (
        <>
          {visit.moveAskedAt ? (
            <form method="post" action={paths.visitStep(locale, token, 'keep')}>
              <p>{t('otherDay.asked')}</p>
              <p className="actions">
                <Button look="quiet">{t('otherDay.keep')}</Button>
              </p>
            </form>
          ) : null}
          <form className="stack-wide" method="post" action={paths.visitStep(locale, token, 'move')} noValidate>
            <WishFields
              locale={locale}
              typed={typedParty(Object.entries(query))}
              errors={errors}
              times={terms.times}
              firstDate={terms.firstDate}
              lastDate={terms.lastDate}
              hint={t('ask.wishHint', { from: formatDate(terms.firstDate), until: formatDate(terms.lastDate) })}
            />
            <p className="form-end">
              <Button>{t('otherDay.send')}</Button>
            </p>
          </form>
        </>
      )}
    </Frame>
  );
}

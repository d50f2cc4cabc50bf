import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Notice } from '#app/_ui/notice.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { listVisitStates } from '#lib/groups/list-states.ts';
import { listVisitFiles } from '#lib/groups/visit-files.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { dateAt, formatDate, formatLongDate, wallTimeAt } from '#lib/platform/time.ts';
import { Frame, museumOfRequest } from '../../../frame.tsx';
import { openVisit, type VisitProps } from '../../open-visit.ts';
import { PartySummary } from '../../party-summary.tsx';
import { AgreedPlan } from './agreed-plan.tsx';
import { DueNow, dueOf } from './due-now.tsx';
import { LetterForm } from './letter-form.tsx';
import { NameList } from './name-list.tsx';
import { OfferOpen } from './offer-open.tsx';
import { Papers } from './papers.tsx';
import { toldOf } from './told.ts';
import { VisitActions } from './visit-actions.tsx';
import { VisitHistory } from './visit-history.tsx';

export async function generateMetadata({ params }: VisitProps): Promise<Metadata> {
  const { locale } = await openVisit(params);
  return { title: translator(locale, 'request')('own.where'), robots: { index: false, follow: false } };
}

/** One visit behind its secret link: where it stands, what is offered or agreed, and what the teacher can do. */
export default async function VisitPage({ params, searchParams }: VisitProps) {
  const { view, token, locale, ctx } = await openVisit(params);
  const { visit, agreed, offer } = view;
  if (visit.state === 'draft') redirect(paths.visitPage(locale, token, 'answer'));
  const [museum, query, history, files] = await Promise.all([
    museumOfRequest(),
    searchParams,
    listVisitStates(ctx.db, visit.id),
    listVisitFiles(ctx, visit.id),
  ]);
  const today = dateAt(ctx.now, museum.timeZone);
  const moment = { settings: await getSettings(ctx.db, today), today, now: ctx.now };
  const { isAnswerDue, hasBegun } = dueOf(view, moment);
  // The link in the mail of the day before: what follows is shown first.
  if (query.answer === 'cancel' && isAnswerDue) redirect(paths.visitPage(locale, token, 'cancel', { day: '1' }));
  const t = translator(locale, 'request');
  const told = toldOf(query.told);
  const words = translator(locale, 'groups');
  const facts = {
    email: visit.email ?? '—',
    date: agreed ? formatLongDate(agreed.visitDate, locale) : '',
    time: agreed?.subGroups[0]?.startTime ?? '',
    reason: visit.reason && words.has(`reasons.${visit.reason}`) ? words(`reasons.${visit.reason}`) : '—',
    until: offer
      ? t('offer.untilAt', {
          date: formatDate(dateAt(offer.expiresAt, museum.timeZone)),
          time: wallTimeAt(offer.expiresAt, museum.timeZone),
        })
      : '',
  };
  return (
    <Frame locale={locale} here={(other) => paths.visit(other, token)}>
      {told ? (
        <Notice kind={told.kind} live>
          {t(`told.${told.code}`, { ...facts, minutes: visit.lateMinutes ?? 0, people: visit.dayPeople ?? 0 })}
        </Notice>
      ) : null}
      <StepHeading
        where={localized(view.product.names, locale)}
        title={t(`state.${visit.state}.title`, facts)}
        lead={t(`state.${visit.state}.text`, facts)}
      />
      <div className="stack-wide">
        <DueNow view={view} token={token} locale={locale} {...moment} />
        {offer ? <OfferOpen view={view} offer={offer} token={token} locale={locale} until={facts.until} /> : null}
        {agreed ? (
          <AgreedPlan view={view} agreed={agreed} token={token} locale={locale} museum={museum} ctx={ctx} />
        ) : null}
        {agreed ? <NameList view={view} locale={locale} token={token} /> : null}
        <Papers view={view} locale={locale} token={token} />
        <VisitActions view={view} token={token} locale={locale} hasBegun={hasBegun} />
        <LetterForm
          view={view}
          files={files}
          token={token}
          locale={locale}
          refused={query.letter}
          zone={museum.timeZone}
        />
        <section aria-labelledby="request" className="stack">
          <h2 id="request">{t('facts.request')}</h2>
          <PartySummary view={view} locale={locale} />
        </section>
        <VisitHistory history={history} locale={locale} zone={museum.timeZone} />
        <p className="soft small">
          {t('own.keep', { email: museum.contactEmail, phone: museum.contactPhone })}{' '}
          <a href={paths.groupsAccount(locale)}>{t('account.open')}</a>
        </p>
      </div>
    </Frame>
  );
}

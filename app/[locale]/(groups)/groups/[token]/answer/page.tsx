import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { LinkButton } from '#app/_ui/button.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { findProductById, listSpaces } from '#lib/catalog/queries.ts';
import { answerRequest } from '#lib/groups/answer-request.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { required } from '#lib/platform/result.ts';
import { Frame, museumOfRequest } from '../../../../frame.tsx';
import { openVisit, type VisitProps } from '../../../open-visit.ts';
import { PartySummary } from '../../../party-summary.tsx';
import { RequestHeading } from '../../../steps-heading.tsx';
import { FreeTimes } from './free-times.tsx';
import { WishAnswers } from './wish-answers.tsx';

export async function generateMetadata({ params }: VisitProps): Promise<Metadata> {
  const { locale } = await openVisit(params);
  return { title: translator(locale, 'request')('answer.title'), robots: { index: false, follow: false } };
}

/**
 * The second step: whether the wishes can work, said at once. Where the programme is booked at once, only times that are free in
 * everything are offered, and one is chosen here.
 */
export default async function AnswerPage({ params, searchParams }: VisitProps) {
  const { view, token, locale, ctx } = await openVisit(params);
  const { visit } = view;
  const isInstant = view.product.bookingMode === 'instant';
  if (visit.state !== 'draft' && !(visit.state === 'submitted' && isInstant)) redirect(paths.visit(locale, token));
  const [museum, product, spaces, query] = await Promise.all([
    museumOfRequest(),
    findProductById(ctx.db, visit.productId),
    listSpaces(ctx.db),
    searchParams,
  ]);
  const answered = await answerRequest(ctx.db, {
    visit,
    product: required(product, 'the visit’s product'),
    wishes: view.wishes,
    now: ctx.now,
    zone: museum.timeZone,
  });
  const t = translator(locale, 'request');
  const rooms = new Map(spaces.map(({ code, names }) => [code, localized(names, locale)]));
  return (
    <Frame locale={locale} here={(other) => paths.visitPage(other, token, 'answer')}>
      <BackLink href={paths.visitPage(locale, token, 'party')}>{t('ask.change')}</BackLink>
      {query.told === 'time_gone' ? (
        <Notice kind="refused" live>
          {t('told.time_gone')}
        </Notice>
      ) : null}
      <RequestHeading
        locale={locale}
        step={2}
        name={localized(view.product.names, locale)}
        title={t(isInstant ? 'answer.choose' : 'answer.title')}
        lead={t(isInstant ? 'answer.chooseLead' : 'answer.lead')}
      />
      <div className="stack-wide">
        {!answered.ok ? (
          <Notice kind="refused">{t('answer.tooFewAdults', { needed: answered.needed })}</Notice>
        ) : isInstant ? (
          <FreeTimes visit={visit} plans={answered.plans} locale={locale} token={token} />
        ) : (
          <>
            <WishAnswers answers={answered.answers} rooms={rooms} locale={locale} />
            <Notice>{t('answer.notYet')}</Notice>
            <p className="form-end">
              <LinkButton href={paths.visitPage(locale, token, 'who')}>{t('answer.go')}</LinkButton>
            </p>
          </>
        )}
        <section aria-labelledby="party" className="stack">
          <h2 id="party">{t('facts.request')}</h2>
          <PartySummary view={view} locale={locale} />
          <p>
            <a href={paths.visitPage(locale, token, 'party')}>{t('ask.change')}</a>
          </p>
        </section>
      </div>
    </Frame>
  );
}

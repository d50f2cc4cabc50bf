import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { Button } from '#app/_ui/button.tsx';
import { ErrorSummary } from '#app/_ui/error-summary.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { changeableStates } from '#lib/groups/change-request.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { locales, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatDate } from '#lib/platform/time.ts';
import { Frame } from '../../../../frame.tsx';
import { groupTerms } from '../../../group-terms.ts';
import { openVisit, type VisitProps } from '../../../open-visit.ts';
import { partyErrors } from '../../../party-errors.ts';
import { PartyFields } from '../../../party-fields.tsx';
import { typedOf, typedParty } from '../../../typed-party.ts';

export async function generateMetadata({ params }: VisitProps): Promise<Metadata> {
  const { locale } = await openVisit(params);
  return { title: translator(locale, 'request')('ask.change'), robots: { index: false, follow: false } };
}

/** Numbers, ages, language and days of a request that is not agreed. */
export default async function PartyPage({ params, searchParams }: VisitProps) {
  const { view, token, locale, ctx } = await openVisit(params);
  const [query, terms] = await Promise.all([searchParams, groupTerms(ctx, view.product.code)]);
  if (!terms || !(changeableStates as readonly string[]).includes(view.visit.state))
    redirect(paths.visit(locale, token));
  const t = translator(locale, 'request');
  const errors = partyErrors(locale, query);
  const typed = errors.length ? typedParty(Object.entries(query)) : typedOf(view.visit, view.wishes);
  const back = view.visit.state === 'draft' ? paths.visitPage(locale, token, 'answer') : paths.visit(locale, token);
  return (
    <Frame locale={locale} here={(other) => paths.visitPage(other, token, 'party')}>
      <BackLink href={back}>{t('own.where')}</BackLink>
      <ErrorSummary title={translator(locale, 'common')('errorsTitle')} errors={errors} />
      <StepHeading where={localized(view.product.names, locale)} title={t('ask.change')} lead={t('ask.changeLead')} />
      <form className="stack-wide" method="post" action={paths.visitStep(locale, token, 'change')} noValidate>
        <PartyFields
          locale={locale}
          typed={typed}
          errors={errors}
          times={terms.times}
          languages={locales.filter((one) => terms.product.languages.includes(one))}
          firstDate={terms.firstDate}
          lastDate={terms.lastDate}
          hint={t('ask.wishHint', { from: formatDate(terms.firstDate), until: formatDate(terms.lastDate) })}
        />
        <p className="form-end">
          <Button>{t('ask.save')}</Button>
        </p>
      </form>
    </Frame>
  );
}

import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { listKnownNames } from '#lib/groups/find-institutions.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatLongDate, isIsoDate } from '#lib/platform/time.ts';
import { Frame } from '../../../../frame.tsx';
import { openVisit, type VisitProps } from '../../../open-visit.ts';
import { RequestHeading } from '../../../steps-heading.tsx';
import { contactOfVisit } from './contact-state.ts';
import { contactWords } from './contact-words.ts';
import { saveContactAction } from './save-contact-action.ts';
import { WhoForm } from './who-form.tsx';

export async function generateMetadata({ params }: VisitProps): Promise<Metadata> {
  const { locale } = await openVisit(params);
  return { title: translator(locale, 'request')('who.title'), robots: { index: false, follow: false } };
}

/** The last step: the institution, who books and who comes along, who pays, and that the rules are accepted. */
export default async function WhoPage({ params, searchParams }: VisitProps) {
  const { view, token, locale, ctx } = await openVisit(params);
  if (view.visit.state !== 'draft') redirect(paths.visit(locale, token));
  const [query, known] = await Promise.all([searchParams, listKnownNames(ctx.db)]);
  const at = typeof query.at === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(query.at) ? query.at : '';
  const isInstant = view.product.bookingMode === 'instant';
  // Without a chosen time there is nothing to book at once.
  if (isInstant && !at) redirect(paths.visitPage(locale, token, 'answer'));
  const t = translator(locale, 'request');
  const [date = '', time = ''] = at.split('T');
  return (
    <Frame locale={locale} here={(other) => paths.visitPage(other, token, 'who', { at: at || undefined })}>
      <BackLink href={paths.visitPage(locale, token, 'answer')}>{t('answer.title')}</BackLink>
      <RequestHeading
        locale={locale}
        step={3}
        name={localized(view.product.names, locale)}
        title={t('who.title')}
        lead={t(isInstant ? 'who.leadInstant' : 'who.lead')}
      />
      {isInstant && isIsoDate(date) ? (
        <Notice>{t('who.chosen', { at: t('answer.at', { date: formatLongDate(date, locale), time }) })}</Notice>
      ) : null}
      <WhoForm
        action={saveContactAction.bind(null, locale, token, isInstant ? at : '')}
        words={contactWords(locale, { isInstant, listNeeded: view.product.listFields.length > 0 })}
        known={known}
        links={{
          terms: paths.terms(locale),
          privacy: paths.privacy(locale),
          prepare: paths.groupsPrepare(locale, view.product.code),
        }}
        initial={{ values: contactOfVisit(view), errors: {}, refusal: null, suggestions: null }}
      />
    </Frame>
  );
}

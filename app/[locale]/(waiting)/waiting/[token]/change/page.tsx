import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { Button } from '#app/_ui/button.tsx';
import { ErrorSummary } from '#app/_ui/error-summary.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { findOnlineProduct } from '#lib/catalog/queries.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { dateAt } from '#lib/platform/time.ts';
import { listWaitableDays } from '#lib/waiting/waiting-view.ts';
import { Frame, museumOfRequest } from '../../../../frame.tsx';
import { typedOf, typedWant } from '../../../typed-want.ts';
import { wantErrors } from '../../../want-errors.ts';
import { WantFields } from '../../../want-fields.tsx';
import { openWaiting, type WaitingParams } from '../open-waiting.ts';

type Props = {
  params: WaitingParams;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await openWaiting(params);
  return { title: translator(locale, 'waiting')('form.changeTitle'), robots: { index: false, follow: false } };
}

/** Changing what a party waits for, with what that does to its place on the list. */
export default async function ChangeWaitingPage({ params, searchParams }: Props) {
  const { entry, token, locale, ctx } = await openWaiting(params);
  if (entry.state !== 'waiting') redirect(paths.waiting(locale, token));
  const [museum, query, days, product] = await Promise.all([
    museumOfRequest(),
    searchParams,
    listWaitableDays(ctx.db, entry.product.code),
    findOnlineProduct(ctx.db, entry.product.code),
  ]);
  const settings = await getSettings(ctx.db, dateAt(ctx.now, museum.timeZone));
  const t = translator(locale, 'waiting');
  const errors = wantErrors(locale, query);
  const typed = errors.length ? typedWant(Object.entries(query)) : typedOf(entry);
  return (
    <Frame locale={locale} here={(other) => paths.waitingChange(other, token)}>
      <BackLink href={paths.waiting(locale, token)}>{t('own.where')}</BackLink>
      <ErrorSummary title={translator(locale, 'common')('errorsTitle')} errors={errors} />
      <StepHeading
        where={localized(entry.product.names, locale)}
        title={t('form.changeTitle')}
        lead={t('form.changeLead')}
      />
      <form className="stack-wide" method="post" action={paths.waitingStep(locale, token, 'save')}>
        <WantFields
          locale={locale}
          days={days}
          typed={typed}
          errors={errors}
          limit={Math.min(settings.order_ticket_limit, product?.partyMaximum ?? settings.order_ticket_limit)}
          mostDays={settings.waiting_days_most}
        />
        <p className="form-end">
          <Button>{t('form.save')}</Button>
        </p>
      </form>
    </Frame>
  );
}

import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { notFound } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { Button } from '#app/_ui/button.tsx';
import { EmptyState } from '#app/_ui/empty-state.tsx';
import { ErrorSummary } from '#app/_ui/error-summary.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { EmailInput } from '#app/_ui/text-input.tsx';
import { findOnlineProduct } from '#lib/catalog/queries.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { newId } from '#lib/platform/ids.ts';
import { isLocale, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitorRequest } from '#lib/platform/request.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { dateAt, isIsoDate } from '#lib/platform/time.ts';
import { listWaitableDays } from '#lib/waiting/waiting-view.ts';
import { typedWant } from '../../../../(waiting)/typed-want.ts';
import { wantErrors } from '../../../../(waiting)/want-errors.ts';
import { WantFields } from '../../../../(waiting)/want-fields.tsx';
import { Frame, museumOfRequest } from '../../../../frame.tsx';
import { typedAddressCookie } from '../../../tickets/typed-address.ts';

type Props = {
  params: Promise<{ locale: string; product: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: translator(locale, 'waiting')('form.title'), robots: { index: false } } : {};
}

/** Asking for the waiting list: one page, no account. What was typed comes back with what is to be put right. */
export default async function WaitPage({ params, searchParams }: Props) {
  const { locale, product: productCode } = await params;
  if (!isLocale(locale)) notFound();
  const { db, now } = visitorRequest(locale);
  const product = await findOnlineProduct(db, productCode);
  if (!product) notFound();
  const [museum, query, jar, days] = await Promise.all([
    museumOfRequest(),
    searchParams,
    cookies(),
    listWaitableDays(db, productCode),
  ]);
  const settings = await getSettings(db, dateAt(now, museum.timeZone));
  const t = translator(locale, 'waiting');
  const typed = typedWant(Object.entries(query));
  const errors = wantErrors(locale, query);
  const date = isIsoDate(typed.date1) ? typed.date1 : undefined;
  const back = date ? paths.day(locale, productCode, date) : paths.product(locale, productCode);
  return (
    <Frame locale={locale} here={(other) => paths.wait(other, productCode, typed)}>
      <BackLink href={back}>{t('over.times')}</BackLink>
      <ErrorSummary title={translator(locale, 'common')('errorsTitle')} errors={errors} />
      <StepHeading where={localized(product.names, locale)} title={t('form.title')} lead={t('form.lead')} />
      {days.length ? (
        <form className="stack-wide" method="post" action={paths.joinWaiting(locale)}>
          <input type="hidden" name="product" value={productCode} />
          <input type="hidden" name="requestKey" value={newId()} />
          <WantFields
            locale={locale}
            days={days}
            typed={typed}
            errors={errors}
            limit={Math.min(settings.order_ticket_limit, product.partyMaximum)}
            mostDays={settings.waiting_days_most}
          />
          <EmailInput
            name="email"
            required
            label={t('form.email')}
            hint={t('form.emailHint')}
            error={errors.find(({ fieldId }) => fieldId === 'email')?.message}
            defaultValue={errors.length ? (jar.get(typedAddressCookie)?.value ?? '') : ''}
          />
          <p className="soft">{t('form.keep', { days: settings.waiting_contact_days })}</p>
          <p className="form-end">
            <Button>{t('form.join')}</Button>
          </p>
        </form>
      ) : (
        <EmptyState title={translator(locale, 'visit')('day.past')} />
      )}
    </Frame>
  );
}

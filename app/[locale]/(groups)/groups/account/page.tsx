import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { notFound } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { Button, LinkButton } from '#app/_ui/button.tsx';
import { EmptyState } from '#app/_ui/empty-state.tsx';
import { ErrorSummary } from '#app/_ui/error-summary.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { EmailInput } from '#app/_ui/text-input.tsx';
import { listOwnVisits } from '#lib/groups/list-own-visits.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { newId, orderLinkToken } from '#lib/platform/ids.ts';
import { isLocale, type Locale, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderLinkSecret, visitorRequest } from '#lib/platform/request.ts';
import { formatLongDate } from '#lib/platform/time.ts';
import { typedAddressCookie } from '../../../(visit)/tickets/typed-address.ts';
import { Frame } from '../../../frame.tsx';
import { teacherEmail } from '../../teacher-session.ts';

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const refusals = ['email_missing', 'email_malformed', 'too_often', 'link_over'];

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: translator(locale, 'request')('account.title'), robots: { index: false } } : {};
}

/** All visits that were booked with an address: for whoever has opened the link that was mailed to it; else the way to that link. */
export default async function AccountPage({ params, searchParams }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const email = await teacherEmail();
  const t = translator(locale, 'request');
  return (
    <Frame locale={locale} here={(other) => paths.groupsAccount(other)}>
      <BackLink href={paths.groups(locale)}>{t('list.title')}</BackLink>
      {email ? <OwnVisits email={email} locale={locale} /> : <AskForm locale={locale} query={await searchParams} />}
    </Frame>
  );
}

async function OwnVisits({ email, locale }: { email: string; locale: Locale }) {
  const t = translator(locale, 'request');
  const words = translator(locale, 'groups');
  const visits = await listOwnVisits(visitorRequest(locale).db, email);
  return (
    <>
      <StepHeading title={t('account.title')} lead={t('account.of', { email })} />
      {visits.length === 0 ? <EmptyState title={t('account.none')} /> : null}
      <ul className="products">
        {visits.map((visit) => (
          <li key={visit.id}>
            <a href={paths.visit(locale, orderLinkToken(orderLinkSecret(), visit.id, visit.linkVersion))}>
              <h2>{visit.visitDate ? formatLongDate(visit.visitDate, locale) : localized(visit.product, locale)}</h2>
              <p className="products-price">{words(`states.${visit.state}`)}</p>
              <p className="products-text">
                {[visit.institution, localized(visit.product, locale)].filter(Boolean).join(' · ')}
              </p>
              <p className="products-facts">
                {t('account.visit', { people: visit.people, code: visit.code, agreed: visit.isAgreed ? 'yes' : 'no' })}
              </p>
            </a>
          </li>
        ))}
      </ul>
      <div className="actions">
        <LinkButton href={paths.groups(locale)}>{t('account.new')}</LinkButton>
        <form method="post" action={paths.groupsAccountStep(locale, 'sign-out')}>
          <Button look="quiet">{t('account.signOut')}</Button>
        </form>
      </div>
    </>
  );
}

async function AskForm(props: { locale: Locale; query: Record<string, string | string[] | undefined> }) {
  const { locale, query } = props;
  const t = translator(locale, 'request');
  const jar = await cookies();
  const refused = typeof query.refused === 'string' && refusals.includes(query.refused) ? query.refused : null;
  const minutes = typeof query.minutes === 'string' && /^\d{1,3}$/.test(query.minutes) ? Number(query.minutes) : 60;
  const error = refused && refused !== 'link_over' ? t(`account.refused.${refused}`, { minutes }) : undefined;
  return (
    <>
      <ErrorSummary
        title={translator(locale, 'common')('errorsTitle')}
        errors={error ? [{ fieldId: 'email', message: error }] : []}
      />
      <StepHeading title={t('account.title')} lead={t('account.lead')} />
      <div className="stack-wide">
        {refused === 'link_over' ? (
          <Notice kind="refused" live>
            {t('account.refused.link_over')}
          </Notice>
        ) : null}
        {query.sent === '1' ? (
          <Notice kind="done" title={t('account.sentTitle')} live>
            {t('account.sent')}
          </Notice>
        ) : null}
        <form method="post" action={paths.groupsAccountStep(locale, 'ask')} noValidate>
          <input type="hidden" name="requestKey" value={newId()} />
          <EmailInput
            name="email"
            required
            label={t('who.email')}
            hint={t('account.hint')}
            error={error}
            defaultValue={error ? (jar.get(typedAddressCookie)?.value ?? '') : ''}
          />
          <p className="form-end">
            <Button>{t('account.send')}</Button>
          </p>
        </form>
      </div>
    </>
  );
}

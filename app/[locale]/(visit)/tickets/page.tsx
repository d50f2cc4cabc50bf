import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { notFound } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { Button } from '#app/_ui/button.tsx';
import { ErrorSummary } from '#app/_ui/error-summary.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { EmailInput } from '#app/_ui/text-input.tsx';
import { translator } from '#lib/platform/i18n/translator.ts';
import { newId } from '#lib/platform/ids.ts';
import { isLocale, type Locale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { Frame, museumOfRequest } from '../../frame.tsx';
import { languageLinks } from '../../page-metadata.ts';
import { typedAddressCookie } from './typed-address.ts';

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const refusals = ['email_missing', 'email_malformed', 'too_long', 'no_line_breaks', 'too_often'];

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  if (!isLocale(locale)) return {};
  return { title: translator(locale, 'order')('lost.title'), ...languageLinks(locale, paths.lostTickets) };
}

/** "Send me my tickets": one field, and one answer for known and unknown addresses (3.3). */
export default async function LostTicketsPage({ params, searchParams }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const [museum, query, jar] = await Promise.all([museumOfRequest(), searchParams, cookies()]);
  const t = translator(locale, 'order');
  const error = refusalOf(locale, query);
  const contact = { email: museum.contactEmail, phone: museum.contactPhone };
  return (
    <Frame locale={locale} here={(other) => paths.lostTickets(other)}>
      <BackLink href={paths.museum(locale)}>{translator(locale, 'common')('home')}</BackLink>
      <ErrorSummary
        title={translator(locale, 'common')('errorsTitle')}
        errors={error ? [{ fieldId: 'email', message: error }] : []}
      />
      <StepHeading title={t('lost.title')} lead={t('lost.lead')} />
      <div className="stack-wide">
        {query.sent === '1' ? (
          <Notice kind="done" title={t('lost.sentTitle')} live>
            {t('lost.sent', contact)}
          </Notice>
        ) : null}
        <form method="post" action={paths.askForTickets(locale)} noValidate>
          <input type="hidden" name="requestKey" value={newId()} />
          <EmailInput
            name="email"
            required
            label={t('details.email')}
            hint={t('lost.hint')}
            error={error}
            defaultValue={error ? (jar.get(typedAddressCookie)?.value ?? '') : ''}
          />
          <p className="form-end">
            <Button>{t('lost.send')}</Button>
          </p>
        </form>
        <p className="soft small">{t('lost.noEmail', contact)}</p>
      </div>
    </Frame>
  );
}

function refusalOf(locale: Locale, query: Record<string, string | string[] | undefined>): string | undefined {
  const { refused, minutes } = query;
  if (typeof refused !== 'string' || !refusals.includes(refused)) return undefined;
  const wait = typeof minutes === 'string' && /^\d{1,3}$/.test(minutes) ? Number(minutes) : 60;
  return translator(locale, 'order')(refused === 'too_often' ? 'lost.tooOften' : `details.errors.${refused}`, {
    minutes: wait,
  });
}

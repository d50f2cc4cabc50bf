import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { Button } from '#app/_ui/button.tsx';
import { ErrorSummary } from '#app/_ui/error-summary.tsx';
import { listGroupProducts } from '#lib/groups/visit-terms.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { newId } from '#lib/platform/ids.ts';
import { isLocale, locales, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitorRequest } from '#lib/platform/request.ts';
import { formatDate } from '#lib/platform/time.ts';
import { Frame } from '../../../frame.tsx';
import { groupTerms } from '../../group-terms.ts';
import { partyErrors } from '../../party-errors.ts';
import { PartyFields } from '../../party-fields.tsx';
import { RequestHeading } from '../../steps-heading.tsx';
import { typedParty } from '../../typed-party.ts';

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: translator(locale, 'request')('ask.title'), robots: { index: false } } : {};
}

/** The first of three steps: who comes, and when they would like to. What was typed comes back with what is to be put right. */
export default async function AskPage({ params, searchParams }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const query = await searchParams;
  const ctx = visitorRequest(locale);
  const code =
    typeof query.product === 'string' ? query.product : ((await listGroupProducts(ctx.db))[0]?.code ?? 'none');
  const terms = await groupTerms(ctx, code);
  if (!terms) notFound();
  const t = translator(locale, 'request');
  const typed = typedParty(Object.entries(query));
  const errors = partyErrors(locale, query);
  const { product } = terms;
  return (
    <Frame locale={locale} here={(other) => paths.groupsAsk(other, { product: product.code, ...typed })}>
      <BackLink href={paths.groups(locale)}>{t('list.title')}</BackLink>
      <ErrorSummary title={translator(locale, 'common')('errorsTitle')} errors={errors} />
      <RequestHeading
        locale={locale}
        step={1}
        name={localized(product.names, locale)}
        title={t('ask.title')}
        lead={t('ask.lead')}
      />
      <form className="stack-wide" method="post" action={paths.groupsBegin(locale)} noValidate>
        <input type="hidden" name="product" value={product.code} />
        <input type="hidden" name="requestKey" value={newId()} />
        <PartyFields
          locale={locale}
          typed={typed}
          errors={errors}
          times={terms.times}
          languages={locales.filter((one) => product.languages.includes(one))}
          firstDate={terms.firstDate}
          lastDate={terms.lastDate}
          hint={t('ask.wishHint', { from: formatDate(terms.firstDate), until: formatDate(terms.lastDate) })}
        />
        <p className="form-end">
          <Button>{t('ask.go')}</Button>
        </p>
        <p className="soft small">{t('ask.after')}</p>
      </form>
    </Frame>
  );
}

import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { LinkButton } from '#app/_ui/button.tsx';
import { EmptyState } from '#app/_ui/empty-state.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { SummaryList } from '#app/_ui/summary-list.tsx';
import type { Product } from '#lib/catalog/queries.ts';
import { groupPricesOf } from '#lib/groups/group-prices.ts';
import { listGroupProducts } from '#lib/groups/visit-terms.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { isLocale, type Locale, localized } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitorRequest } from '#lib/platform/request.ts';
import { getSettings, type Settings } from '#lib/platform/settings.ts';
import { dateAt } from '#lib/platform/time.ts';
import { Frame, museumOfRequest } from '../../frame.tsx';
import { pageMetadata } from '../../page-metadata.ts';

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  if (!isLocale(locale)) return {};
  const t = translator(locale, 'request');
  const museum = await museumOfRequest();
  return pageMetadata(locale, {
    title: t('list.title'),
    description: t('list.lead'),
    siteName: localized(museum.names, locale),
    here: (other) => paths.groups(other),
  });
}

/** What schools and groups can ask for: what it costs, how many may come, what they bring; and the way in. */
export default async function GroupsPage({ params }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const { db, now } = visitorRequest(locale);
  const museum = await museumOfRequest();
  const today = dateAt(now, museum.timeZone);
  const [products, settings] = await Promise.all([listGroupProducts(db), getSettings(db, today)]);
  const prices = await groupPricesOf(db, products, today);
  const t = translator(locale, 'request');
  return (
    <Frame locale={locale} here={(other) => paths.groups(other)}>
      <StepHeading title={t('list.title')} lead={t('list.lead')} />
      {products.length === 0 ? <EmptyState title={t('list.none')} /> : null}
      {products.map((product) => (
        <section key={product.id} aria-labelledby={product.code} className="stack">
          <h2 id={product.code}>{localized(product.names, locale)}</h2>
          <p>{localized(product.descriptions, locale)}</p>
          <SummaryList rows={factsOf(product, prices.get(product.id), { locale, settings })} />
          <div className="actions">
            <LinkButton href={paths.groupsAsk(locale, { product: product.code })}>
              {t(product.bookingMode === 'instant' ? 'list.book' : 'list.ask')}
            </LinkButton>
            <LinkButton look="quiet" href={paths.groupsPrepare(locale, product.code)}>
              {t('prepare.title')}
            </LinkButton>
          </div>
        </section>
      ))}
      <section aria-labelledby="how" className="stack">
        <h2 id="how">{t('list.how')}</h2>
        <ol className="route-facts">
          {(['one', 'two', 'three', 'four'] as const).map((key) => (
            <li key={key}>{t(`list.steps.${key}`)}</li>
          ))}
        </ol>
      </section>
      <section aria-labelledby="mine" className="stack">
        <h2 id="mine">{t('account.title')}</h2>
        <p>
          {t('list.account')} <a href={paths.groupsAccount(locale)}>{t('account.open')}</a>
        </p>
      </section>
    </Frame>
  );
}

type Prices = Awaited<ReturnType<typeof groupPricesOf>> extends Map<string, infer One> ? One : never;

function factsOf(product: Product, prices: Prices | undefined, of: { locale: Locale; settings: Settings }) {
  const { locale, settings } = of;
  const t = translator(locale, 'request');
  const common = translator(locale, 'common');
  const bring = localized(product.preparations, locale);
  const money = (amountMinor: number, currency: string) =>
    amountMinor === 0 ? common('free') : formatMoney({ amountMinor, currency }, locale);
  return [
    ...(prices?.pupil
      ? [
          { term: t('list.pupilPrice'), value: money(prices.pupil.amountMinor, prices.pupil.currency) },
          {
            term: t('list.adultPrice'),
            value: prices.adult ? money(prices.adult.amountMinor, prices.adult.currency) : '—',
          },
        ]
      : []),
    ...(prices?.fees.length
      ? [
          {
            term: t('list.guideFee'),
            value: listOf(
              prices.fees.map(({ language, amountMinor, currency }) =>
                language
                  ? `${common(`languages.${language}`)}: ${money(amountMinor, currency)}`
                  : money(amountMinor, currency),
              ),
              locale,
            ),
          },
        ]
      : []),
    {
      term: t('list.party'),
      value: t('list.partyOf', { minimum: product.partyMinimum, maximum: product.partyMaximum }),
    },
    { term: t('list.groups'), value: t('list.groupsOf', { most: product.subGroupMaximum }) },
    {
      term: t('list.adults'),
      value: t('list.adultsOf', {
        young: settings.ratio_until_10,
        middle: settings.ratio_until_15,
        old: settings.ratio_until_18,
      }),
    },
    { term: t('list.minutes'), value: t('list.minutesOf', { minutes: product.durationMinutes }) },
    {
      term: t('list.languages'),
      value: listOf(
        product.languages.map((one) => common(`languages.${one}`)),
        locale,
      ),
    },
    {
      term: t('list.lead_time'),
      value: t('list.leadTimeOf', { days: Math.ceil(product.leadTimeMinutes / (24 * 60)) }),
    },
    ...(bring ? [{ term: t('list.bring'), value: bring }] : []),
  ];
}

/** Several things in one line: only the first begins as a sentence does. */
function listOf(words: readonly string[], locale: Locale): string {
  return (
    words
      // English writes languages with a capital, the others do not.
      .map((word, index) =>
        index === 0 || locale === 'en' ? word : word.charAt(0).toLocaleLowerCase(locale) + word.slice(1),
      )
      .join(', ')
  );
}

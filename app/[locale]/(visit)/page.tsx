import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { notFound } from 'next/navigation';
import { readVisitCookie, visitCookie } from '#app/_http/visit-cookie.ts';
import { Notice } from '#app/_ui/notice.tsx';
import { PlanPicture } from '#app/_ui/plan-picture.tsx';
import { findOrderByLink } from '#lib/booking/order-view.ts';
import { listLowestPrices, listProducts, listRoute, listSpaces } from '#lib/catalog/queries.ts';
import { museumThing } from '#lib/catalog/structured-data.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { isLocale, type Locale, localized } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { absolute, paths } from '#lib/platform/paths.ts';
import { visitorRequest } from '#lib/platform/request.ts';
import { dateAt, formatLongDate } from '#lib/platform/time.ts';
import { getOpeningHours } from '#lib/schedule/queries.ts';
import { Frame, museumOfRequest } from '../frame.tsx';
import { pageMetadata } from '../page-metadata.ts';
import { StructuredData } from '../structured-data.tsx';
import { OpeningHours } from './opening-hours.tsx';
import { planWords } from './plan-words.ts';

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  if (!isLocale(locale)) return {};
  const museum = await museumOfRequest();
  const name = localized(museum.names, locale);
  return pageMetadata(locale, {
    title: name,
    description: localized(museum.texts.about, locale),
    siteName: name,
    here: paths.museum,
  });
}

/** The museum: what it is, what can be visited, when it is open. The first of the visitor's steps. */
export default async function MuseumPage({ params }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const t = translator(locale, 'visit');
  const { db, now } = visitorRequest(locale);
  const museum = await museumOfRequest();
  const today = dateAt(now, museum.timeZone);
  const [products, prices, spaces, weeklyHours, resumed] = await Promise.all([
    listProducts(db),
    listLowestPrices(db, today),
    listSpaces(db),
    getOpeningHours(db, today),
    heldOrder(locale),
  ]);
  const online = products.filter((product) => product.isSoldOnline);
  const route = online[0] ? await listRoute(db, online[0].id) : [];
  return (
    <Frame locale={locale} here={paths.museum}>
      {resumed ? (
        <Notice>
          <p>{t('home.resume', { date: formatLongDate(resumed.date, locale, { year: false }), time: resumed.time })}</p>
          <p>
            <a href={paths.order(locale, resumed.token)}>{t('home.resumeAction')}</a>
          </p>
        </Notice>
      ) : null}
      <div className="museum-head">
        <h1>{localized(museum.names, locale)}</h1>
        <p className="step-lead">{localized(museum.texts.about, locale)}</p>
      </div>
      <section aria-labelledby="choose">
        <h2 id="choose">{t('home.choose')}</h2>
        <ul className="products">
          {online.map((product) => {
            const from = prices.get(product.id);
            return (
              <li key={product.id}>
                <a href={paths.product(locale, product.code)}>
                  <h3>{localized(product.names, locale)}</h3>
                  <p className="products-price">{from ? t('home.from', { price: formatMoney(from, locale) }) : null}</p>
                  <p className="products-text">{localized(product.summaries, locale)}</p>
                  <p className="products-facts">
                    {[
                      t('home.minutes', { minutes: product.durationMinutes }),
                      product.isStepFree ? t('home.stepFree') : t('home.basement'),
                      ...(product.isGuided ? [t('home.guided')] : []),
                    ].join(' · ')}
                  </p>
                  <span className="products-go">{t('home.continue')}</span>
                </a>
              </li>
            );
          })}
        </ul>
        <p className="small">
          {t('home.groups')} <a href={paths.groups(locale)}>{t('home.groupsAction')}</a>
        </p>
        <p className="small">
          <a href={paths.lostTickets(locale)}>{translator(locale, 'common')('lostTickets')}</a>
        </p>
      </section>
      <section className="stack">
        <PlanPicture
          id="plan"
          spaces={spaces.map((space) => ({
            code: space.code,
            name: localized(space.names, locale),
            isStepFree: space.isStepFree,
          }))}
          route={route.map((stop) => stop.code)}
          words={planWords(locale)}
        />
      </section>
      <OpeningHours locale={locale} hours={weeklyHours} />
      <StructuredData
        things={[
          museumThing(museum, {
            locale,
            url: absolute(paths.museum(locale)),
            hours: weeklyHours,
            offers: online.map((product) => ({
              product,
              from: prices.get(product.id) ?? null,
              url: absolute(paths.product(locale, product.code)),
            })),
          }),
        ]}
      />
    </Frame>
  );
}

/** The places that this browser still holds, if any: closing the browser has lost nothing. */
async function heldOrder(locale: Locale): Promise<{ token: string; date: string; time: string } | null> {
  const token = readVisitCookie((await cookies()).get(visitCookie)?.value);
  if (!token) return null;
  const order = await findOrderByLink(visitorRequest(locale).db, token);
  if (!order || order.isRunOut || !['held', 'awaiting_payment'].includes(order.state)) return null;
  return { token, date: order.timeslot.visitDate, time: order.timeslot.startTime };
}

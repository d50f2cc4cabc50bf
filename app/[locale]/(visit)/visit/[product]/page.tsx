import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { type CalendarDay, MonthCalendar } from '#app/_ui/month-calendar.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { PlanPicture } from '#app/_ui/plan-picture.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import type { CalendarDay as MuseumDay } from '#lib/booking/calendar-day.ts';
import { listTours } from '#lib/booking/list-tours.ts';
import { addMonths, clampMonth, getMonthCalendar } from '#lib/booking/month-calendar.ts';
import { findOnlineProduct, findProductById, listLowestPrices, listRoute, listSpaces } from '#lib/catalog/queries.ts';
import { eventThings, productThing } from '#lib/catalog/structured-data.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { isLocale, type Locale, localized } from '#lib/platform/locales.ts';
import { absolute, paths } from '#lib/platform/paths.ts';
import { visitorRequest } from '#lib/platform/request.ts';
import { dateAt, formatLongDate, formatMonth } from '#lib/platform/time.ts';
import { Frame, museumOfRequest } from '../../../frame.tsx';
import { pageMetadata } from '../../../page-metadata.ts';
import { StructuredData } from '../../../structured-data.tsx';
import { openedByCode } from '../../opened-by-code.ts';
import { openingMoment } from '../../opening-moment.ts';
import { planWords } from '../../plan-words.ts';
import { readPeople } from '../../read-people.ts';
import { PriceTable } from './price-table.tsx';
import { RouteFacts } from './route-facts.tsx';

type Props = {
  params: Promise<{ locale: string; product: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** Tours told to search engines: the next ones, so that the page stays small. */
const mostEvents = 12;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, product: code } = await params;
  if (!isLocale(locale)) return {};
  const product = await findOnlineProduct(visitorRequest(locale).db, code);
  if (!product) return {};
  const museum = await museumOfRequest();
  const siteName = localized(museum.names, locale);
  return pageMetadata(locale, {
    title: `${localized(product.names, locale)} · ${siteName}`,
    description: localized(product.summaries, locale),
    siteName,
    here: (other) => paths.product(other, code),
  });
}

/** One thing to visit: its way through the building, what one must know, its prices, and the month of its days. */
export default async function ProductPage({ params, searchParams }: Props) {
  const { locale, product: code } = await params;
  if (!isLocale(locale)) notFound();
  const ctx = visitorRequest(locale);
  const { db, now } = ctx;
  const product = await findOnlineProduct(db, code);
  if (!product) notFound();
  const museum = await museumOfRequest();
  const query = await searchParams;
  const people = readPeople(query.people, product.partyMaximum);
  const opened = await openedByCode(ctx, product.id, query.code);
  const kept = opened.found ? opened.typed : undefined;
  const voucher = opened.found?.ok ? opened.found.voucher : undefined;
  const today = dateAt(now, museum.timeZone);
  const month = clampMonth(query.month, product, today);
  const [calendar, route, spaces, prices, tours, alternative] = await Promise.all([
    getMonthCalendar(db, { product, month, people: people ?? 1, now, zone: museum.timeZone, code: voucher }),
    listRoute(db, product.id),
    listSpaces(db),
    listLowestPrices(db, today),
    product.isGuided ? listTours(db, { now, zone: museum.timeZone, productId: product.id }) : [],
    product.alternativeProductId ? findProductById(db, product.alternativeProductId) : null,
  ]);
  const from = prices.get(product.id) ?? null;
  const t = translator(locale, 'visit');
  const monthLink = (other: string) => ({
    href: `${paths.product(locale, code, { month: other, people: people ?? undefined, code: kept })}#month`,
    text: t(other < month ? 'product.previousMonth' : 'product.nextMonth', { month: formatMonth(other, locale) }),
  });
  const isBookable = calendar.days.some((day) => day.state === 'open' || day.state === 'few');
  return (
    <Frame
      locale={locale}
      here={(other) =>
        paths.product(other, code, { month: query.month ? month : undefined, people: people ?? undefined, code: kept })
      }
    >
      <BackLink href={paths.museum(locale)}>{translator(locale, 'common')('home')}</BackLink>
      <StepHeading title={localized(product.names, locale)} lead={localized(product.descriptions, locale)} />
      <div className="two">
        <section aria-labelledby="calendar">
          <h2 className="vh" id="calendar">
            {t('product.calendar')}
          </h2>
          <MonthCalendar
            month={month}
            locale={locale}
            days={calendar.days.map((day) =>
              asDay(day, locale, museum.timeZone, (date) =>
                paths.day(locale, code, date, { people: people ?? undefined, code: kept }),
              ),
            )}
            previous={calendar.hasPrevious ? monthLink(addMonths(month, -1)) : null}
            next={calendar.hasNext ? monthLink(addMonths(month, 1)) : null}
          />
          {isBookable ? null : <p className="soft">{t('product.noneInMonth')}</p>}
        </section>
        <div className="stack-wide">
          {product.advisories ? (
            <Notice kind="warn" title={t('product.advisory')}>
              <p>{localized(product.advisories, locale)}</p>
              {product.advisoryAge ? <p>{t('product.advisoryAge', { age: product.advisoryAge })}</p> : null}
              {alternative?.isSoldOnline ? (
                <p>
                  <a
                    href={paths.product(locale, alternative.code, {
                      month: query.month ? month : undefined,
                      people: people ?? undefined,
                    })}
                  >
                    {t('product.alternative', { name: localized(alternative.names, locale) })}
                  </a>
                </p>
              ) : null}
            </Notice>
          ) : null}
          <PriceTable
            locale={locale}
            product={product}
            showChanges
            visitDate={calendar.days.find((day) => day.state === 'open' || day.state === 'few')?.date ?? today}
          />
          <section aria-labelledby="route" className="stack">
            <h2 id="route">{t('product.route')}</h2>
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
            <RouteFacts locale={locale} route={route} />
          </section>
        </div>
      </div>
      {product.isGuided ? (
        <p className="soft small">
          <a href={paths.tours(locale)}>{t('tours.subscribe')}</a>
        </p>
      ) : null}
      <StructuredData
        things={[
          productThing(product, museum, { locale, from, url: absolute(paths.product(locale, code)) }),
          ...eventThings(product, museum, {
            locale,
            from,
            times: tours
              .slice(0, mostEvents)
              .map((tour) => ({ ...tour, url: absolute(paths.day(locale, code, tour.visitDate)) })),
          }),
        ]}
      />
    </Frame>
  );
}

function asDay(day: MuseumDay, locale: Locale, zone: string, href: (date: string) => string): CalendarDay {
  const t = translator(locale, 'visit');
  const date = formatLongDate(day.date, locale, { year: false });
  const facts = {
    date: day.dayType ? `${date}, ${localized(day.dayType.names, locale)}` : date,
    places: day.places,
    times: day.times,
  };
  const word = t(`product.state.${day.state}`);
  switch (day.state) {
    case 'open':
      return { date: day.date, state: 'open', word, name: t('product.dayName', facts), href: href(day.date) };
    case 'few':
      return { date: day.date, state: 'few', word, name: t('product.dayFew', facts), href: href(day.date) };
    case 'full':
      return { date: day.date, state: 'full', word, name: t('product.dayFull', facts), href: href(day.date) };
    case 'later': {
      const moment = openingMoment(day.opensAt ?? new Date(0), locale, zone);
      const name = t('product.dayLater', { ...facts, moment });
      return { date: day.date, state: 'later', word, name, href: href(day.date) };
    }
    case 'past':
      return {
        date: day.date,
        state: 'past',
        word: '',
        name: t('product.dayClosed', { ...facts, reason: t('product.over') }),
      };
    case 'closed': {
      const why = day.closedBecause;
      const reason =
        why?.kind === 'exception'
          ? localized(why.reasons, locale)
          : t(
              why?.kind === 'weekday'
                ? 'product.weeklyClosed'
                : why?.kind === 'not_yet'
                  ? 'product.notYet'
                  : 'product.over',
            );
      return {
        date: day.date,
        state: 'closed',
        word: why?.kind === 'not_yet' ? '' : word,
        name: t('product.dayClosed', { ...facts, reason }),
        reason,
      };
    }
  }
}

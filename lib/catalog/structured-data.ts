import { type Locale, localized } from '#lib/platform/locales.ts';
import { currencyDecimals, type Money } from '#lib/platform/money.ts';
import type { IsoDate, WallTime } from '#lib/platform/time.ts';
import type { Museum, Product } from './queries.ts';

/** A thing as schema.org describes it, to be written into a page as JSON-LD. */
export type StructuredThing = { '@context'?: string; '@type': string; [property: string]: unknown };

/** One weekday's hours (Monday is 1) as they hold today. */
export type HoursOfWeekday = { weekday: number; opensTime: WallTime; closesTime: WallTime };

/** One time that can be visited, with the address at which it is booked. */
export type VisitableTime = {
  startsAt: Date;
  endsAt: Date;
  visitDate: IsoDate;
  language: Locale | null;
  isFull: boolean;
  url: string;
};

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** The museum for search engines (schema.org `Museum`): where it stands, when it is open, what a visit costs at least. */
export function museumThing(
  museum: Museum,
  facts: {
    locale: Locale;
    /** The museum's page in the reader's language, absolute. */
    url: string;
    hours: readonly HoursOfWeekday[];
    offers: readonly { product: Product; from: Money | null; url: string }[];
  },
): StructuredThing {
  const { locale, url } = facts;
  return {
    '@context': 'https://schema.org',
    '@type': 'Museum',
    '@id': `${new URL(url).origin}/#museum`,
    name: localized(museum.names, locale),
    description: localized(museum.texts.about, locale),
    url,
    address: localized(museum.addresses, locale),
    telephone: museum.contactPhone,
    email: museum.contactEmail,
    openingHoursSpecification: facts.hours.map(({ weekday, opensTime, closesTime }) => ({
      '@type': 'OpeningHoursSpecification',
      dayOfWeek: `https://schema.org/${weekdays[weekday - 1]}`,
      opens: opensTime.slice(0, 5),
      closes: closesTime.slice(0, 5),
    })),
    makesOffer: facts.offers.map((offer) => offerThing(offer.product, { ...offer, locale })),
  };
}

/** What is offered on a product's page (schema.org `Offer`), with its lowest price of an ordinary ticket. */
export function productThing(
  product: Product,
  museum: Museum,
  facts: { locale: Locale; url: string; from: Money | null },
): StructuredThing {
  return {
    '@context': 'https://schema.org',
    ...offerThing(product, facts),
    offeredBy: { '@id': `${new URL(facts.url).origin}/#museum`, '@type': 'Museum', name: nameOf(museum, facts.locale) },
  };
}

/** Times of a product as schema.org `Event`s, each with the offer to book it. What is full says so; nothing counts down. */
export function eventThings(
  product: Product,
  museum: Museum,
  facts: { locale: Locale; from: Money | null; times: readonly VisitableTime[] },
): StructuredThing[] {
  const { locale, from } = facts;
  return facts.times.map((time) => ({
    '@context': 'https://schema.org',
    '@type': 'Event',
    name: localized(product.names, locale),
    description: localized(product.summaries, locale),
    startDate: time.startsAt.toISOString(),
    endDate: time.endsAt.toISOString(),
    eventStatus: 'https://schema.org/EventScheduled',
    eventAttendanceMode: 'https://schema.org/OfflineEventAttendanceMode',
    ...(time.language ? { inLanguage: time.language } : {}),
    location: {
      '@type': 'Museum',
      name: nameOf(museum, locale),
      address: localized(museum.addresses, locale),
    },
    organizer: { '@type': 'Museum', name: nameOf(museum, locale), url: new URL(time.url).origin },
    offers: {
      '@type': 'Offer',
      url: time.url,
      availability: time.isFull ? 'https://schema.org/SoldOut' : 'https://schema.org/InStock',
      ...priceOf(from),
    },
  }));
}

function offerThing(product: Product, facts: { locale: Locale; url: string; from: Money | null }): StructuredThing {
  return {
    '@type': 'Offer',
    url: facts.url,
    ...priceOf(facts.from),
    itemOffered: {
      '@type': 'Service',
      name: localized(product.names, facts.locale),
      description: localized(product.summaries, facts.locale),
    },
  };
}

function nameOf(museum: Museum, locale: Locale): string {
  return localized(museum.names, locale);
}

/** The lowest price as schema.org wants it: a plain number with a point, and the currency beside it. */
function priceOf(from: Money | null): { price: string; priceCurrency: string } | object {
  if (!from) return {};
  const decimals = currencyDecimals(from.currency);
  return { price: (from.amountMinor / 10 ** decimals).toFixed(decimals), priceCurrency: from.currency };
}

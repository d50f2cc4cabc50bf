import { expect, it } from 'vitest';
import type { Museum, Product } from './queries.ts';
import { eventThings, museumThing, productThing } from './structured-data.ts';

const words = (text: string) => ({ az: `${text} az`, en: text, ru: `${text} ru` });
const museum = {
  names: words('The museum'),
  addresses: words('A street'),
  texts: { about: words('What it is') },
  contactPhone: '+994 12 000 00 00',
  contactEmail: 'visit@museum.example',
} as unknown as Museum;
const product = { code: 'full-route', names: words('Full route'), summaries: words('All of it') } as unknown as Product;
const url = 'https://museum.example/en/visit/full-route';
const from = { amountMinor: 1250, currency: 'AZN' };

it('tells where the museum stands, when it is open, and what a visit costs at least', () => {
  const thing = museumThing(museum, {
    locale: 'az',
    url: 'https://museum.example/az',
    hours: [{ weekday: 2, opensTime: '10:00:00', closesTime: '18:00' }],
    offers: [{ product, from, url }],
  });
  expect(thing).toMatchObject({
    '@type': 'Museum',
    name: 'The museum az',
    address: 'A street az',
    openingHoursSpecification: [{ dayOfWeek: 'https://schema.org/Tuesday', opens: '10:00', closes: '18:00' }],
    makesOffer: [{ '@type': 'Offer', url, price: '12.50', priceCurrency: 'AZN' }],
  });
});

it.each([
  [{ amountMinor: 500, currency: 'JPY' }, '500'],
  [{ amountMinor: 500, currency: 'KWD' }, '0.500'],
  [{ amountMinor: 0, currency: 'AZN' }, '0.00'],
])('writes %o as %s', (amount, price) => {
  expect(productThing(product, museum, { locale: 'en', url, from: amount })).toMatchObject({ price });
});

it('offers nothing at a price that is not known', () => {
  expect(productThing(product, museum, { locale: 'en', url, from: null })).not.toHaveProperty('price');
});

it('says of each time when it is, in which language, and whether it is full', () => {
  const time = {
    startsAt: new Date('2026-12-12T06:30:00Z'),
    endsAt: new Date('2026-12-12T07:30:00Z'),
    visitDate: '2026-12-12',
    url: `${url}/2026-12-12`,
  };
  const things = eventThings(product, museum, {
    locale: 'ru',
    from,
    times: [
      { ...time, language: 'ru', isFull: false },
      { ...time, language: null, isFull: true },
    ],
  });
  expect(things).toMatchObject([
    {
      name: 'Full route ru',
      startDate: '2026-12-12T06:30:00.000Z',
      inLanguage: 'ru',
      offers: { availability: 'https://schema.org/InStock', url: `${url}/2026-12-12` },
    },
    { offers: { availability: 'https://schema.org/SoldOut' } },
  ]);
  expect(things[1]).not.toHaveProperty('inLanguage');
});

import { randomUUID } from 'node:crypto';
import { anyForm, anyLink, anyPage } from './any-route.ts';
import { form, type Probe } from './knock.ts';
import { product, type Scene } from './scene.ts';

const enc = encodeURIComponent;
const huge = 'x'.repeat(10_240);

// Links of the waiting list stand where those of orders stand elsewhere.
const anyWaitingLink = (path: string, send: object = {}): Probe[] =>
  anyLink(path.replace('/waiting/', '/order/'), send).map((probe) => ({
    ...probe,
    path: probe.path.replace('/order/', '/waiting/'),
  }));

/** The waiting list: asking for it, and the pages and forms of a party on it. */
export const waitingProbes = (scene: Scene): Record<string, Probe[]> => {
  const ask = `/az/visit/${product}/wait`;
  const join = '/az/visit/wait';
  const own = `/az/waiting/${scene.waiting}`;
  const room = '[locale]/(waiting)/waiting/[token]';
  const good = {
    product,
    requestKey: randomUUID(),
    people: '2',
    together: 'yes',
    date1: scene.date,
    from1: '00:00',
    until1: '23:59',
    email: 'bad-input@example.az',
  };
  const back = (what: string, fields: Record<string, string>, refused: string): Probe => ({
    what,
    path: join,
    ...form({ ...good, ...fields }),
    expects: 303,
    leads: new RegExp(`^${ask}\\?.*refused=${refused}`),
  });
  const step = (name: string, fields: Record<string, string>, leads: RegExp): Probe[] => [
    ...anyForm(`${own}/${name}`),
    ...anyWaitingLink(`${own}/${name}`, form(fields)),
    ...['7', randomUUID(), `' or 1=1 --`, huge].map((offer) => ({
      what: `the offer ${offer.slice(0, 20)}`,
      path: `${own}/${name}`,
      ...form({ ...fields, offer }),
      expects: 303,
      leads,
    })),
  ];
  return {
    '[locale]/(visit)/visit/[product]/wait/page.tsx': [
      ...anyPage(ask),
      { what: 'an unknown product', path: '/az/visit/none/wait', expects: 404 },
      ...['constructor', '<b>', 'places_free', huge.slice(0, 3000)].map((refused) => ({
        what: `the refusal ${refused.slice(0, 20)}`,
        path: `${ask}?refused=${enc(refused)}&on=${enc('<i>')}&at=9&people=-5&date1=2026-02-30&from1=${enc('"><')}`,
        expects: 200,
      })),
    ],
    '[locale]/(visit)/visit/wait/route.ts': [
      ...anyForm(join),
      back('nobody', { people: '0' }, 'people_missing'),
      back('a word for a number', { people: 'two' }, 'people_missing'),
      back('too many', { people: '400' }, 'party_too_large'),
      back('a part larger than half', { people: '5', together: 'no', part: '3' }, 'part_too_large'),
      back('a day that is none', { date1: '2026-02-30' }, 'date_missing'),
      back('no day', { date1: '' }, 'date_missing'),
      back('times the wrong way round', { from1: '12:00', until1: '10:00' }, 'time_order'),
      back('a time with SQL in it', { from1: `' or 1=1` }, 'time_missing'),
      back('an address with lines', { email: 'a@example.az\r\nBcc: b@example.az' }, 'email_malformed'),
      back('no address', { email: '' }, 'email_missing'),
      back('an address too long', { email: `${huge}@example.az` }, 'email_malformed'),
      back('a day that nobody can visit', { date1: '2199-12-31' }, 'no_such_time'),
      {
        what: 'a product that climbs',
        path: join,
        ...form({ ...good, product: '../../staff' }),
        expects: 303,
        leads: /^\/az$/,
      },
      { what: 'a key that is none', path: join, ...form({ ...good, requestKey: '7' }), expects: 303, leads: /^\/az$/ },
    ],
    [`${room}/page.tsx`]: [
      ...anyPage(own),
      ...anyWaitingLink(own),
      { what: 'an odd word of what happened', path: `${own}?told=${enc('<script>')}&told=x`, expects: 200 },
    ],
    [`${room}/change/page.tsx`]: [
      ...anyPage(`${own}/change`),
      ...anyWaitingLink(`${own}/change`),
      { what: 'an odd refusal', path: `${own}/change?refused=__proto__&people=-1`, expects: [200, 307] },
    ],
    [`${room}/save/route.ts`]: step('save', { people: '0' }, new RegExp(`^${own}/change\\?.*refused=`)),
    [`${room}/take/route.ts`]: step('take', {}, new RegExp(`^${own}\\?told=unknown_offer`)),
    [`${room}/decline/route.ts`]: step('decline', {}, new RegExp(`^${own}\\?told=unknown_offer`)),
    [`${room}/leave/route.ts`]: [...anyForm(`${own}/leave`), ...anyWaitingLink(`${own}/leave`, form({}))],
  };
};

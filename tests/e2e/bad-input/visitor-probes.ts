import { randomUUID } from 'node:crypto';
import { anyForm, anyLink, anyPage } from './any-route.ts';
import { changeProbes } from './change-probes.ts';
import { form, type Probe } from './knock.ts';
import { product, type Scene } from './scene.ts';

const huge = 'x'.repeat(10_240);
const oddPeople = ['0', '-1', '501', '999999999999999999999', '1.5', '1e309', 'NaN', 'two', '', '٣', '\u0000', huge];
const enc = encodeURIComponent;

/** The museum's pages: whatever stands in the address, a page or "not found". */
export const visitPages = (scene: Scene): Record<string, Probe[]> => ({
  'route.ts': [{ what: 'odd questions', path: '/?next=https://elsewhere.example', expects: 307, leads: /^\/az$/ }],
  '[locale]/(visit)/page.tsx': [
    ...anyPage('/az'),
    { what: 'an unknown language', path: '/tlh', expects: 404 },
    { what: 'a language and more', path: '/az%2F..%2Fstaff', expects: 404 },
    { what: 'an odd cookie', path: '/az', headers: { cookie: `visit=${enc(`' or 1=1 --`)}` }, expects: 200 },
    { what: 'a path that is no text', path: '/az/%', expects: 400 },
    { what: 'a path of half a character', path: '/az/visit/%ED%A0%80', expects: 400 },
  ],
  'bench-empty/page.tsx': [{ what: 'a visitor', path: '/bench-empty', expects: 404 }],
  // Shown by our server in place of others, at nobody's address.
  '[locale]/(visit)/not-here/page.tsx': [{ what: 'its own address', path: '/az/not-here', expects: 404 }],
  '[locale]/(visit)/failed/page.tsx': [{ what: 'its own address', path: '/az/failed', expects: 404 }],
  '[locale]/(visit)/privacy/page.tsx': anyPage('/az/privacy'),
  '[locale]/(visit)/terms/page.tsx': anyPage('/az/terms'),
  '[locale]/(visit)/tickets/page.tsx': [
    ...anyPage('/az/tickets'),
    ...['constructor', '<b>', 'too_often', huge].map((refused) => ({
      what: `the refusal ${refused.slice(0, 20)}`,
      path: `/az/tickets?refused=${enc(refused)}&minutes=${enc('9e9')}&sent=2`,
      expects: 200,
    })),
    {
      what: 'an odd cookie',
      path: '/az/tickets?refused=email_malformed',
      headers: { cookie: 'asked=%E0%A4%A' },
      expects: 200,
    },
  ],
  '[locale]/(visit)/tickets/ask/route.ts': [
    ...anyForm('/az/tickets/ask'),
    ...['', 'nobody', '\u0000@example.az', 'a@example.az\r\nBcc: b@example.az', `' or 1=1 --@x`, huge].map((email) => ({
      what: `the address ${email.slice(0, 20)}`,
      path: '/az/tickets/ask',
      ...form({ email, requestKey: '7' }),
      expects: 303,
      leads: /^\/az\/tickets\?refused=(email_|no_line_breaks|too_long)/,
    })),
    {
      what: 'an address that nobody has',
      path: '/az/tickets/ask',
      ...form({ email: `${randomUUID()}@example.az`, requestKey: `' or 1=1` }),
      expects: 303,
      leads: /^\/az\/tickets\?sent=1$/,
    },
  ],
  '[locale]/(visit)/check/page.tsx': [
    { what: 'nothing chosen', path: '/az/check', expects: 404 },
    { what: 'an unknown language', path: '/tlh/check', expects: 404 },
    ...['constructor', '<b>', 'too_many_holds', huge].map((refused) => ({
      what: `the refusal ${refused.slice(0, 20)}`,
      path: `/az/check?product=${product}&date=2030-01-01&people=2&timeslotId=${randomUUID()}&requestKey=${randomUUID()}&minutes=9e9&challenge=${enc(`' or 1=1`)}&refused=${enc(refused)}`,
      expects: 200,
    })),
    ...['0', '-1', 'two', huge].map((people) => ({
      what: `the people ${people.slice(0, 20)}`,
      path: `/az/check?product=${product}&date=2030-01-01&people=${people}&timeslotId=${randomUUID()}&requestKey=${randomUUID()}`,
      expects: 404,
    })),
  ],
  '[locale]/(visit)/visit/[product]/page.tsx': [
    ...anyPage(`/az/visit/${product}`),
    ...['none', `${product}%00`, enc(`' or 1=1`), 'x'.repeat(3000), enc('مرحبا'), 'class-programme'].map((code) => ({
      what: `the product ${code.slice(0, 20)}`,
      path: `/az/visit/${code}`,
      expects: [400, 404],
    })),
    ...['2026-13', '0000-00', '9999-12', '1999-01', '2026', '-1', enc('<b>'), '%00', '٢٠٢٦-١٢'].map((month) => ({
      what: `the month ${month}`,
      path: `/az/visit/${product}?month=${month}&month[]=1&month=2`,
      expects: 200,
    })),
    ...oddPeople.map((people) => ({
      what: `${people.slice(0, 20)} people`,
      path: `/az/visit/${product}?people=${enc(people)}`,
      expects: 200,
    })),
  ],
  '[locale]/(visit)/visit/[product]/[date]/page.tsx': [
    ...anyPage(`/az/visit/${product}/${scene.date}`),
    ...['0000-01-01', '9999-12-31', '2026-02-30', '26-1-1', 'today', enc('٢٠٢٦-١٢-١٢'), `${scene.date}T00:00`].map(
      (date) => ({ what: `the day ${date}`, path: `/az/visit/${product}/${date}`, expects: 404 }),
    ),
    ...['1999-01-01', '2199-12-31'].map((date) => ({
      what: `${date}, which nobody can book`,
      path: `/az/visit/${product}/${date}`,
      expects: 200,
    })),
    ...oddPeople.map((people) => ({
      what: `${people.slice(0, 20)} people`,
      path: `/az/visit/${product}/${scene.date}?people=${enc(people)}&refused=full_for_party&room=${enc(people.slice(0, 99))}&time=${enc('<i>')}`,
      expects: 200,
    })),
  ],
  '[locale]/(visit)/tours.ics/route.ts': anyFile('tours.ics'),
  '[locale]/card.png/route.tsx': anyFile('card.png'),
  'robots.ts': [
    { what: 'a form', path: '/robots.txt', ...form({ a: '1' }), expects: 405 },
    { what: 'a query', path: '/robots.txt?a=1', expects: 200 },
  ],
  'sitemap.ts': [
    { what: 'a form', path: '/sitemap.xml', ...form({ a: '1' }), expects: 405 },
    { what: 'a query', path: '/sitemap.xml?id=../../etc', expects: 200 },
  ],
  '[locale]/[...rest]/page.tsx': [
    ...anyPage('/az/nowhere/at/all').map((probe) => ({ ...probe, expects: [400, 404, 405, 409] })),
    { what: 'a path too long', path: `/az/${'x/'.repeat(3000)}x`, expects: 404 },
  ],
  'styleguide/page.tsx': [{ what: 'a page for builders', path: '/styleguide', expects: 404 }],
});

/** A file that stands in each language. */
const anyFile = (name: string): Probe[] => [
  { what: 'an unknown language', path: `/tlh/${name}`, expects: 404 },
  { what: 'the language in capitals', path: `/AZ/${name}`, expects: 404 },
  { what: 'a form', path: `/az/${name}`, ...form({ a: '1' }), expects: 405 },
  { what: 'a query', path: `/az/${name}?from=${enc(`' or 1=1`)}`, expects: 200 },
];

/** The form that takes a time. */
export const holdProbes = (scene: Scene): Record<string, Probe[]> => {
  const path = '/az/visit/hold';
  const good = { product, date: scene.date, people: '1', timeslotId: scene.slot, requestKey: randomUUID() };
  const back = new RegExp(`^/az/visit/${product}/${scene.date}\\?.*refused=`);
  const without = (name: string) => Object.fromEntries(Object.entries(good).filter(([key]) => key !== name));
  const send = (what: string, fields: Record<string, string>, leads = back): Probe => ({
    what,
    path,
    ...form(fields),
    expects: 303,
    leads,
  });
  const ids = ['', '7', 'null', `' or 1=1 --`, '\u0000', huge, `${scene.slot}\u0000`, '{"$ne":1}'];
  return {
    '[locale]/(visit)/visit/hold/route.ts': [
      ...anyForm(path),
      ...oddPeople.map((people) => send(`${people.slice(0, 20)} people`, { ...good, people })),
      ...ids.map((id) => send(`the time ${id.slice(0, 20)}`, { ...good, timeslotId: id })),
      ...ids.map((id) => send(`the request ${id.slice(0, 20)}`, { ...good, requestKey: id })),
      ...['timeslotId', 'people', 'requestKey'].map((name) => send(`no ${name}`, without(name))),
      ...['product', 'date'].map((name) => send(`no ${name}`, without(name), /^\/az$/)),
      send('an unknown time', { ...good, timeslotId: randomUUID() }, /refused=unknown_timeslot/),
      send('a time that is over', { ...good, timeslotId: scene.past }, /refused=not_on_sale/),
      send('a time that is closed', { ...good, timeslotId: scene.closed }, /refused=not_on_sale/),
      send('a time of another product', { ...good, timeslotId: scene.foreign }, /refused=unknown_timeslot/),
      send('another day', { ...good, date: '2026-01-01' }, /2026-01-01\?.*refused=unknown_timeslot/),
      send('a day that is none', { ...good, date: '2026-02-30' }, /^\/az$/),
      send('a product that climbs', { ...good, product: '../../staff' }, /^\/az$/),
      send('a product with a line of its own', { ...good, product: 'x\r\nset-cookie: a=b' }, /^\/az$/),
      send('a code that there is not', { ...good, code: 'NOSUCHCODE' }, /refused=code_unknown/),
      send('more people than a booking may have', { ...good, people: '400' }, /refused=/),
    ],
  };
};

/** The pages and forms of an order. */
export const orderProbes = (scene: Scene): Record<string, Probe[]> => {
  const undecided = `/az/order/${scene.undecided}`;
  const paid = `/az/order/${scene.paid}`;
  const room = '[locale]/(order)/order/[token]';
  const choose = (what: string, fields: Record<string, string> | [string, string][], refused: string): Probe => ({
    what,
    path: `${undecided}/choose`,
    ...form(fields),
    expects: 303,
    leads: new RegExp(`^${undecided}/tickets\\?.*refused=${refused}`),
  });
  const adult = `ticket.${scene.adult}`;
  const step = (name: string): Probe[] => [
    ...anyForm(`${undecided}/${name}`),
    ...anyLink(`${undecided}/${name}`, form({})),
  ];
  const back = (what: string, name: string, fields: Record<string, string>, refused: string): Probe => ({
    what,
    path: `${paid}/${name}`,
    ...form(fields),
    expects: 303,
    leads: new RegExp(`^${paid}/cancel\\?.*refused=${refused}`),
  });
  // A paid order is over: its forms change nothing any more and lead to it.
  const tooLate = (name: string): Probe => ({
    what: 'an order that is paid',
    path: `${paid}/${name}`,
    ...form({ from: 'details', total: '1', [adult]: '5' }),
    expects: 303,
    leads: new RegExp(`^${paid}`),
  });
  return {
    [`${room}/page.tsx`]: [
      ...anyPage(undecided),
      ...anyLink(undecided),
      { what: 'an odd word of what happened', path: `${paid}?told=${enc('<script>')}&told=x`, expects: 200 },
    ],
    [`${room}/tickets/page.tsx`]: [
      ...anyPage(`${undecided}/tickets`),
      ...anyLink(`${undecided}/tickets`),
      {
        what: 'odd numbers in the address',
        path: `${undecided}/tickets?refused=full&room=-5&${enc(adult)}=${enc('"><script>')}`,
        expects: 200,
      },
    ],
    [`${room}/details/page.tsx`]: [...anyPage(`/az/order/${scene.chosen}/details`), ...anyLink(`${undecided}/details`)],
    [`${room}/choose/route.ts`]: [
      ...step('choose'),
      ...['-1', '501', '99999999999999999999', '1.5', 'two', 'NaN', '١', '1e309', huge, '\u0000'].map((quantity) =>
        choose(`${quantity.slice(0, 20)} tickets`, { [adult]: quantity }, 'not_a_number'),
      ),
      ...['-5', 'five', '1.234', '1e3', '٥', '<b>', huge].map((donation) => ({
        ...choose(`a donation of ${donation.slice(0, 20)}`, { [adult]: '1', donation }, ''),
        leads: new RegExp(`^${undecided}/tickets\\?.*donationRefused=donation_malformed`),
      })),
      choose('no tickets', {}, 'nothing_chosen'),
      choose('zero tickets', { [adult]: '0' }, 'nothing_chosen'),
      choose('nothing written', { [adult]: ' ' }, 'nothing_chosen'),
      choose('an unknown type', { [`ticket.${randomUUID()}`]: '1' }, 'unknown_ticket_type'),
      choose('a type not sold online', { [`ticket.${scene.notOnline}`]: '1' }, 'unknown_ticket_type'),
      choose('a type that is no id', { 'ticket.adult': '1' }, 'not_a_number'),
      choose('a type with SQL in it', { "ticket.' or 1=1 --": '1' }, 'not_a_number'),
      choose('more than a booking may have', { [adult]: '400' }, '(too_many_tickets|full)'),
      choose(
        'a thousand types',
        Array.from({ length: 1000 }, () => [`ticket.${randomUUID()}`, '1']),
        'unknown_ticket_type',
      ),
      tooLate('choose'),
    ],
    ...changeProbes(paid, undecided, adult),
    [`${room}/cancel/page.tsx`]: [
      ...anyPage(`${paid}/cancel`),
      ...anyLink(`${paid}/cancel`),
      { what: 'an order that is not paid', path: `${undecided}/cancel`, expects: 200 },
      ...[randomUUID(), `' or 1=1 --`, '\u0000', huge.slice(0, 3000)].map((id) => ({
        what: `the ticket ${id.slice(0, 20)}`,
        path: `${paid}/cancel?${enc(`ticket.${id}`)}=1&refused=${enc('<b>')}`,
        expects: 200,
      })),
    ],
    [`${room}/cancel-tickets/route.ts`]: [
      ...anyForm(`${paid}/cancel-tickets`),
      ...anyLink(`${paid}/cancel-tickets`, form({})),
      ...['-1', '1e9', '99999999999', '5.00', '', '\u0000', huge].map((sum) =>
        back(
          `the sum ${sum.slice(0, 20)}`,
          'cancel-tickets',
          { [`ticket.${scene.paidTicket}`]: '1', expectedMinor: sum },
          'sum_changed',
        ),
      ),
      back('another sum', 'cancel-tickets', { [`ticket.${scene.paidTicket}`]: '1', expectedMinor: '1' }, 'sum_changed'),
      back('no ticket', 'cancel-tickets', { expectedMinor: '0' }, 'no_tickets'),
      back('a ticket that is no id', 'cancel-tickets', { "ticket.' or 1=1": '1', expectedMinor: '0' }, 'no_tickets'),
      back(
        'a ticket of nobody',
        'cancel-tickets',
        { [`ticket.${randomUUID()}`]: '1', expectedMinor: '0' },
        'tickets_changed',
      ),
      {
        what: 'an order that is not paid',
        path: `${undecided}/cancel-tickets`,
        ...form({ [`ticket.${scene.paidTicket}`]: '1', expectedMinor: '0' }),
        expects: 303,
        leads: new RegExp(`^${undecided}`),
      },
    ],
    [`${room}/move/route.ts`]: [
      ...step('move'),
      ...['', '7', `' or 1=1 --`, '\u0000', huge, randomUUID(), scene.slot].map((id) => ({
        what: `to the time ${id.slice(0, 20)}, which nobody has cancelled`,
        path: `${paid}/move`,
        ...form({ timeslotId: id }),
        expects: 303,
        leads: new RegExp(`^${paid}\\?told=move_(no_offer|unknown_timeslot)`),
      })),
    ],
    [`${room}/take-back/route.ts`]: [
      ...step('take-back'),
      {
        what: 'an order whose time takes place',
        path: `${paid}/take-back`,
        ...form({ expectedMinor: '999999' }),
        expects: 303,
        leads: new RegExp(`^${paid}\\?told=move_no_offer`),
      },
    ],
    [`${room}/alternative/route.ts`]: [...step('alternative'), tooLate('alternative')],
    [`${room}/extend/route.ts`]: [...step('extend'), tooLate('extend')],
    [`${room}/give-back/route.ts`]: [...step('give-back'), tooLate('give-back')],
    [`${room}/hold-again/route.ts`]: [...step('hold-again'), tooLate('hold-again')],
    [`${room}/leave-payment/route.ts`]: [...step('leave-payment'), tooLate('leave-payment')],
    [`${room}/pay/route.ts`]: [
      ...step('pay'),
      tooLate('pay'),
      {
        what: 'an order without details',
        path: `${undecided}/pay`,
        ...form({ total: '1' }),
        expects: 303,
        leads: new RegExp(`^${undecided}`),
      },
    ],
    [`${room}/voucher/route.ts`]: [
      ...anyForm(`${undecided}/voucher`),
      ...anyLink(`${undecided}/voucher`, form({})),
      tooLate('voucher'),
      ...["' or 1=1 --", huge].map(
        (code): Probe => ({
          what: `the code ${code.slice(0, 20)}`,
          path: `${undecided}/voucher`,
          ...form({ code, [adult]: '1' }),
          expects: 303,
          leads: new RegExp(`^${undecided}/tickets\\?.*codeRefused=unknown`),
        }),
      ),
      {
        what: 'a code taken off that there is not',
        path: `${undecided}/voucher`,
        ...form({ voucher: 'remove' }),
        expects: 303,
        leads: new RegExp(`^${undecided}/tickets`),
      },
    ],
    [`${room}/return/route.ts`]: [
      ...anyLink(`${undecided}/return`),
      { what: 'a payment that was never begun', path: `${undecided}/return?session_id=cs_x&paid=1`, expects: 303 },
      {
        what: 'a payment long settled',
        path: `${paid}/return?session_id[]=%00`,
        expects: 303,
        leads: new RegExp(`^${paid}`),
      },
      { what: 'a post', path: `${undecided}/return`, ...form({}), expects: 405 },
    ],
    [`${room}/tickets.pdf/route.ts`]: [
      ...anyLink(`${undecided}/tickets.pdf`),
      { what: 'an order without tickets', path: `${undecided}/tickets.pdf`, expects: 404 },
      { what: 'an unknown language', path: `/tlh/order/${scene.paid}/tickets.pdf`, expects: 404 },
    ],
    // Without keys there are no passes; with or without, nobody learns of a ticket by guessing.
    ...Object.fromEntries(
      ['apple', 'google'].map((wallet) => [
        `${room}/wallet/[ticket]/${wallet}/route.ts`,
        [
          ...anyLink(`${undecided}/wallet/${randomUUID()}/${wallet}`),
          ...['7', randomUUID(), enc(`' or 1=1 --`), 'x'.repeat(3000)].map((ticket) => ({
            what: `the ticket ${ticket.slice(0, 20)}`,
            path: `${paid}/wallet/${ticket}/${wallet}`,
            expects: 404,
          })),
        ],
      ]),
    ),
    [`${room}/visit.ics/route.ts`]: [
      ...anyLink(`${undecided}/visit.ics`),
      { what: 'an order without tickets', path: `${undecided}/visit.ics`, expects: 404 },
      { what: 'an unknown language', path: `/tlh/order/${scene.paid}/visit.ics`, expects: 404 },
    ],
  };
};

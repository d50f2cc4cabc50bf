import { randomUUID } from 'node:crypto';
import { anyForm, anyLink, anyPage } from './any-route.ts';
import { form, formType, type Probe } from './knock.ts';
import type { Scene } from './scene.ts';

const enc = encodeURIComponent;
const huge = 'x'.repeat(10_240);
const boundary = '----MuseumLetter';

// Links of visits stand where those of orders stand elsewhere.
const anyVisitLink = (path: string, send: object = {}): Probe[] =>
  anyLink(path.replace(/\/groups\/[\w-]{32}/, '/order/x'), send).map((probe) => ({
    ...probe,
    path: probe.path.replace('/order/', '/groups/'),
  }));

const letter = (bytes: Buffer, name = 'a.pdf') => ({
  method: 'POST',
  headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  body: Buffer.concat([
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="kind"\r\n\r\nletter\r\n--${boundary}\r\n` +
        `Content-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/pdf\r\n\r\n`,
    ),
    bytes,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]),
});

/** What a party may write that is none: numbers, ages, days. */
const goodParty = (scene: Scene) => ({
  product: 'class-programme',
  requestKey: randomUUID(),
  tourLanguage: 'az',
  pupils: '20',
  teachers: '2',
  parents: '0',
  aides: '0',
  ageFrom: '15',
  ageUntil: '16',
  flexible: 'yes',
  ownGuide: 'no',
  date1: scene.groupDate,
  time1: '10:30',
});

/** Asking for a group's visit, the visit behind its link, and the page of all visits of an address. */
export const groupProbes = (scene: Scene): Record<string, Probe[]> => {
  const room = '[locale]/(groups)/groups';
  const own = `/az/groups/${scene.group}`;
  const draft = `/az/groups/${scene.groupDraft}`;
  const ask = '/az/groups/ask';
  const begin = '/az/groups/begin';
  const account = '/az/groups/account';
  const back = (what: string, fields: Record<string, string>, wrong: string): Probe => ({
    what,
    path: begin,
    ...form({ ...goodParty(scene), ...fields }),
    expects: 303,
    leads: new RegExp(`^${ask}\\?.*wrong=${wrong}`),
  });
  const page = (name: string, of = own): Probe[] => [
    ...anyPage(`${of}/${name}`),
    ...anyVisitLink(`${of}/${name}`),
    {
      what: 'an odd refusal',
      path: `${of}/${name}?wrong=${enc('<b>.x pupils.constructor __proto__.past')}&at=${enc(huge.slice(0, 900))}&pupils=-1&date1=2026-02-30`,
      expects: [200, 307],
    },
  ];
  const step = (name: string, fields: Record<string, string>, leads: RegExp): Probe[] => [
    ...anyForm(`${own}/${name}`),
    ...anyVisitLink(`${own}/${name}`, form(fields)),
    { what: 'what this visit cannot do', path: `${own}/${name}`, ...form(fields), expects: 303, leads },
    {
      what: 'signs that are none',
      path: `${own}/${name}`,
      ...form(Object.fromEntries(Object.keys(fields).map((key) => [key, '\u0000<']))),
      expects: 303,
      leads: /^\/az\/groups\//,
    },
  ];
  const told = (code: string) => new RegExp(`^${own}\\?told=${code}`);
  return {
    [`${room}/page.tsx`]: [...anyPage('/az/groups'), { what: 'no language', path: '/tlh/groups', expects: 404 }],
    [`${room}/ask/page.tsx`]: [
      ...anyPage(ask),
      ...['none', '<b>', huge.slice(0, 3000), 'full-route'].map((code) => ({
        what: `the programme ${code.slice(0, 20)}`,
        path: `${ask}?product=${enc(code)}`,
        expects: 404,
      })),
      {
        what: 'odd words',
        path: `${ask}?wrong=${enc('pupils.too_few_adults <i>.x')}&needed=${huge.slice(0, 50)}&per=-1&on=never`,
        expects: 200,
      },
    ],
    [`${room}/begin/route.ts`]: [
      ...anyForm(begin),
      back('nobody', { pupils: '0', teachers: '0' }, 'pupils.party_below'),
      back('one', { pupils: '1', teachers: '0' }, 'pupils.party_below'),
      back('six', { pupils: '5', teachers: '1' }, 'pupils.party_below'),
      back('five hundred', { pupils: '500', teachers: '40' }, 'pupils.party_too_large'),
      back('a word for a number', { pupils: 'çox' }, 'pupils.number_missing'),
      back('less than nobody', { pupils: '-5' }, 'pupils.number_missing'),
      back('more adults than pupils', { pupils: '8', teachers: '9' }, 'teachers.more_adults_than_pupils'),
      back('too few adults', { pupils: '58', teachers: '1' }, 'teachers.too_few_adults'),
      back('no age', { ageFrom: '' }, 'ageFrom.age_missing'),
      back('ages the wrong way round', { ageFrom: '16', ageUntil: '10' }, 'ageUntil.ages_order'),
      back('an unknown language', { tourLanguage: 'tlh' }, 'tourLanguage.language_missing'),
      back('no day', { date1: '' }, 'date1.date_missing'),
      back('a day that is none', { date1: '2026-02-30' }, 'date1.date_missing'),
      back('a day in the past', { date1: '2020-01-15' }, 'date1.past'),
      back('a day too far off', { date1: '2199-12-31' }, 'date1.too_far'),
      back('a time with SQL in it', { time1: `' or 1=1` }, 'time1.time_missing'),
      back('a grade with signs that steer', { grades: 'a\u0007b' }, 'grades.'),
      {
        what: 'a programme that climbs',
        path: begin,
        ...form({ ...goodParty(scene), product: '../../staff' }),
        expects: 303,
        leads: /^\/az\/groups$/,
      },
      {
        what: 'an unknown programme',
        path: begin,
        ...form({ ...goodParty(scene), product: 'none' }),
        expects: 303,
        leads: /^\/az\/groups$/,
      },
      {
        what: 'a key that is none',
        path: begin,
        ...form({ ...goodParty(scene), requestKey: '7' }),
        expects: 303,
        leads: /^\/az\/groups$/,
      },
    ],
    [`${room}/prepare/[product]/page.tsx`]: [
      ...anyPage('/az/groups/prepare/class-programme'),
      ...['none', enc('<b>'), huge.slice(0, 3000)].map((code) => ({
        what: `the programme ${code.slice(0, 20)}`,
        path: `/az/groups/prepare/${code}`,
        expects: [400, 404],
      })),
    ],
    [`${room}/account/page.tsx`]: [
      ...anyPage(account),
      { what: 'an odd refusal', path: `${account}?refused=__proto__&minutes=${enc('<i>')}&sent=7`, expects: 200 },
    ],
    [`${room}/account/ask/route.ts`]: [
      ...anyForm(`${account}/ask`),
      ...['', 'nobody', `${huge}@example.az`, 'a@example.az\r\nBcc: b@example.az'].map((email) => ({
        what: `the address ${JSON.stringify(email.slice(0, 20))}`,
        path: `${account}/ask`,
        ...form({ email, requestKey: '7' }),
        expects: 303,
        leads: /^\/az\/groups\/account\?refused=email_m/,
      })),
    ],
    [`${room}/account/enter/[link]/page.tsx`]: [
      ...anyPage(`${account}/enter/${'A'.repeat(32)}`),
      ...['abc', enc(`' or 1=1 --`), 'A'.repeat(5000)].map((link) => ({
        what: `the link ${link.slice(0, 20)}`,
        path: `${account}/enter/${link}`,
        expects: 404,
      })),
    ],
    [`${room}/account/sign-in/route.ts`]: [
      ...anyForm(`${account}/sign-in`),
      ...['', 'A'.repeat(32), `' or 1=1 --`, huge, scene.group].map((link) => ({
        what: `the link ${link.slice(0, 12)}`,
        path: `${account}/sign-in`,
        ...form({ link }),
        expects: 303,
        leads: /^\/az\/groups\/account\?refused=link_over$/,
      })),
    ],
    [`${room}/account/sign-out/route.ts`]: anyForm(`${account}/sign-out`),
    [`${room}/[token]/page.tsx`]: [
      ...anyPage(own),
      ...anyVisitLink(own),
      {
        what: 'odd words of what happened',
        path: `${own}?told=${enc('<script>')}&letter=constructor&told=x`,
        expects: 200,
      },
    ],
    [`${room}/[token]/answer/page.tsx`]: page('answer', draft),
    [`${room}/[token]/party/page.tsx`]: page('party'),
    [`${room}/[token]/who/page.tsx`]: page('who', draft),
    [`${room}/[token]/numbers/page.tsx`]: page('numbers'),
    [`${room}/[token]/other-day/page.tsx`]: page('other-day'),
    [`${room}/[token]/cancel/page.tsx`]: page('cancel'),
    [`${room}/[token]/evaluation/page.tsx`]: page('evaluation'),
    [`${room}/[token]/change/route.ts`]: step(
      'change',
      { ...goodParty(scene), pupils: '0', teachers: '0' },
      new RegExp(`^${own}/party\\?.*wrong=pupils.party_below`),
    ),
    [`${room}/[token]/choose/route.ts`]: step('choose', { at: `${scene.groupDate}T10:30` }, told('not_instant')),
    [`${room}/[token]/accept/route.ts`]: step('accept', { plan: randomUUID() }, told('unknown_plan')),
    [`${room}/[token]/decline/route.ts`]: step('decline', {}, told('offer_over')),
    [`${room}/[token]/again/route.ts`]: step('again', {}, told('wrong_state')),
    [`${room}/[token]/resize/route.ts`]: [
      ...step('resize', { pupils: '30', teachers: '3' }, told('wrong_state')),
      {
        what: 'a word for a number',
        path: `${own}/resize`,
        ...form({ pupils: 'çox', teachers: '1' }),
        expects: 303,
        leads: /numbers\?.*wrong=pupils.number_missing/,
      },
      {
        what: 'a number of ten digits',
        path: `${own}/resize`,
        ...form({ pupils: '9999999999', teachers: '1' }),
        expects: 303,
        leads: /numbers\?.*wrong=pupils.number_m/,
      },
    ],
    [`${room}/[token]/late/route.ts`]: [
      ...step('late', { minutes: '20' }, told('wrong_state')),
      ...['', '-1', '241', '1e2', 'soon'].map((minutes) => ({
        what: `late by ${minutes}`,
        path: `${own}/late`,
        ...form({ minutes }),
        expects: 303,
        leads: told('minutes_missing'),
      })),
    ],
    [`${room}/[token]/day-answer/route.ts`]: [
      ...step('day-answer', { answer: 'coming' }, told('wrong_state')),
      {
        what: 'an answer that is none',
        path: `${own}/day-answer`,
        ...form({ answer: 'maybe' }),
        expects: 303,
        leads: /\/cancel\?day=1$/,
      },
    ],
    [`${room}/[token]/move/route.ts`]: [
      ...step('move', { date1: scene.groupDate, time1: '10:30' }, told('wrong_state')),
      {
        what: 'no day',
        path: `${own}/move`,
        ...form({}),
        expects: 303,
        leads: /other-day\?.*wrong=date1.date_missing/,
      },
    ],
    [`${room}/[token]/keep/route.ts`]: step('keep', {}, told('wrong_state')),
    [`${room}/[token]/end/route.ts`]: [
      ...anyForm(`${own}/end`),
      ...anyVisitLink(`${own}/end`, form({ reason: 'illness' })),
      ...['', 'no_room', '__proto__', huge].map((reason) => ({
        what: `the reason ${reason.slice(0, 12)}`,
        path: `${own}/end`,
        ...form({ reason }),
        expects: 303,
        leads: /\/cancel\?wrong=reason$/,
      })),
    ],
    [`${room}/[token]/ticket.pdf/route.ts`]: [
      { what: 'a POST', path: `${own}/ticket.pdf`, ...form({}), expects: 405 },
      { what: 'a visit without a ticket', path: `${own}/ticket.pdf`, expects: 404 },
      ...anyVisitLink(`${own}/ticket.pdf`),
    ],
    [`${room}/[token]/letter/route.ts`]: [
      { what: 'a GET', path: `${own}/letter`, expects: 405 },
      { what: 'a plain form', path: `${own}/letter`, method: 'POST', headers: formType, body: 'file=a', expects: 400 },
      ...anyVisitLink(`${own}/letter`, letter(Buffer.from('%PDF-1.7'))),
      ...(
        [
          ['an executable', letter(Buffer.from('MZ\u0090\u0000')), 'file_executable'],
          ['a page that calls itself a PDF', letter(Buffer.from('<html>')), 'file_type'],
          ['an empty file', letter(Buffer.alloc(0)), 'file_missing'],
          ['30 MB', letter(Buffer.concat([Buffer.from('%PDF-'), Buffer.alloc(30 * 1024 * 1024)])), 'file_too_large'],
          [
            'a form that breaks off',
            { ...letter(Buffer.from('%PDF-')), body: `--${boundary}\r\nContent-Disposition` },
            'file_broken',
          ],
        ] as const
      ).map(([what, send, code]) => ({
        what,
        path: `${own}/letter`,
        ...send,
        expects: 303,
        leads: new RegExp(`^${own}\\?letter=${code}`),
      })),
    ],
  };
};

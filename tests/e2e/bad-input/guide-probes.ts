import { randomUUID } from 'node:crypto';
import { anyForm, anyLink, anyPage } from './any-route.ts';
import { form, type Probe } from './knock.ts';
import type { Scene } from './scene.ts';

const enc = encodeURIComponent;
const huge = 'x'.repeat(5000);

// Links of guides stand where those of orders stand elsewhere.
const anyGuideLink = (path: string, send: object = {}): Probe[] =>
  anyLink(path.replace('/guide/', '/order/'), send).map((probe) => ({
    ...probe,
    path: probe.path.replace('/order/', '/guide/'),
  }));

// These addresses have no language.
const guideForm = (path: string, fields: Record<string, string>, leads: RegExp): Probe[] => [
  ...anyForm(path).filter(({ what }) => what !== 'an unknown language'),
  ...anyGuideLink(path, form(fields)),
  {
    what: 'nobody known',
    path: path.replace(/\/guide\/[^/]+/, '/guide/me'),
    ...form(fields),
    expects: 303,
    leads: /\/staff\/sign-in/,
  },
  { what: 'nothing', path, ...form({}), expects: 303, leads },
];

const signInFirst = (path: string): Probe => ({
  what: 'nobody known',
  path,
  expects: 307,
  leads: /^(http:\/\/[^/]+)?\/staff\/sign-in\?next=%2F/,
});

/** A guide's own pages, and the staff's pages about guides. */
export const guideProbes = (scene: Scene): Record<string, Probe[]> => {
  const own = `/guide/${scene.guide}`;
  const room = '(guide)/guide/[key]';
  const tours = ['7', randomUUID(), enc(`' or 1=1 --`), huge];
  const ownPage = (name: string, odd: string[]): Probe[] => [
    ...anyPage(`${own}${name}`),
    ...anyGuideLink(`${own}${name}`),
    ...odd.map((query) => ({
      what: `the question ${query.slice(0, 30)}`,
      path: `${own}${name}?${query}`,
      expects: 200,
    })),
    { ...signInFirst(`/guide/me${name}`) },
  ];
  const staffPage = (path: string): Probe[] => [
    ...anyPage(path, 'administrator'),
    ...[
      `done=${enc('<b>')}&refused=__proto__`,
      `month=2026-13&month=x`,
      `fault=name.x&fault=__proto__.y&name=${enc('<script>')}`,
      `q=${enc('\u0000')}`,
    ].map((query) => ({
      what: `the question ${query.slice(0, 30)}`,
      path: `${path}?${query}`,
      as: 'administrator' as const,
      expects: 200,
    })),
    { what: 'somebody who may not', path, as: 'desk', expects: 404 },
    signInFirst(path),
  ];
  return {
    '(guide)/guide/route.ts': [
      { what: 'a visit', path: '/guide', expects: 303, leads: /^\/guide\/me$/ },
      { what: 'a form', path: '/guide', ...form({ a: 1 }), expects: 405 },
    ],
    [`${room}/page.tsx`]: ownPage('', [`told=${enc('<script>')}`, 'told=busy']),
    [`${room}/tours/[slot]/page.tsx`]: [
      ...tours.map((id) => ({ what: `the tour ${id.slice(0, 20)}`, path: `${own}/tours/${id}`, expects: 404 })),
      { what: 'somebody else’s tour', path: `${own}/tours/${scene.slot}?told=accepted`, expects: 404 },
      ...anyGuideLink(`${own}/tours/${scene.slot}`),
    ],
    [`${room}/day/page.tsx`]: ownPage('/day', [
      'date=2026-02-30',
      'date=9999-12-31',
      `date=${enc(`' or 1=1`)}`,
      `date=${huge}`,
    ]),
    [`${room}/availability/page.tsx`]: ownPage('/availability', [
      `refused=times&from1=${enc('"><')}&until1=25:00`,
      'refused=__proto__',
    ]),
    [`${room}/leave/page.tsx`]: ownPage('/leave', [
      'kind=illness&first=2026-02-30&last=x',
      'kind=__proto__&first=2020-01-01&last=2199-12-31',
      'kind=leave&first=2098-01-01&last=2099-12-31',
      `refused=${enc('<b>')}&told=constructor`,
    ]),
    [`${room}/hours/page.tsx`]: ownPage('/hours', ['month=2026-13', 'month=0000-00', `month=${huge}`, 'month=2199-12']),
    [`${room}/tours.ics/route.ts`]: [
      ...anyGuideLink(`${own}/tours.ics`),
      { what: 'a form', path: `${own}/tours.ics`, ...form({ a: 1 }), expects: 405 },
      { what: 'nobody known', path: '/guide/me/tours.ics', expects: 404 },
    ],
    [`${room}/answer/route.ts`]: [
      ...guideForm(`${own}/answer`, { answer: 'accept' }, new RegExp(`^${own}$`)),
      ...tours.map((tour) => ({
        what: `the tour ${tour.slice(0, 20)}`,
        path: `${own}/answer`,
        ...form({ tour, answer: 'accept' }),
        expects: 303,
        leads: new RegExp(`^${own}$`),
      })),
      {
        what: 'somebody else’s tour',
        path: `${own}/answer`,
        ...form({ tour: scene.slot, answer: 'decline' }),
        expects: 303,
        leads: new RegExp(`^${own}$`),
      },
    ],
    [`${room}/report/route.ts`]: [
      ...guideForm(`${own}/report`, { moment: 'start' }, new RegExp(`^${own}$`)),
      {
        what: 'somebody else’s tour',
        path: `${own}/report`,
        ...form({ tour: scene.slot, heads: '-5', startTime: '99:99', note: huge }),
        expects: 303,
        leads: new RegExp(`^${own}$`),
      },
    ],
    [`${room}/save-availability/route.ts`]: [
      ...anyForm(`${own}/save-availability`).filter(({ what }) => what !== 'an unknown language'),
      ...anyGuideLink(`${own}/save-availability`, form({})),
      ...['9', '25:00', `' or 1=1`, huge].map((from1) => ({
        what: `from ${from1.slice(0, 10)}`,
        path: `${own}/save-availability`,
        ...form({ from1, until1: '10:00' }),
        expects: 303,
        leads: new RegExp(`^${own}/availability\\?refused=times`),
      })),
    ],
    [`${room}/take-leave/route.ts`]: [
      ...guideForm(`${own}/take-leave`, { kind: 'illness' }, new RegExp(`^${own}/leave\\?.*refused=kind_missing`)),
      ...(
        [
          { kind: 'illness', first: '2026-02-30', last: '2026-03-01' },
          { kind: 'illness', first: '2098-01-01', last: '2097-01-01' },
          { kind: 'leave', first: '2090-01-01', last: '2099-12-31' },
          { kind: 'leave', first: '2000-01-01', last: '2000-01-02' },
          { kind: 'illness', first: scene.date, last: scene.date, shown: '7' },
        ] as Record<string, string>[]
      ).map((fields) => ({
        what: `leave ${Object.values(fields).join(' ')}`,
        path: `${own}/take-leave`,
        ...form(fields),
        expects: 303,
        leads: new RegExp(`^${own}/leave\\?.*refused=`),
      })),
    ],
    [`${room}/end-leave/route.ts`]: [
      ...guideForm(`${own}/end-leave`, { leave: '7' }, new RegExp(`^${own}/leave\\?told=unknown_leave`)),
      {
        what: 'an unknown one',
        path: `${own}/end-leave`,
        ...form({ leave: randomUUID() }),
        expects: 303,
        leads: new RegExp(`^${own}/leave\\?told=unknown_leave`),
      },
    ],
    '(staff)/staff/guides/page.tsx': staffPage('/staff/guides'),
    '(staff)/staff/guides/new/page.tsx': staffPage('/staff/guides/new'),
    '(staff)/staff/guides/hours/page.tsx': staffPage('/staff/guides/hours'),
    '(staff)/staff/guides/[id]/page.tsx': [
      ...['7', randomUUID(), enc(`' or 1=1`), 'x'.repeat(3000)].map((id) => ({
        what: `the guide ${id.slice(0, 20)}`,
        path: `/staff/guides/${id}`,
        as: 'administrator' as const,
        expects: 404,
      })),
      signInFirst(`/staff/guides/${randomUUID()}`),
    ],
    '(staff)/staff/guides/hours.csv/route.ts': [
      ...['', '?month=2026-13', `?month=${enc(`' or 1=1`)}`, `?month=${huge}`].map((query) => ({
        what: `the month ${query.slice(0, 20)}`,
        path: `/staff/guides/hours.csv${query}`,
        as: 'administrator' as const,
        expects: 404,
      })),
      { what: 'nobody known', path: '/staff/guides/hours.csv?month=2026-11', expects: 404 },
      { what: 'somebody who may not', path: '/staff/guides/hours.csv?month=2026-11', as: 'desk', expects: 404 },
    ],
  };
};

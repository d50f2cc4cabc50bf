import { randomUUID } from 'node:crypto';
import { anyPage } from './any-route.ts';
import type { Probe } from './knock.ts';
import type { Scene } from './scene.ts';

const enc = encodeURIComponent;
const huge = 'x'.repeat(5000);
const oddQueries = [
  ['waits', '__proto__'],
  ['q', `' or 1=1 --`],
  ['q', '\u0000'],
  ['q', '%_\\'],
  ['q', '🎟️ مرحبا'],
  ['q', huge],
  ['q', ' '],
  ['date', '0000-01-01'],
  ['date', '9999-12-31'],
  ['date', '0001-01-01'],
  ['date', '2026-02-30'],
  ['date', 'today'],
  ['page', '-1'],
  ['page', '1e18'],
  ['page', '9007199254740991'],
  ['page', 'two'],
  ['state', 'stolen'],
  ['state', '__proto__'],
] as const;

export const odd = (path: string): Probe[] =>
  oddQueries.map(([name, value]) => ({
    what: `${name} ${value.slice(0, 20)}`,
    path: `${path}?${name}=${enc(value)}&${name}[]=1`,
    as: 'administrator',
    expects: 200,
  }));

export const signInFirst = (path: string): Probe => ({
  what: 'nobody known',
  path,
  expects: 307,
  leads: /^(http:\/\/[^/]+)?\/staff\/sign-in\?next=%2F/,
});

const forged = (path: string): Probe => ({
  ...signInFirst(path),
  what: 'a session somebody made up',
  headers: { cookie: 'museum-staff=eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..x.y.z; museum-staff.0=%00' },
});

/** What a page of the dashboard with filters answers. */
const anyList = (path: string): Probe[] => [...anyPage(path, 'administrator'), ...odd(path), signInFirst(path)];

/** A page of a time, asked for what is none. */
const noSlots = (page: string): Probe[] =>
  ['7', randomUUID(), enc(`' or 1=1`), 'x'.repeat(3000)].map((id) => ({
    what: `the time ${id.slice(0, 20)}`,
    path: `/staff/slots/${id}/${page}`,
    as: 'administrator',
    expects: 404,
  }));

/** The dashboard. */
export const staffProbes = (scene: Scene): Record<string, Probe[]> => ({
  '(staff)/staff/page.tsx': [
    ...anyPage('/staff', 'administrator'),
    ...odd('/staff'),
    signInFirst('/staff'),
    forged('/staff'),
  ],
  '(staff)/staff/orders/page.tsx': [
    ...anyPage('/staff/orders', 'administrator'),
    ...odd('/staff/orders'),
    signInFirst('/staff/orders?q=a'),
  ],
  '(staff)/staff/audit/page.tsx': [
    ...anyPage('/staff/audit', 'administrator'),
    ...odd('/staff/audit'),
    signInFirst('/staff/audit'),
    { what: 'somebody who may not', path: '/staff/audit', as: 'desk', expects: 404 },
  ],
  '(staff)/staff/slots/[id]/cancel/page.tsx': [
    ...anyPage(`/staff/slots/${scene.slot}/cancel`, 'administrator'),
    ...noSlots('cancel'),
    {
      what: 'an odd refusal',
      path: `/staff/slots/${scene.slot}/cancel?refused=${enc('<b>')}`,
      as: 'administrator',
      expects: 200,
    },
    { what: 'somebody who may not', path: `/staff/slots/${scene.slot}/cancel`, as: 'desk', expects: 404 },
    signInFirst(`/staff/slots/${scene.slot}/cancel`),
  ],
  '(staff)/staff/slots/[id]/cancellation/page.tsx': [
    ...anyPage(`/staff/slots/${scene.slot}/cancellation`, 'administrator'),
    ...noSlots('cancellation'),
    {
      what: 'a time that takes place',
      path: `/staff/slots/${scene.slot}/cancellation`,
      as: 'administrator',
      expects: 404,
    },
    signInFirst(`/staff/slots/${scene.slot}/cancellation`),
  ],
  '(staff)/staff/slots/[id]/page.tsx': [
    ...anyPage(`/staff/slots/${scene.slot}`, 'administrator'),
    ...odd(`/staff/slots/${scene.slot}`),
    ...['7', randomUUID(), enc(`' or 1=1`), 'x'.repeat(3000)].map(
      (id): Probe => ({
        what: `the time ${id.slice(0, 20)}`,
        path: `/staff/slots/${id}`,
        as: 'administrator',
        expects: 404,
      }),
    ),
    signInFirst(`/staff/slots/${scene.slot}`),
  ],
  '(staff)/staff/waiting/page.tsx': [
    ...anyList('/staff/waiting'),
    {
      what: 'an odd word of what happened',
      path: '/staff/waiting?done=x&refused=__proto__',
      as: 'administrator',
      expects: 200,
    },
  ],
  '(staff)/staff/groups/page.tsx': [
    ...anyList('/staff/groups'),
    { what: 'a view that is none', path: '/staff/groups?view=__proto__&page=-3', as: 'administrator', expects: 200 },
  ],
  '(staff)/staff/groups/new/page.tsx': [
    ...anyPage('/staff/groups/new', 'administrator'),
    ...odd('/staff/groups/new'),
    { what: 'somebody who may only look', path: '/staff/groups/new', as: 'desk', expects: 404 },
    signInFirst('/staff/groups/new'),
  ],
  '(staff)/staff/groups/[id]/page.tsx': [
    ...['7', randomUUID(), enc(`' or 1=1`), 'x'.repeat(3000)].map(
      (id): Probe => ({
        what: `the visit ${id.slice(0, 20)}`,
        path: `/staff/groups/${id}?around=9999-99-99&refused=__proto__&pick=x`,
        as: 'administrator',
        expects: 404,
      }),
    ),
    signInFirst(`/staff/groups/${randomUUID()}`),
  ],
  '(staff)/staff/groups/week/page.tsx': [
    ...anyPage('/staff/groups/week', 'administrator'),
    ...odd('/staff/groups/week'),
    ...['0000-01-01', '9999-12-31', '2026-02-30', 'x'.repeat(3000)].map(
      (week): Probe => ({
        what: `the week ${week.slice(0, 20)}`,
        path: `/staff/groups/week?week=${week}&visit=${randomUUID()}&refused=__proto__`,
        as: 'administrator',
        expects: 200,
      }),
    ),
    signInFirst('/staff/groups/week'),
  ],
  '(staff)/staff/groups/week/starts/route.ts': [
    ...['', '?week=2026-12-07', `?visit=${randomUUID()}&week=2026-02-30`, `?visit=${randomUUID()}&week=2026-12-07`].map(
      (query): Probe => ({
        what: `starts of ${query.slice(0, 20)}`,
        path: `/staff/groups/week/starts${query}`,
        as: 'administrator',
        expects: 404,
      }),
    ),
    { what: 'nobody known', path: `/staff/groups/week/starts?visit=${randomUUID()}&week=2026-12-07`, expects: 404 },
  ],
  '(staff)/staff/groups/[id]/files/[file]/route.ts': [
    ...['7', randomUUID(), enc(`' or 1=1`)].map(
      (id): Probe => ({
        what: `the letter ${id.slice(0, 20)}`,
        path: `/staff/groups/${randomUUID()}/files/${id}`,
        as: 'administrator',
        expects: 404,
      }),
    ),
    { what: 'nobody known', path: `/staff/groups/${randomUUID()}/files/${randomUUID()}`, expects: 404 },
  ],
  '(staff)/staff/vouchers/page.tsx': [
    ...anyList('/staff/vouchers'),
    { what: 'somebody who may not', path: '/staff/vouchers', as: 'desk', expects: 404 },
  ],
  '(staff)/staff/vouchers/new/page.tsx': [
    ...anyPage('/staff/vouchers/new', 'administrator'),
    ...odd('/staff/vouchers/new'),
    {
      what: 'odd fields',
      path: `/staff/vouchers/new?refused=full&room=-1&slot=7&label=${enc('<script>')}&product=x&effect=free&until=never`,
      as: 'administrator',
      expects: 200,
    },
    signInFirst('/staff/vouchers/new'),
  ],
  '(staff)/staff/vouchers/[id]/page.tsx': [
    ...['7', randomUUID(), enc(`' or 1=1`), 'x'.repeat(3000)].map(
      (id): Probe => ({
        what: `the voucher ${id.slice(0, 20)}`,
        path: `/staff/vouchers/${id}`,
        as: 'administrator',
        expects: 404,
      }),
    ),
    signInFirst(`/staff/vouchers/${randomUUID()}`),
  ],
  '(staff)/staff/vouchers/batches/[id]/route.ts': [
    ...['7', randomUUID(), enc(`' or 1=1`)].map(
      (id): Probe => ({
        what: `the batch ${id.slice(0, 20)}`,
        path: `/staff/vouchers/batches/${id}`,
        as: 'administrator',
        expects: 404,
      }),
    ),
    { what: 'nobody known', path: `/staff/vouchers/batches/${randomUUID()}`, expects: 404 },
    {
      what: 'a post',
      path: `/staff/vouchers/batches/${randomUUID()}`,
      method: 'POST',
      as: 'administrator',
      expects: 405,
    },
  ],
  '(staff)/staff/demand/page.tsx': anyList('/staff/demand'),
  '(staff)/staff/messages/page.tsx': [
    ...anyList('/staff/messages'),
    ...['tlh', 'AZ', '__proto__', huge, '\u0000'].map((language) => ({
      what: `messages in ${language.slice(0, 10)}`,
      path: `/staff/messages?language=${enc(language)}`,
      as: 'administrator' as const,
      expects: 200,
    })),
    { what: 'somebody who may not', path: '/staff/messages', as: 'desk', expects: 404 },
  ],
  '(staff)/staff/money/page.tsx': anyList('/staff/money'),
  '(staff)/staff/inbox/page.tsx': anyList('/staff/inbox'),
  '(staff)/staff/orders/[id]/move/page.tsx': [
    ...anyPage(`/staff/orders/${scene.paidOrder.id}/move`, 'administrator'),
    ...odd(`/staff/orders/${scene.paidOrder.id}/move`),
    {
      what: 'an odd refusal',
      path: `/staff/orders/${scene.paidOrder.id}/move?refused=${enc('<b>')}&done=${enc('<b>')}&from=9999-12-31`,
      as: 'administrator',
      expects: 200,
    },
    ...['7', '\u0000', randomUUID(), scene.slot, huge].map(
      (time): Probe => ({
        what: `a move to ${time.slice(0, 20)}`,
        path: `/staff/orders/${scene.paidOrder.id}/move?time=${enc(time)}`,
        as: 'administrator',
        expects: 200,
      }),
    ),
    ...['7', randomUUID(), scene.paidOrder.code].map(
      (id): Probe => ({ what: `the order ${id}`, path: `/staff/orders/${id}/move`, as: 'administrator', expects: 404 }),
    ),
    signInFirst(`/staff/orders/${scene.paidOrder.id}/move`),
  ],
  '(staff)/staff/orders/[id]/refund/page.tsx': [
    ...anyPage(`/staff/orders/${scene.paidOrder.id}/refund`, 'administrator'),
    ...odd(`/staff/orders/${scene.paidOrder.id}/refund`),
    ...['7', randomUUID(), scene.paidOrder.code].map(
      (id): Probe => ({
        what: `the order ${id}`,
        path: `/staff/orders/${id}/refund`,
        as: 'administrator',
        expects: 404,
      }),
    ),
    signInFirst(`/staff/orders/${scene.paidOrder.id}/refund`),
  ],
  '(staff)/staff/orders/[id]/page.tsx': [
    ...anyPage(`/staff/orders/${scene.paidOrder.id}`, 'administrator'),
    ...odd(`/staff/orders/${scene.paidOrder.id}`),
    {
      what: 'odd words of what happened',
      path: `/staff/orders/${scene.paidOrder.id}?sent=1&refused=${enc('<script>')}&change=${enc('<b>')}`,
      as: 'administrator',
      expects: 200,
    },
    ...['7', randomUUID(), `${enc(`' or 1=1`)}`, 'x'.repeat(3000), scene.paidOrder.code, '..%2Faudit'].map(
      (id): Probe => ({
        what: `the order ${id.slice(0, 20)}`,
        path: `/staff/orders/${id}`,
        as: 'administrator',
        expects: 404,
      }),
    ),
    signInFirst(`/staff/orders/${scene.paidOrder.id}`),
  ],
  '(staff)/staff/[...rest]/page.tsx': [
    { what: 'nowhere', path: '/staff/nowhere/at/all', as: 'administrator', expects: 404 },
    { what: 'a PUT', path: '/staff/nowhere', as: 'administrator', method: 'PUT', expects: 405 },
  ],
  '(staff)/staff/sign-in/page.tsx': [
    ...anyPage('/staff/sign-in'),
    ...['//elsewhere.example', 'https://elsewhere.example', 'javascript:alert(1)', '\u0000', huge].map((next) => ({
      what: `on to ${next.slice(0, 20)}`,
      path: `/staff/sign-in?next=${enc(next)}&error=${enc('<script>')}`,
      expects: 200,
    })),
  ],
  '(desk)/desk/page.tsx': [
    ...anyPage('/desk', 'desk'),
    signInFirst('/desk'),
    forged('/desk'),
    { what: 'odd questions', path: `/desk?code=${enc('<script>')}&date=0000-00-00`, as: 'desk', expects: 200 },
  ],
});

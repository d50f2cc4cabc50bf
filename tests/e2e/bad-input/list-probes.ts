import { randomUUID } from 'node:crypto';
import { anyLink, anyPage } from './any-route.ts';
import type { Probe } from './knock.ts';
import { odd, signInFirst } from './staff-probes.ts';

const enc = encodeURIComponent;

// Links of group visits stand where those of orders stand elsewhere.
const anyVisitLink = (page: string): Probe[] =>
  anyLink(`/az/order/x${page}`).map((probe) => ({ ...probe, path: probe.path.replace('/order/', '/groups/') }));
const unknownIds = (path: (id: string) => string): Probe[] =>
  ['7', randomUUID(), enc(`' or 1=1`), 'x'.repeat(3000)].map((id) => ({
    what: `the visit ${id.slice(0, 20)}`,
    path: path(id),
    as: 'administrator',
    expects: 404,
  }));

/** Lists of names: the teacher's pages behind the link, and the post's. */
export const listProbes = (): Record<string, Probe[]> => {
  const room = '[locale]/(groups)/groups/[token]/names';
  const lists = '/staff/lists';
  return {
    [`${room}/page.tsx`]: anyVisitLink('/names'),
    [`${room}/[nameId]/page.tsx`]: [...anyVisitLink('/names/more'), ...anyVisitLink(`/names/${randomUUID()}`)],
    '(staff)/staff/lists/page.tsx': [
      ...anyPage(lists, 'administrator'),
      ...odd(lists),
      { what: 'a day that is none', path: `${lists}?date=2026-02-30`, as: 'administrator', expects: 200 },
      { what: 'somebody who may not', path: lists, as: 'desk', expects: 404 },
      signInFirst(lists),
    ],
    '(staff)/staff/lists/[id]/page.tsx': [
      ...unknownIds((id) => `${lists}/${id}`),
      { what: 'somebody who may not', path: `${lists}/${randomUUID()}`, as: 'desk', expects: 404 },
      signInFirst(`${lists}/${randomUUID()}`),
    ],
    '(staff)/staff/lists/calls/page.tsx': [
      ...anyPage(`${lists}/calls`, 'administrator'),
      {
        what: 'odd words of what happened',
        path: `${lists}/calls?done=${enc('<b>')}&refused=__proto__`,
        as: 'administrator',
        expects: 200,
      },
      { what: 'somebody who may not', path: `${lists}/calls`, as: 'desk', expects: 404 },
      signInFirst(`${lists}/calls`),
    ],
    '(staff)/staff/lists/print/page.tsx': [
      ...anyPage(`${lists}/print`, 'administrator'),
      { what: 'a day that is none', path: `${lists}/print?date=${enc('<b>')}`, as: 'administrator', expects: 200 },
      { what: 'somebody who may not', path: `${lists}/print`, as: 'desk', expects: 404 },
      signInFirst(`${lists}/print`),
    ],
  };
};

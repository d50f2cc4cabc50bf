import { isIsoDate } from '#lib/platform/time.ts';

/** What a page shows that may change with every sale: nothing, the places of one day, or those of all days to come. */
export type Watched = 'nothing' | 'all_days' | { date: string };

/**
 * A page that is sent without the framework's scripts. `key` is the address under which every visitor gets the same page,
 * or null where this request's page is made for it alone: a code, a refusal, places held.
 */
export type PlainPage = { key: string | null; watches: Watched };

const locale = '(?:az|en|ru)';
const museum = new RegExp(`^/${locale}$`);
const legal = new RegExp(`^/${locale}/(?:terms|privacy)$`);
const product = new RegExp(`^/${locale}/visit/(?!(?:hold|wait)$)[a-z0-9-]{2,40}$`);
const day = new RegExp(`^/${locale}/visit/(?!hold/)[a-z0-9-]{2,40}/(20\\d\\d-\\d\\d-\\d\\d)$`);

const none = new Map<string, RegExp>();
const people = new Map([['people', /^[1-9]\d?$/]]);
const peopleAndMonth = new Map([...people, ['month', /^20\d\d-(0[1-9]|1[0-2])$/]]);
/** What those who pass a link on add to it; no page of ours reads them. */
const passedOn = /^(utm_[a-z]+|fbclid|gclid|yclid)$/;

/**
 * The visitor's pages up to the choice of a time. Null for every other address. `isKnown` says that the browser brings the
 * visitor's own places, which the museum's page shows.
 */
export function plainPage(path: string, query: string, isKnown: boolean): PlainPage | null {
  if (museum.test(path)) return { key: isKnown ? null : keyOf(path, query, none), watches: 'nothing' };
  if (legal.test(path)) return { key: keyOf(path, query, none), watches: 'nothing' };
  if (product.test(path)) return { key: keyOf(path, query, peopleAndMonth), watches: 'all_days' };
  const [, date] = day.exec(path) ?? [];
  return date && isIsoDate(date) ? { key: keyOf(path, query, people), watches: { date } } : null;
}

// The same for the same page however its query is written; null as soon as the query says anything that is not known here.
function keyOf(path: string, query: string, known: ReadonlyMap<string, RegExp>): string | null {
  const given = new URLSearchParams(query);
  const kept = new URLSearchParams();
  for (const [name, value] of given) {
    if (passedOn.test(name)) continue;
    if (!known.get(name)?.test(value) || kept.has(name)) return null;
    kept.set(name, value);
  }
  kept.sort();
  return kept.size > 0 ? `${path}?${kept}` : path;
}

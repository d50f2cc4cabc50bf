import { badParameter, missing } from '../api-error.ts';
import { expand, type Field, hash, integer, text } from '../fields.ts';
import type { Filter } from '../list-query.ts';
import type { World } from '../world.ts';

const range = hash({ gt: integer(), gte: integer(), lt: integer(), lte: integer() });

/** `created=1700000000`, or `created[gte]=…` and its like. */
export const created: Field<{ gt?: number; gte?: number; lt?: number; lte?: number }> = {
  read(value, param) {
    if (typeof value !== 'string') return range.read(value, param);
    const at = integer().read(value, param);
    return { gte: at, lte: at };
  },
};

/** What every list takes. */
export const paging = {
  limit: integer({ least: 1, most: 100 }),
  starting_after: text(),
  ending_before: text(),
  expand,
};

type Page = { limit?: number; starting_after?: string; ending_before?: string };

/** One page of a list as Stripe answers it, the newest first. */
export function listPage<T>(
  world: World,
  url: string,
  page: Page,
  filter: Omit<Filter, 'most' | 'startingAfter' | 'endingBefore'>,
): { object: 'list'; data: T[]; has_more: boolean; url: string } {
  if (page.starting_after && page.ending_before) {
    throw badParameter('You may only specify one of these parameters: ending_before, starting_after.', 'ending_before');
  }
  for (const param of ['starting_after', 'ending_before'] as const) {
    const id = page[param];
    if (id && !world.store.find(filter.kind, id)) throw missing(filter.kind, id, param, 400);
  }
  const most = page.limit ?? 10;
  const found = world.store.list<T>({
    ...filter,
    most,
    startingAfter: page.starting_after,
    endingBefore: page.ending_before,
  });
  const data = found.slice(0, most).map(({ body }) => body);
  return { object: 'list', data: page.ending_before ? data.reverse() : data, has_more: found.length > most, url };
}

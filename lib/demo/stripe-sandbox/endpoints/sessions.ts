import type { Stripe } from 'stripe';
import { badParameter } from '../api-error.ts';
import { email, expand, hash, oneOf, required, type TableFor, text } from '../fields.ts';
import { expireSession } from '../money/expire-session.ts';
import { getSession } from '../money/find.ts';
import type { LineItem } from '../objects/checkout-session.ts';
import { createSession, sessionTable } from './create-session.ts';
import { endpoint } from './endpoint.ts';
import { created, listPage, paging } from './lists.ts';

const base = '/v1/checkout/sessions';

export const sessionEndpoints = [
  endpoint('POST', base, sessionTable, ({ world, params }) => createSession(world, params)),
  endpoint('GET', `${base}/:session`, { expand }, ({ world, ids }) => getSession(world, ids[0] ?? '').body),
  endpoint('POST', `${base}/:session/expire`, { expand }, ({ world, ids, cause }) =>
    expireSession(world, ids[0] ?? '', cause),
  ),
  endpoint('GET', `${base}/:session/line_items`, paging, ({ world, ids, params }) =>
    linePage(getSession(world, ids[0] ?? '').facts.lines, `${base}/${ids[0]}/line_items`, params),
  ),
  endpoint(
    'GET',
    base,
    {
      ...paging,
      created,
      payment_intent: text(),
      status: oneOf('complete', 'expired', 'open'),
      customer_details: hash({ email: required(email) }),
    } satisfies TableFor<Stripe.Checkout.SessionListParams>,
    ({ world, params }) =>
      listPage(world, base, params, {
        kind: 'checkout.session',
        created: params.created,
        where: { payment_intent: params.payment_intent, status: params.status, email: params.customer_details?.email },
      }),
  ),
];

/** Lines in the order they were given, page by page. */
export function linePage(
  lines: LineItem[],
  url: string,
  page: { limit?: number; starting_after?: string; ending_before?: string },
) {
  const placeOf = (id: string, param: string) => {
    const place = lines.findIndex((line) => line.id === id);
    if (place < 0) throw badParameter(`No such item: '${id}'`, param, 'resource_missing');
    return place;
  };
  const most = page.limit ?? 10;
  let from = 0;
  let to = lines.length;
  if (page.starting_after) from = placeOf(page.starting_after, 'starting_after') + 1;
  if (page.ending_before) to = placeOf(page.ending_before, 'ending_before');
  const data = page.ending_before
    ? lines.slice(Math.max(from, to - most), to)
    : lines.slice(from, Math.min(to, from + most));
  return {
    object: 'list' as const,
    // On the wire the product is an id, whole only when it is asked for.
    data: data.map((line) => ({ ...line, price: { ...line.price, product: line.price.product.id } })),
    has_more: data.length < to - from,
    url,
  };
}

import type { IncomingMessage } from 'node:http';
import { pageHeaders } from '../stripe-sandbox/page/frame.ts';
import { answerApi, isChange } from './api.ts';
import { control } from './control.ts';
import { payOrder, readOrder } from './orders.ts';
import { localeOf, payPage, statePage } from './page.ts';
import { emptyForm, readCard } from './read-card.ts';
import type { BankOrder } from './store.ts';
import { BankRefusal, type World } from './world.ts';

/** Null: the connection breaks. */
export type Answer = { status: number; headers: Record<string, string>; body: string } | null;

const json = (status: number, value: unknown): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});
const page = (status: number, body: string): Answer => ({ status, headers: { ...pageHeaders }, body });
const mostTries = 3;

/** Sends a request to the interface, the payment page or the controls. */
export function answerRequest(
  world: World,
  request: IncomingMessage,
  path: string,
  body: string,
): Answer | Promise<Answer> {
  const [, method] = /^\/payment\/rest\/(\w+)\.do$/.exec(path) ?? [];
  if (method) return callApi(world, method, body);
  const [, orderId] = /^\/payment\/page\/([\w-]{1,40})$/.exec(path) ?? [];
  if (orderId !== undefined) return showPage(world, request, orderId, body);
  if (path.startsWith('/_sandbox/')) return runControl(world, request, path, body);
  return page(404, statePage(localeOf(undefined, request.headers['accept-language']), 'unknown', null));
}

function callApi(world: World, method: string, body: string): Answer {
  if (world.faults.strikes('serverError')) return json(500, { error: 'Internal Server Error' });
  const answer = answerApi(world, method, new URLSearchParams(body));
  return isChange(method) && world.faults.strikes('answerLost') ? null : json(200, answer);
}

async function runControl(world: World, request: IncomingMessage, path: string, body: string): Promise<Answer> {
  // A web page from elsewhere cannot use them: browsers say where a request comes from.
  const from = request.headers['sec-fetch-site'];
  if (request.method !== 'POST' || (from && from !== 'same-origin' && from !== 'none')) return json(403, {});
  try {
    return json(200, await control(world, path.slice('/_sandbox/'.length), JSON.parse(body || '{}')));
  } catch (error) {
    if (error instanceof BankRefusal || error instanceof RangeError || error instanceof SyntaxError)
      return json(400, { error: error.message });
    throw error;
  }
}

function showPage(world: World, request: IncomingMessage, orderId: string, body: string): Answer {
  const found = world.store.findOrder('id', orderId);
  const locale = localeOf(found?.language, request.headers['accept-language']);
  if (!found) return page(404, statePage(locale, 'unknown', null));
  const order = readOrder(world, 'id', orderId);
  const isPost = request.method === 'POST';
  if (order.status !== 0) return endOf(order, locale, isPost);
  if (!isPost) return page(200, payPage(order, locale, emptyForm, null));
  const form = readCard(new URLSearchParams(body), world.clock.now());
  if (form.card === null) return page(form.wrong.length > 0 ? 422 : 200, payPage(order, locale, form, null));
  const tried = payOrder(world, orderId, form.card);
  if (tried.status === 0) return page(402, payPage(tried, locale, form, mostTries - tried.tries));
  return endOf(tried, locale, isPost);
}

/** Paid: back to the shop, with the order's id, as the bank does. Over: a page that says so. */
function endOf(order: BankOrder, locale: ReturnType<typeof localeOf>, isPost: boolean): Answer {
  if (order.paidAt === 0) return page(410, statePage(locale, 'over', order.failUrl));
  const back = URL.parse(order.returnUrl);
  back?.searchParams.set('orderId', order.id);
  if (!isPost || !back) return page(200, statePage(locale, 'paid', back?.href ?? null));
  return { status: 303, headers: { ...pageHeaders, location: back.href }, body: '' };
}

import { Stripe } from 'stripe';
import { form, json, type Probe } from './knock.ts';
import type { Scene } from './scene.ts';

const path = '/api/stripe/webhook';

/**
 * Events that are signed and can be stored, about objects we do not know or whose facts are none: they are kept, and nothing
 * is done about them. Each is one row of provider_event.
 */
export const uselessEvents = (scene: Scene): Probe[] =>
  [
    { type: 'something.new', object: { id: 'x_1', object: 'something' } },
    {
      type: 'checkout.session.completed',
      object: { id: 'cs_unknown', object: 'checkout.session', payment_status: 'paid' },
    },
    { type: 'checkout.session.completed', object: { id: 'cs_\u0000', object: 'checkout.session' } },
    { type: 'checkout.session.completed', object: { id: { a: 1 }, object: ['x'], metadata: 7 } },
    {
      type: 'charge.refunded',
      object: { id: 'ch_1', object: 'charge', payment_intent: [], metadata: { payment: '\u0000' } },
    },
    {
      type: 'payment_intent.succeeded',
      object: { id: 'pi_unknown', object: 'payment_intent', metadata: { payment: 'x' } },
    },
  ].map(({ type, object }, index) => {
    const body = JSON.stringify({
      id: `evt_bad_input_${Date.now()}_${index}`,
      type,
      livemode: false,
      data: { object },
    });
    const signature = Stripe.webhooks.generateTestHeaderString({ payload: body, secret: scene.webhookSecret });
    const headers = { 'content-type': 'application/json', 'stripe-signature': signature };
    return { what: `${type} ${JSON.stringify(object)}`, path, method: 'POST', headers, body, expects: 200 };
  });

/** Events about the paid order that Stripe did not send, or sent long ago, or that are none. */
export const webhookProbes = (scene: Scene): Record<string, Probe[]> => {
  const event = JSON.stringify({
    id: 'evt_bad_input_1',
    object: 'event',
    type: 'checkout.session.completed',
    livemode: false,
    data: { object: { id: 'cs_bad_input', object: 'checkout.session', payment_status: 'paid', metadata: {} } },
  });
  const now = Math.floor(Date.now() / 1000);
  const send = (what: string, body: string, signature: string | null, expects: Probe['expects'] = 400): Probe => ({
    what,
    path,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(signature === null ? {} : { 'stripe-signature': signature }) },
    body,
    expects,
  });
  const sign = (payload: string, timestamp = now, secret = scene.webhookSecret) =>
    Stripe.webhooks.generateTestHeaderString({ payload, timestamp, secret });
  const signed = (what: string, body: string) => send(what, body, sign(body));
  const withObject = (object: unknown) => JSON.stringify({ ...JSON.parse(event), data: { object } });
  return {
    'api/stripe/webhook/route.ts': [
      { what: 'a GET', path, expects: 405 },
      send('no signature', event, null),
      send('an empty signature', event, ''),
      send('a signature that is none', event, `t=${now},v1=zz`),
      send('a signature without a time', event, sign(event).replace(/^t=\d+,/, '')),
      send('a signature without a scheme', event, `t=${now}`),
      send('a wrong signature', event, sign(event, now, 'whsec_wrong')),
      send('a signature of another body', `${event} `, sign(event)),
      send('a signature of six minutes ago', event, sign(event, now - 360)),
      send('a signature of years ago', event, sign(event, 1)),
      send('a body too large for us', `${event}${' '.repeat(600_000)}`, sign(event), 413),
      signed('signed: no JSON', '{'),
      signed('signed: nothing', ''),
      signed('signed: null', 'null'),
      signed('signed: a list', '[]'),
      signed('signed: no object', JSON.stringify({ id: 'evt_bad_input_2', type: 'a', data: {} })),
      signed('signed: an object that is a word', withObject('cs_1')),
      signed('signed: no id', event.replace('"id":"evt_bad_input_1"', '"id":""')),
      signed('signed: an id that is a number', event.replace('"evt_bad_input_1"', '1')),
      signed('signed: a long id', event.replace('evt_bad_input_1', `evt_bad_input_${'x'.repeat(300)}`)),
      signed('signed: an id with a NUL', event.replace('evt_bad_input_1', 'evt_bad_input_\\u0000')),
      signed('signed: a type with a NUL', event.replace('session.completed', 'session\\u0000')),
    ],
    'api/[gateway]/callback/route.ts': callbackProbes(),
  };
};

/** Callbacks that no bank has signed, and to gateways that there are not. */
function callbackProbes(): Probe[] {
  const to = '/api/bankpage/callback';
  const fields = 'orderId=1&orderNumber=2&operation=1&status=1&amount=1000&date=1&test=1';
  const ask = (what: string, query: string, expects: Probe['expects'] = 400): Probe => ({
    what,
    path: `${to}?${query}`,
    expects,
  });
  return [
    { what: 'nothing at all', path: to, expects: 400 },
    ask('no signature', fields),
    ask('an empty signature', `${fields}&sign=`),
    ask('a signature that is none', `${fields}&sign=zz`),
    ask('a wrong signature', `${fields}&sign=${'A'.repeat(64)}`),
    ask('a signature of another length in bytes', `${fields}&sign=${encodeURIComponent('Ə'.repeat(64))}`),
    ask('two signatures', `${fields}&sign=${'A'.repeat(64)}&sign=${'B'.repeat(64)}`),
    ask('a NUL', `orderId=%00&sign=${'A'.repeat(64)}`),
    { what: 'a wrong signature in a form', path: to, ...form({ orderId: 1, sign: 'A'.repeat(64) }), expects: 400 },
    { what: 'a form that is too large', path: to, ...form({ orderId: 'x'.repeat(600_000) }), expects: 413 },
    { what: 'JSON', path: to, ...json('{"sign":1}'), expects: 400 },
    { what: 'a PUT', path: to, method: 'PUT', expects: 405 },
    ...['cash', 'none', 'constructor', '__proto__', 'a%2Fb', 'x'.repeat(300)].map((name) => ({
      what: `the gateway ${name.slice(0, 20)}`,
      path: `/api/${name}/callback?${fields}`,
      expects: 404,
    })),
    // The other gateway speaks to its own address; here it finds the same lock.
    { what: 'the other gateway without its signature', path: `/api/stripe/callback?${fields}`, expects: 400 },
  ];
}

import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { virtualClock } from '../stripe-sandbox/clock.ts';
import { startBankpageSandbox } from './server.ts';
import { isSigned, sign } from './sign.ts';

const secret = 'secret-of-the-bank';
const startAt = Date.UTC(2026, 10, 24, 6, 0, 0);
let numbers = 0;

async function openBank(given: { file?: string; callbackUrl?: string } = {}) {
  const clock = virtualClock(startAt);
  const bank = await startBankpageSandbox({
    port: 0,
    file: given.file ?? ':memory:',
    merchant: 'TEST',
    secret,
    callbackUrl: given.callbackUrl ?? null,
    clock,
  });
  let isOpen = true;
  const close = async () => {
    if (isOpen) await bank.close();
    isOpen = false;
  };
  onTestFinished(close);
  const call = async (method: string, fields: Record<string, string>, change = (_form: URLSearchParams) => {}) => {
    const form = new URLSearchParams({ merchant: 'TEST', ...fields });
    form.set('sign', sign(form, secret));
    change(form);
    const answer = await fetch(`${bank.url}/payment/rest/${method}.do`, { method: 'POST', body: form });
    return (await answer.json()) as Record<string, unknown> & { errorCode: number };
  };
  const register = async (amount = 1000) => {
    numbers += 1;
    const made = await call('register', { ...registration, orderNumber: `n${numbers}`, amount: String(amount) });
    return { orderId: String(made.orderId), page: String(made.formUrl) };
  };
  return { ...bank, clock, close, call, register };
}

const registration = {
  orderNumber: 'n0',
  amount: '1000',
  currency: '944',
  returnUrl: 'http://shop.test/back?x=1',
  failUrl: 'http://shop.test/left',
  description: '2 <b>adults</b>',
  language: 'az',
  sessionTimeoutSecs: '1200',
};
const card = { number: '4242 4242 4242 4242', expiry: '12/34', cvc: '123' };
const post = async (page: string, fields: Record<string, string>) => {
  const answer = await fetch(page, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  return { status: answer.status, to: answer.headers.get('location'), html: await answer.text() };
};

describe('the interface', () => {
  it('takes a number once, and refuses what is not signed, missing or wrong', async () => {
    const { call } = await openBank();
    expect(await call('register', registration)).toMatchObject({ errorCode: 0 });
    const cases: [number, Record<string, string>, ((form: URLSearchParams) => void)?][] = [
      [1, registration],
      [3, { ...registration, orderNumber: 'a', currency: '999' }],
      [4, { ...registration, orderNumber: '' }],
      [5, { ...registration, orderNumber: 'b', amount: '1.5' }],
      [5, { ...registration, orderNumber: 'c', merchant: 'OTHER' }],
      [5, { ...registration, orderNumber: 'd' }, (form) => form.set('amount', '1')],
      [5, { ...registration, orderNumber: 'e' }, (form) => form.delete('sign')],
    ];
    for (const [errorCode, fields, change] of cases)
      expect(await call('register', fields, change)).toMatchObject({ errorCode });
    expect(await call('getOrderStatus', { orderNumber: 'unknown' })).toMatchObject({ errorCode: 6 });
    expect(await call('getStatement', { date: '20260230x', page: '1' })).toMatchObject({ errorCode: 5 });
    expect(await call('constructor', {})).toMatchObject({ errorCode: 5 });
  });

  it('refunds a request number once, never more than was paid, and says what came back', async () => {
    const { call, register } = await openBank();
    const { orderId, page } = await register();
    expect(await call('refund', { orderId, requestId: 'r1', amount: '1' })).toMatchObject({ errorCode: 7 });
    await post(page, card);
    const first = await call('refund', { orderId, requestId: 'r1', amount: '600' });
    expect(first).toMatchObject({ errorCode: 0, refundStatus: 1 });
    expect(await call('refund', { orderId, requestId: 'r1', amount: '600' })).toEqual(first);
    expect(await call('refund', { orderId, requestId: 'r1', amount: '601' })).toMatchObject({ errorCode: 5 });
    expect(await call('refund', { orderId, requestId: 'r2', amount: '401' })).toMatchObject({ errorCode: 7 });
    expect(await call('refund', { orderId, requestId: 'r2', amount: '400' })).toMatchObject({ errorCode: 0 });
    expect(await call('getOrderStatus', { orderId })).toMatchObject({
      orderStatus: 4,
      approvedAmount: 1000,
      refunds: [{ amount: 600 }, { amount: 400 }],
    });
  });

  it('keeps a statement of the bank’s day, page by page; all of a payment on its day is a reversal', async () => {
    const { call, register, clock } = await openBank();
    const paid = [];
    for (let n = 0; n < 102; n += 1) {
      const one = await register(100 + n);
      await post(one.page, card);
      paid.push(one.orderId);
    }
    await call('refund', { orderId: paid[0] ?? '', requestId: 'all', amount: '100' });
    const first = await call('getStatement', { date: '20261124', page: '1' });
    const second = await call('getStatement', { date: '20261124', page: '2' });
    expect([first, second].map((page) => [(page.operations as unknown[]).length, page.nextPage])).toEqual([
      [100, 2],
      [3, 0],
    ]);
    expect((second.operations as object[]).at(-1)).toMatchObject({ type: 2, orderId: paid[0], amount: 100, fee: 0 });
    // 20:30 in UTC is the next day in Baku.
    await clock.advance(14.5 * 3_600_000);
    await call('refund', { orderId: paid[1] ?? '', requestId: 'all', amount: '101' });
    expect(await call('getStatement', { date: '20261125', page: '1' })).toMatchObject({
      operations: [{ type: 3, amount: 101 }],
      nextPage: 0,
    });
  });
});

describe('the page', () => {
  it('fills in a test card, says what is wrong, ends after three refusals, and escapes what the shop wrote', async () => {
    const { register, call } = await openBank();
    const { orderId, page } = await register();
    const seen = await (await fetch(page)).text();
    expect(seen).toContain('2 &#60;b&#62;adults');
    expect(seen).not.toContain('<script');
    expect((await post(page, { fill: '4242424242424242' })).html).toContain('value="4242424242424242"');
    expect(await post(page, { ...card, number: '4242 4242 4242 4243', cvc: '1', expiry: '10/26' })).toMatchObject({
      status: 422,
    });
    for (const [tries, status] of [
      [1, 402],
      [2, 402],
      [3, 410],
    ] as const) {
      expect((await post(page, { ...card, number: '4000000000009995' })).status).toBe(status);
      expect(await call('getOrderStatus', { orderId })).toMatchObject({
        orderStatus: tries === 3 ? 6 : 0,
        actionCode: 116,
      });
    }
    expect((await post(page, card)).status).toBe(410);
    expect((await fetch(`${page}x`)).status).toBe(404);
  });

  it('takes money once, sends the browser back with the order’s id, and none after its time or its closing', async () => {
    const { register, call, clock } = await openBank();
    const paid = await register();
    const back = `http://shop.test/back?x=1&orderId=${paid.orderId}`;
    expect(await post(paid.page, card)).toMatchObject({ status: 303, to: back });
    expect(await post(paid.page, card)).toMatchObject({ status: 303, to: back });
    expect(await call('close', { orderId: paid.orderId })).toMatchObject({ errorCode: 7 });
    const closed = await register();
    expect(await call('close', { orderId: closed.orderId })).toEqual({ errorCode: 0 });
    expect(await call('close', { orderId: closed.orderId })).toEqual({ errorCode: 0 });
    const late = await register();
    await clock.advance(1_200_000);
    for (const { page } of [closed, late]) expect((await post(page, card)).status).toBe(410);
    expect(await call('getOrderStatus', { orderId: late.orderId })).toMatchObject({ orderStatus: 6, actionCode: 2007 });
  });
});

describe('callbacks', () => {
  async function openEndpoint() {
    const seen: URLSearchParams[] = [];
    const endpoint = { url: '', seen, answer: 200 };
    const http = createServer((request, response) => {
      seen.push(new URL(request.url ?? '', 'http://shop.test').searchParams);
      response.writeHead(endpoint.answer).end();
    });
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    onTestFinished(() => {
      http.closeAllConnections();
      http.close();
    });
    endpoint.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/callback`;
    return endpoint;
  }

  it('are signed, tried again until they are taken, and outlive a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bank-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const endpoint = await openEndpoint();
    endpoint.answer = 500;
    const given = { file: join(folder, 'bank.sqlite'), callbackUrl: endpoint.url };
    const first = await openBank(given);
    const { orderId, page } = await first.register();
    await post(page, card);
    await first.settled();
    expect(endpoint.seen).toHaveLength(1);
    await first.close();
    endpoint.answer = 200;
    const second = await openBank(given);
    await second.clock.advance(60_000);
    await second.clock.advance(3_600_000);
    expect(endpoint.seen).toHaveLength(2);
    for (const query of endpoint.seen) {
      expect(isSigned(query, secret)).toBe(true);
      expect(query.get('orderId')).toBe(orderId);
    }
    expect(await second.call('getOrderStatus', { orderId })).toMatchObject({ orderStatus: 2 });
  });

  it('are lost, doubled and late as the faults say', async () => {
    const endpoint = await openEndpoint();
    const bank = await openBank({ callbackUrl: endpoint.url });
    const pay = async () => {
      await post((await bank.register()).page, card);
      await bank.settled();
    };
    bank.faults.set({ callbackLost: 1 });
    await pay();
    expect(endpoint.seen).toHaveLength(0);
    bank.faults.clear();
    bank.faults.set({ callbackDoubled: 1 });
    await pay();
    expect(endpoint.seen).toHaveLength(2);
    bank.faults.clear();
    bank.faults.set({ callbackDelayed: 1, callbackDelayMostMs: 60_000 });
    await pay();
    expect(endpoint.seen).toHaveLength(2);
    await bank.clock.advance(60_000);
    expect(endpoint.seen).toHaveLength(3);
    expect(() => bank.faults.set({ callbackLost: 2 })).toThrow(RangeError);
  });
});

it('is told by nobody else’s web page what to do', async () => {
  const { url } = await openBank();
  const ask = (headers: Record<string, string>, method = 'POST') =>
    fetch(`${url}/_sandbox/clear-faults`, { method, headers }).then(({ status }) => status);
  expect([await ask({}), await ask({ 'sec-fetch-site': 'cross-site' }), await ask({}, 'GET')]).toEqual([200, 403, 403]);
});

import { describe, expect, it } from 'vitest';
import { newId } from '#lib/platform/ids.ts';
import { signatureOf } from './bankpage-api.ts';
import { lookOfBank, readCallback } from './bankpage-callback.ts';
import { idOfNumber, linesOf, numberOf, outcomeOf, refundOutcomeOf } from './bankpage-shapes.ts';

const [orderId, paymentId] = [newId(), newId()];
const order = {
  orderId: 'b1',
  orderNumber: numberOf(paymentId),
  orderStatus: 0,
  actionCode: 0,
  amount: 1000,
  approvedAmount: 0,
  currency: '944',
  params: `order=${orderId}`,
  formUrl: 'https://bank.example/1',
  expiresAt: 1,
  isTest: true,
  refunds: [],
};

describe('an order of the bank', () => {
  it.each([
    [0, 0, 'open', null],
    [0, 116, 'open', 'insufficient_funds'],
    [1, 0, 'open', null],
    [5, 0, 'open', null],
    [2, 0, 'succeeded', null],
    [3, 0, 'succeeded', null],
    [4, 0, 'succeeded', null],
    [6, 5, 'failed', 'card_declined'],
    [6, 777, 'failed', 'bank_777'],
    [6, 2007, 'expired', 'bank_2007'],
    [6, 2008, 'expired', 'bank_2008'],
  ])('of status %d and action %d is %s', (orderStatus, actionCode, state, failureCode) => {
    const outcome = outcomeOf({ ...order, orderStatus, actionCode, approvedAmount: 999 }, true);
    expect(outcome).toMatchObject({ state, failureCode, orderId, paymentId, currency: 'AZN', isOurMode: true });
    expect(outcome.amountMinor).toBe(state === 'succeeded' ? 999 : 1000);
  });

  it('of another world, with foreign numbers and a currency unknown here says so', () => {
    const odd = { ...order, isTest: false, orderNumber: 'x', params: 'order=1', currency: '000' };
    expect(outcomeOf(odd, true)).toMatchObject({ isOurMode: false, orderId: null, paymentId: null, currency: '000' });
  });

  it('goes by our ids without dashes', () => {
    expect(numberOf(paymentId)).toHaveLength(32);
    expect(idOfNumber(numberOf(paymentId))).toBe(paymentId);
    for (const text of ['', 'x', `${numberOf(paymentId)}0`]) expect(idOfNumber(text)).toBeNull();
  });
});

it('reads refunds, and asks again after a status it does not know', () => {
  const refund = { refundId: 'r', orderId: 'b1', requestId: numberOf(paymentId), amount: 5, currency: '944' };
  const stateOf = (refundStatus: number) => refundOutcomeOf({ ...refund, refundStatus }).state;
  expect([0, 1, 2, 9].map(stateOf)).toEqual(['pending', 'succeeded', 'failed', 'pending']);
});

it('turns a statement into movements, each once, the fee beside', () => {
  const operation = {
    operationId: 'o',
    type: 1,
    orderId: 'b1',
    orderNumber: numberOf(paymentId),
    refundId: '',
    requestId: '',
    amount: 1000,
    fee: 18,
    currency: '944',
    date: 0,
  };
  const short = (type: number, more = {}) =>
    linesOf({ ...operation, type, ...more }).map(({ kind, reference, amountMinor }) => [kind, reference, amountMinor]);
  expect(short(1)).toEqual([
    ['charge', 'b1', 1000],
    ['fee', 'o', -18],
  ]);
  expect(short(2, { refundId: 'r', fee: 0 })).toEqual([['refund', 'r', -1000]]);
  expect(short(3, { refundId: 'r', fee: 0 })).toEqual([['refund', 'r', -1000]]);
  expect(short(7, { fee: 0 })).toEqual([['payout', 'o', -1000]]);
  expect(short(9, { fee: 0 })).toEqual([['adjustment', 'o', -1000]]);
});

describe('a callback', () => {
  const fields = {
    orderId: 'b1',
    orderNumber: numberOf(paymentId),
    operation: '1',
    status: '1',
    date: '7',
    test: '1',
    note: '',
  };
  const message = (form: URLSearchParams, method = 'GET') => ({
    method,
    query: method === 'GET' ? form : new URLSearchParams(),
    headers: new Headers(),
    rawBody: method === 'GET' ? '' : form.toString(),
  });
  const signed = (more: Record<string, string> = {}) => {
    const form = new URLSearchParams({ ...fields, ...more });
    form.set('sign', signatureOf(form, 'secret'));
    return form;
  };

  it('is the same message by GET and by POST, in any order of its fields, and another for another operation', () => {
    const id = (form: URLSearchParams, method?: string) => {
      const read = readCallback(message(form, method), 'secret');
      return read.ok ? read.eventId : read.code;
    };
    const turned = new URLSearchParams([...signed()].reverse());
    expect(new Set([id(signed()), id(signed(), 'POST'), id(turned)]).size).toBe(1);
    expect(id(signed({ date: '8' }))).not.toBe(id(signed()));
  });

  it('tells where to look, and whose world it is of', () => {
    const read = readCallback(message(signed()), 'secret');
    expect(read).toMatchObject({ ok: true, type: 'operation.1', hint: { objectId: 'b1', paymentId, isLive: false } });
    expect(readCallback(message(signed({ test: '0' })), 'secret')).toMatchObject({ hint: { isLive: true } });
    if (!read.ok) return;
    const at = (type: string) => lookOfBank(type, read.hint).at;
    expect(['operation.1', 'operation.2', 'operation.3', 'operation.4'].map(at)).toEqual([
      'payment',
      'refunds',
      'refunds',
      'nothing',
    ]);
  });

  it.each([
    ['another secret', (form: URLSearchParams) => form.set('sign', signatureOf(form, 'other')), 'bad_signature'],
    ['a changed field', (form: URLSearchParams) => form.set('status', '0'), 'bad_signature'],
    ['a field more', (form: URLSearchParams) => form.append('operation', '2'), 'bad_signature'],
    ['no signature', (form: URLSearchParams) => form.delete('sign'), 'bad_signature'],
  ])('with %s is refused', (_what, change, code) => {
    const form = signed();
    change(form);
    expect(readCallback(message(form), 'secret')).toEqual({ ok: false, code });
  });

  it('that is signed and says nothing is malformed', () => {
    const odd: Record<string, string>[] = [{ orderId: '' }, { orderId: 'a b' }, { operation: 'x' }];
    for (const more of odd)
      expect(readCallback(message(signed(more)), 'secret')).toEqual({
        ok: false,
        code: 'malformed',
      });
  });
});

import { expect, test } from 'vitest';
import { readPaymentForm } from './read-payment-form.ts';

const nowMs = Date.UTC(2026, 10, 24);
const right = {
  email: 'leyla@example.az',
  number: '4242 4242 4242 4242',
  expiry: '12/34',
  cvc: '123',
  name: 'Leyla Ə',
};
const read = (changes: Record<string, string> = {}) =>
  readPaymentForm(new URLSearchParams({ ...right, ...changes }), nowMs);

test('a filled form is a card and its payer', () => {
  expect(read()).toMatchObject({
    kind: 'pay',
    payer: { email: 'leyla@example.az', name: 'Leyla Ə', number: '4242424242424242', expMonth: 12, expYear: 2034 },
  });
});

test.each([
  ['email', '', 'email_missing'],
  ['email', 'leyla@example', 'email_invalid'],
  ['email', 'a@b.az\r\nBcc: c@d.az', 'email_invalid'],
  ['number', '', 'number_missing'],
  ['number', '4242 4242 4242 4241', 'number_incorrect'],
  ['number', 'four', 'number_incorrect'],
  ['expiry', '', 'expiry_missing'],
  ['expiry', '13/34', 'expiry_invalid'],
  ['expiry', '00/34', 'expiry_invalid'],
  ['expiry', 'soon', 'expiry_invalid'],
  ['expiry', '10/26', 'expiry_past'],
  ['expiry', '12/2099', 'expiry_invalid'],
  ['cvc', '', 'cvc_missing'],
  ['cvc', '12', 'cvc_invalid'],
  ['cvc', 'abc', 'cvc_invalid'],
  ['name', ' ', 'name_missing'],
])('%s "%s" is %s', (field, value, problem) => {
  expect(read({ [field]: value })).toMatchObject({ kind: 'invalid', problems: { [field]: problem } });
});

test.each(['11/26', '11/2026', '11 26', '1126', '11-26'])('the expiry %s is this month and still good', (expiry) => {
  expect(read({ expiry })).toMatchObject({ kind: 'pay', payer: { expMonth: 11, expYear: 2026 } });
});

test('a test card is filled in and what else was typed stays', () => {
  expect(read({ fill: 'declined', number: '', cvc: '' })).toEqual({
    kind: 'fill',
    values: { ...right, number: '4000 0000 0000 0002', expiry: '12/34', cvc: '123' },
  });
});

test('a card that is not offered, such as __proto__, fills nothing', () => {
  expect(read({ fill: '__proto__' }).kind).toBe('pay');
});

test('the address that the shop gave cannot be changed', () => {
  const form = new URLSearchParams({ ...right, email: 'other@example.az' });
  expect(readPaymentForm(form, nowMs, 'leyla@example.az')).toMatchObject({ payer: { email: 'leyla@example.az' } });
});

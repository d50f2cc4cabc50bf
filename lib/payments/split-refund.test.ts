import { expect, it } from 'vitest';
import { splitRefund } from './split-refund.ts';

it.each([
  ['from the payment that covers it', 700, [500, 700], [['b', 700]], [500, 0]],
  [
    'in parts where none does',
    700,
    [500, 400],
    [
      ['a', 500],
      ['b', 200],
    ],
    [0, 200],
  ],
  ['past a payment with nothing left', 300, [0, 300], [['b', 300]], [0, 0]],
  ['nothing for nothing', 0, [500], [], [500]],
  ['not at all where there is not so much', 901, [500, 400], null, [500, 400]],
])('takes a sum %s', (_how, sum, lefts, parts, after) => {
  const payments = lefts.map((left, index) => ({ id: 'ab'[index] ?? '', left }));
  expect(splitRefund(sum, payments)).toEqual(
    parts?.map(([paymentId, amountMinor]) => ({ paymentId, amountMinor })) ?? null,
  );
  expect(payments.map(({ left }) => left)).toEqual(after);
});

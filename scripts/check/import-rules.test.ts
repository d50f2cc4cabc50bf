import { expect, test } from 'vitest';
import { isServerOnly, judgeImport } from './import-rules.ts';

const cases: [from: string, to: string, isAllowed: boolean, isTypeOnly?: boolean][] = [
  ['app/[locale]/page.tsx', 'lib/booking/hold-tickets.ts', true],
  ['app/[locale]/page.tsx', 'db/client.ts', false],
  ['app/[locale]/page.tsx', 'db/client.ts', true, true],
  ['app/[locale]/page.tsx', 'lib/demo/mailbox/server.ts', false],
  ['lib/booking/hold-tickets.ts', 'app/_ui/button.tsx', false],
  ['lib/booking/hold-tickets.ts', 'lib/capacity/claim-places.ts', true],
  ['lib/capacity/claim-places.ts', 'lib/booking/hold-tickets.ts', false],
  ['lib/capacity/claim-places.ts', 'lib/booking/hold-tickets.ts', false, true],
  ['lib/capacity/claim-places.ts', 'lib/booking/values.ts', true],
  ['lib/payments/settle.ts', 'lib/tickets/issue-tickets.ts', false],
  ['lib/payments/settle.ts', 'lib/tickets/issue-tickets.ts', true, true],
  ['lib/platform/ctx.ts', 'db/client.ts', true],
  ['lib/platform/ctx.ts', 'lib/identity/load-actor.ts', false],
  ['lib/unheard-of/a.ts', 'lib/platform/ctx.ts', false],
  ['db/schema/booking.ts', 'db/columns.ts', true],
  ['db/schema/booking.ts', 'lib/booking/values.ts', true],
  ['db/schema/booking.ts', 'lib/booking/queries.ts', false],
  ['db/seed/load.ts', 'lib/schedule/make-timeslots.ts', true],
  ['scripts/start.ts', 'lib/demo/supervisor.ts', true],
  ['lib/demo/supervisor.ts', 'db/seed/load.ts', true],
  ['lib/booking/hold-tickets.ts', 'tests/support/museum.ts', false],
  ['lib/booking/hold-tickets.test.ts', 'tests/support/museum.ts', true],
  ['tests/races/last-places.test.ts', 'lib/demo/embedded-postgres.ts', true],
];

test.each(cases)('%s may import %s: %s', (from, to, isAllowed, isTypeOnly = false) => {
  expect(judgeImport({ from, to, isTypeOnly, isOurs: true }) === null).toBe(isAllowed);
});

test.each([
  ['lib/payments/gateways/stripe/stripe.ts', 'stripe', true],
  ['lib/booking/start-payment.ts', 'stripe', false],
  ['app/page.tsx', 'pg', false],
  ['lib/identity/sign-in.ts', 'next', false],
  ['lib/identity/sign-in.ts', 'react', false],
  ['lib/notifications/mail.tsx', 'react', true],
  ['lib/demo/stripe-sandbox/objects.ts', 'stripe', true],
])('%s may use the package %s: %s', (from, to, isAllowed) => {
  expect(judgeImport({ from, to, isTypeOnly: false, isOurs: false }) === null).toBe(isAllowed);
});

test('a browser gets neither the database nor Node', () => {
  expect(isServerOnly({ to: 'db/client.ts', isOurs: true })).toBe(true);
  expect(isServerOnly({ to: 'node:fs', isOurs: false })).toBe(true);
  expect(isServerOnly({ to: 'lib/platform/money.ts', isOurs: true })).toBe(false);
  expect(isServerOnly({ to: 'zod', isOurs: false })).toBe(false);
});

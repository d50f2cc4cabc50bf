import type { Stripe } from 'stripe';
import { expect, test } from 'vitest';
import type { StoredEvent } from '../events/emit.ts';
import { noFaults } from '../faults.ts';
import { control, openSandbox, paidCharge, post, sessionParams, startAt } from '../test-sandbox.ts';
import { type DashboardView, dashboardPage } from './dashboard-page.ts';

const nothing: DashboardView = {
  nowMs: Date.UTC(2026, 10, 24, 6),
  isVirtual: false,
  webhookUrl: null,
  faults: noFaults,
  sessions: [],
  charges: [],
  refunds: [],
  disputes: [],
  events: [],
};

test('an empty sandbox says so, and shows no clock to move when it is the real one', () => {
  const page = dashboardPage(nothing);
  expect(page).toContain('None yet.');
  expect(page).toContain('2026-11-24 06:00:00');
  expect(page).not.toContain('Move the clock');
  expect(dashboardPage({ ...nothing, isVirtual: true })).toContain('Move the clock');
});

test('objects stand with what a person may do to them, and no texts of others as markup', async () => {
  const sandbox = await openSandbox();
  const { stripe } = sandbox;
  const paid = await paidCharge(sandbox);
  await stripe.refunds.create({ charge: paid.charge.id, amount: 200 });
  const disputed = await paidCharge(sandbox);
  await control(sandbox, 'dispute', { charge: disputed.charge.id });
  await stripe.checkout.sessions.create(sessionParams({ client_reference_id: '<b>' }));
  const data = <T>(list: { data: unknown[] }) => list.data as T[];
  const page = dashboardPage({
    ...nothing,
    webhookUrl: 'http://127.0.0.1:3000/<hook>',
    sessions: data<Stripe.Checkout.Session>(await stripe.checkout.sessions.list()),
    charges: data<Stripe.Charge>(await stripe.charges.list()),
    refunds: data<Stripe.Refund>(await stripe.refunds.list()),
    disputes: data<DashboardView['disputes'][number]>(await stripe.disputes.list()),
    events: data<StoredEvent>(await stripe.events.list()),
  });
  expect(page).toContain(`aria-label="Refund: ${paid.charge.id}"`);
  expect(page).not.toContain(`aria-label="Dispute: ${disputed.charge.id}"`);
  expect(page).toMatch(/aria-label="Won: d[pu]_/);
  expect(page).toContain('charge.dispute.created');
  expect(page).not.toContain('<hook>');
});

test('it is served at /, and its forms lead back to it', async () => {
  const sandbox = await openSandbox();
  const { charge } = await paidCharge(sandbox);
  const shown = await fetch(`${sandbox.url}/`);
  expect(shown.status).toBe(200);
  expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await shown.text()).toContain(charge.id);
  expect(await post(`${sandbox.url}/_sandbox/refund`, { charge: charge.id })).toMatchObject({
    status: 303,
    location: '/',
  });
  expect((await sandbox.stripe.charges.retrieve(charge.id)).refunded).toBe(true);
  await post(`${sandbox.url}/_sandbox/faults`, { webhookDropped: '0.5', requestsPerSecondMost: '' });
  expect(sandbox.faults.current()).toMatchObject({ webhookDropped: 0.5, requestsPerSecondMost: null });
  await post(`${sandbox.url}/_sandbox/clear-faults`, {});
  expect(sandbox.faults.current().webhookDropped).toBe(0);
  await post(`${sandbox.url}/_sandbox/clock`, { advanceMs: '1000' });
  expect(sandbox.clock.now()).toBe(startAt + 1000);
});

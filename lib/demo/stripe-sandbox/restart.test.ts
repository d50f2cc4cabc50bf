import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { nowSeconds, openEndpoint, openSandbox, paidCharge, sessionParams } from './test-sandbox.ts';

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'stripe-sandbox.sqlite');
}

test('objects, keys and what is still to be done survive a restart', async () => {
  const file = newFile();
  const before = await openSandbox({ file });
  const open = await before.stripe.checkout.sessions.create(sessionParams({ expires_at: nowSeconds + 1800 }), {
    idempotencyKey: 'co:1',
  });
  const { charge } = await paidCharge(before, '4000000000005126');
  const refund = await before.stripe.refunds.create({ charge: charge.id });
  await before.close();

  const after = await openSandbox({ file });
  expect((await after.stripe.charges.retrieve(charge.id)).amount_refunded).toBe(1200);
  const again = await after.stripe.checkout.sessions.create(sessionParams({ expires_at: nowSeconds + 1800 }), {
    idempotencyKey: 'co:1',
  });
  expect(again.id).toBe(open.id);
  await after.clock.advance(72 * 3_600_000);
  expect((await after.stripe.checkout.sessions.retrieve(open.id)).status).toBe('expired');
  expect((await after.stripe.refunds.retrieve(refund.id)).status).toBe('failed');
});

test('a webhook that was not taken is tried again after the restart', async () => {
  const file = newFile();
  const endpoint = await openEndpoint();
  endpoint.answer = 500;
  const before = await openSandbox({ file, webhookUrl: endpoint.url });
  await paidCharge(before);
  await before.settled();
  await before.close();
  endpoint.answer = 200;
  endpoint.deliveries.length = 0;
  const after = await openSandbox({ file, webhookUrl: endpoint.url });
  await after.clock.advance(3_600_000);
  expect(endpoint.types()).toContain('checkout.session.completed');
  expect((await after.stripe.events.list({ delivery_success: false })).data).toEqual([]);
});

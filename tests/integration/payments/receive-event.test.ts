import { sql } from 'drizzle-orm';
import { Stripe } from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { POST } from '#app/api/stripe/webhook/route.ts';
import { closeDatabase } from '#db/client.ts';
import { processProviderEvent } from '#lib/booking/process-provider-event.ts';
import { systemCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { useTestInstallation } from '#tests/support/held-order.ts';

let database: TestDatabase;
const secrets = ['whsec_new', 'whsec_old'] as const;

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
  Object.assign(process.env, {
    DATABASE_URL: database.appUrl,
    STRIPE_WEBHOOK_SECRET: secrets.join(', '),
    STRIPE_SECRET_KEY: 'sk_test_x',
  });
});
afterAll(async () => {
  await closeDatabase();
  await database.close();
});

let count = 0;
function eventText(changes: object = {}): string {
  count += 1;
  const object = { id: 'bal_1', object: 'balance', metadata: {}, customer_details: { email: 'someone@example.az' } };
  return JSON.stringify({
    id: `evt_${count}`,
    object: 'event',
    type: 'balance.available',
    livemode: false,
    data: { object },
    ...changes,
  });
}
const sign = (payload: string, secret: string = secrets[0], timestamp = Math.floor(Date.now() / 1000)) =>
  Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
const post = (body: string, signature?: string) =>
  POST(
    new Request('http://museum.test/api/stripe/webhook', {
      method: 'POST',
      body,
      headers: signature ? { 'stripe-signature': signature } : {},
    }),
  );
async function stored(): Promise<{ events: number; jobs: number }> {
  const { rows } = await database.owner.execute<{ events: number; jobs: number }>(sql`
    select (select count(*)::int from provider_event) as events, (select count(*)::int from pgboss.job where name = 'provider_event') as jobs`);
  return rows[0] ?? { events: -1, jobs: -1 };
}

describe('webhook', () => {
  it('stores an event once with its job, however often it comes, and keeps no personal data of it', async () => {
    const body = eventText();
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(body, sign(body))));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200]);
    expect(await stored()).toEqual({ events: 1, jobs: 1 });
    const { rows } = await database.owner.execute(sql`select payload::text as payload from provider_event`);
    expect(JSON.stringify(rows)).not.toContain('example.az');
  });

  it('takes either of two secrets while they are exchanged', async () => {
    const body = eventText();
    expect((await post(body, sign(body, secrets[1]))).status).toBe(200);
  });

  it.each([
    ['no signature', (body: string) => post(body)],
    ['another secret', (body: string) => post(body, sign(body, 'whsec_wrong'))],
    ['an old signature', (body: string) => post(body, sign(body, secrets[0], Math.floor(Date.now() / 1000) - 301))],
    ['a changed body', (body: string) => post(`${body} `, sign(body))],
    ['a malformed header', (body: string) => post(body, 't=,v1=zz')],
    ['signed text that is not JSON', () => post('{"id":', sign('{"id":'))],
    ['signed JSON that is not an event', () => post('[1]', sign('[1]'))],
    ['signed null', () => post('null', sign('null'))],
    [
      'an event without an object',
      () => post('{"id":"evt_x","type":"a","data":{}}', sign('{"id":"evt_x","type":"a","data":{}}')),
    ],
  ])('answers 400 to %s, and writes nothing', async (_what, send) => {
    const before = await stored();
    const answer = await send(eventText());
    expect(answer.status).toBe(400);
    expect(await stored()).toEqual(before);
  });

  it('keeps nothing of what is too large', async () => {
    const body = eventText({ filler: 'x'.repeat(600_000) });
    expect((await post(body, sign(body))).status).toBe(413);
  });

  it('keeps an event of an unknown type and of another world without acting on it', async () => {
    const unknown = eventText({ type: 'something.new' });
    const live = eventText({ type: 'checkout.session.completed', livemode: true });
    for (const body of [unknown, live]) expect((await post(body, sign(body))).status).toBe(200);
    const ctx = systemCtx(database.db);
    expect(await processProviderEvent(ctx, { eventId: JSON.parse(unknown).id })).toEqual({
      ok: true,
      outcome: 'ignored',
    });
    expect(await processProviderEvent(ctx, { eventId: JSON.parse(live).id })).toEqual({
      ok: true,
      outcome: 'other_mode',
    });
    expect(await processProviderEvent(ctx, { eventId: 'evt_none' })).toEqual({ ok: false, code: 'unknown_event' });
  });
});

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { control, openSandbox, paidCharge, secretKey, sessionParams } from './test-sandbox.ts';

// The SDK's own declarations are the list of what an answer has: every field without a question mark must be there.
const folder = fileURLToPath(new URL('resources/', import.meta.resolve('stripe')));

function fieldsOf(file: string, name: string) {
  const text = readFileSync(`${folder}${file}.d.ts`, 'utf8').replaceAll(/\/\*\*[\s\S]*?\*\//g, '');
  const body = new RegExp(`export interface ${name} \\{\\n([\\s\\S]*?)\\n\\}`).exec(text)?.[1] ?? '';
  const fields = [...body.matchAll(/^ {4}(\w+)(\??):/gm)];
  const known = fields.map(([, field]) => field ?? '');
  const always = fields.filter(([, , mark]) => mark !== '?').map(([, field]) => field ?? '');
  return { known, always };
}

test('every answer has the fields of the real one and no others', async () => {
  const sandbox = await openSandbox();
  const { charge } = await paidCharge(sandbox);
  const failing = await paidCharge(sandbox, '4000000000005126');
  await sandbox.stripe.refunds.create({ charge: failing.charge.id, amount: 100 });
  await control(sandbox, 'dispute', { charge: charge.id });
  const open = await sandbox.stripe.checkout.sessions.create(sessionParams());
  await sandbox.clock.advance(72 * 3_600_000);
  const get = async (path: string) => {
    const answer = await fetch(`${sandbox.url}/v1/${path}`, { headers: { authorization: `Bearer ${secretKey}` } });
    return answer.json();
  };
  const answers: [file: string, name: string, object: Record<string, unknown>][] = [
    ['Balance', 'Balance', await get('balance')],
    ['LineItems', 'LineItem', (await get(`checkout/sessions/${open.id}/line_items`)).data[0]],
  ];
  for (const [path, file, name] of [
    ['checkout/sessions', 'Checkout/Sessions', 'Session'],
    ['payment_intents', 'PaymentIntents', 'PaymentIntent'],
    ['charges', 'Charges', 'Charge'],
    ['refunds', 'Refunds', 'Refund'],
    ['balance_transactions', 'BalanceTransactions', 'BalanceTransaction'],
    ['disputes', 'Disputes', 'Dispute'],
    ['events', 'Events', 'EventBase'],
  ] as const) {
    for (const object of (await get(`${path}?limit=100`)).data) answers.push([file, name, object]);
  }
  expect(answers.length).toBeGreaterThan(20);
  for (const [file, name, object] of answers) {
    const { known, always } = fieldsOf(file, name);
    expect(always.length, name).toBeGreaterThan(2);
    expect(
      always.filter((field) => !(field in object)),
      `${name} lacks`,
    ).toEqual([]);
    expect(
      Object.keys(object).filter((field) => !known.includes(field)),
      `${name} has too much`,
    ).toEqual([]);
    if ('created' in object) expect(Number.isInteger(object.created)).toBe(true);
    if ('livemode' in object) expect(object.livemode).toBe(false);
  }
});

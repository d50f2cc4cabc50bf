import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { cardGateway, configuredGateways, gatewayOf, isGatewayConfigured } from './gateways.ts';

const root = new URL('../../', import.meta.url);

/** Where a gateway's name may stand besides its own folder: its registration, its settings, its migration, its stand-in. */
const registered = [
  'lib/payments/values.ts',
  'lib/payments/gateways.ts',
  'lib/platform/env.ts',
  'db/migrations/',
  'lib/demo/',
];

it('a gateway fits in one folder: nothing else of the museum knows the second one’s name', () => {
  const files = ['app', 'lib', 'db'].flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
  );
  const knowing = files
    .filter((file) => /\.(tsx?|sql|json)$/.test(file) && !/\.test\.tsx?$/.test(file))
    .filter((file) => !file.startsWith('lib/payments/gateways/bankpage/'))
    .filter((file) => !registered.some((known) => file.startsWith(known)))
    .filter((file) => /bank_?page/i.test(readFileSync(new URL(file, root), 'utf8')));
  expect(knowing).toEqual([]);
});

it('knows the gateways that have an account, and takes new payments with the chosen one', () => {
  const before = { ...process.env };
  try {
    Object.assign(process.env, { STRIPE_SECRET_KEY: 'sk_test_1', CARD_GATEWAY: '', BANKPAGE_SECRET: '' });
    expect(configuredGateways()).toEqual(['stripe']);
    expect(cardGateway()).toBe('stripe');
    expect(() => gatewayOf('bankpage')).toThrow('not configured');
    Object.assign(process.env, { BANKPAGE_SECRET: 'secret', CARD_GATEWAY: 'bankpage' });
    expect(configuredGateways()).toEqual(['stripe', 'bankpage']);
    expect(cardGateway()).toBe('bankpage');
    for (const name of ['cash', 'constructor', '']) expect(isGatewayConfigured(name)).toBe(false);
    process.env.CARD_GATEWAY = 'paypal';
    expect(cardGateway).toThrow('paypal');
  } finally {
    process.env = before;
  }
});

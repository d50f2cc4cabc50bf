import { expect, it } from 'vitest';
import { type Provider, providers } from './values.ts';
import { wayBack } from './way-back.ts';

it('says of every way to pay how the money comes back', () => {
  const ways: Record<Provider, string> = {
    stripe: 'card',
    bankpage: 'card',
    none: 'card',
    cash: 'desk',
    terminal: 'desk',
    transfer: 'bank',
  };
  for (const provider of providers) expect(wayBack([{ provider, capturedMinor: 500 }]), provider).toBe(ways[provider]);
});

it('goes by what took money, not by a page that was left', () => {
  expect(
    wayBack([
      { provider: 'stripe', capturedMinor: 0 },
      { provider: 'cash', capturedMinor: 500 },
    ]),
  ).toBe('desk');
  expect(wayBack([])).toBe('card');
});

import type { Provider } from './values.ts';

/** How money comes back to whoever paid: to the card by itself, out of the till at the desk, or by the bank. */
export type WayBack = 'card' | 'desk' | 'bank';

/** The way of an order's payments: that of the first that took money. Words choose their sentence by it. */
export function wayBack(payments: readonly { provider: Provider; capturedMinor: number }[]): WayBack {
  const paid = payments.find(({ capturedMinor }) => capturedMinor > 0);
  if (paid?.provider === 'cash' || paid?.provider === 'terminal') return 'desk';
  return paid?.provider === 'transfer' ? 'bank' : 'card';
}

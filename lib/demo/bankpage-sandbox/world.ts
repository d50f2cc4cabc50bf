import type { Agenda } from '../stripe-sandbox/agenda.ts';
import type { Clock } from '../stripe-sandbox/clock.ts';
import type { FaultControl } from './faults.ts';
import type { Store } from './store.ts';

/** What every part of the bank works with. */
export type World = {
  store: Store;
  clock: Clock;
  agenda: Agenda;
  faults: FaultControl;
  merchant: string;
  secret: string;
  /** Where the merchant wants to be called; null: nowhere. */
  callbackUrl: string | null;
  /** Where a browser reaches the payment page, without a slash at the end. Known once the server listens. */
  publicUrl: string;
  /** Aborted when the bank closes: what waits on a network lets go. */
  closing: AbortSignal;
};

/** What the bank refuses, by its number. */
export class BankRefusal extends Error {
  readonly errorCode: number;
  constructor(errorCode: number, message: string) {
    super(message);
    this.errorCode = errorCode;
  }
}

export const errors = {
  numberUsed: () => new BankRefusal(1, 'Order with this number was registered before'),
  currency: () => new BankRefusal(3, 'Unknown currency'),
  missing: (name: string) => new BankRefusal(4, `Parameter ${name} is empty`),
  wrong: (what: string) => new BankRefusal(5, `${what} is wrong`),
  unknownOrder: () => new BankRefusal(6, 'No such order'),
  state: () => new BankRefusal(7, 'Not possible in this state'),
  system: () => new BankRefusal(99, 'System error'),
};

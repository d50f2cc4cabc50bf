import type { Agenda } from './agenda.ts';
import type { Clock } from './clock.ts';
import type { FaultControl } from './faults.ts';
import type { Store } from './store.ts';

export const apiVersion = '2026-10-28.endive';

/** What every part of the sandbox works with. */
export type World = {
  store: Store;
  clock: Clock;
  agenda: Agenda;
  faults: FaultControl;
  secretKey: string;
  webhook: { url: string; secret: string } | null;
  /** Where a browser reaches the payment page, without a slash at the end. Known once the server listens. */
  publicUrl: string;
  /** Aborted when the sandbox closes: what waits on a network lets go. */
  closing: AbortSignal;
};

/** Who asked: stands in the events that the request causes. */
export type Cause = { requestId: string; idempotencyKey: string | null } | null;

/** The sandbox's time in seconds, as Stripe writes it. */
export function seconds(world: World): number {
  return Math.floor(world.clock.now() / 1000);
}

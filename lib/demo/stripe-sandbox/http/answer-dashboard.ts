import { isVirtual } from '../clock.ts';
import { dashboardPage } from '../dashboard/dashboard-page.ts';
import type { StoredEvent } from '../events/emit.ts';
import type { Charge } from '../objects/charge.ts';
import type { Session } from '../objects/checkout-session.ts';
import type { Dispute } from '../objects/dispute.ts';
import type { Refund } from '../objects/refund.ts';
import type { World } from '../world.ts';

const shown = 20;

/** The overview for a person at `/`: the newest of each kind, and what one can do with them. */
export function answerDashboard(world: World): string {
  const newest = <T>(kind: string) =>
    world.store
      .list<T>({ kind, most: shown })
      .slice(0, shown)
      .map(({ body }) => body);
  return dashboardPage({
    nowMs: world.clock.now(),
    isVirtual: isVirtual(world.clock),
    webhookUrl: world.webhook?.url ?? null,
    faults: world.faults.current(),
    sessions: newest<Session>('checkout.session'),
    charges: newest<Charge>('charge'),
    refunds: newest<Refund>('refund'),
    disputes: newest<Dispute>('dispute'),
    events: newest<StoredEvent>('event'),
  });
}

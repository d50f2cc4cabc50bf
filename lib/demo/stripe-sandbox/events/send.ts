import { seconds, type World } from '../world.ts';
import type { StoredEvent } from './emit.ts';
import { signatureOf } from './sign.ts';

type Delivery = { eventId: string; attempt: number };

// The first tries come quickly, as in Stripe's sandbox; the last one three days after the event, as in live mode.
const minute = 60_000;
const waits = [
  5_000,
  30_000,
  2 * minute,
  10 * minute,
  60 * minute,
  4 * 60 * minute,
  12 * 60 * minute,
  24 * 60 * minute,
  31 * 60 * minute,
];
const patienceMs = 10_000;

/** Plans the first delivery of an event, with the faults that are switched on. */
export function sendEvent(world: World, eventId: string): void {
  const { faults } = world;
  const { webhookCopiesMost, webhookDelayMostMs } = faults.current();
  if (faults.strikes('webhookDropped')) return;
  const copies = faults.strikes('webhookDoubled')
    ? 2 + Math.floor(faults.random() * Math.max(0, webhookCopiesMost - 1))
    : 1;
  for (let copy = 0; copy < Math.min(copies, webhookCopiesMost || 1); copy += 1) {
    let wait = 0;
    if (faults.strikes('webhookDelayed')) wait += faults.random() * webhookDelayMostMs;
    if (faults.strikes('webhookReordered')) wait += faults.random() * 10_000;
    planDelivery(world, { eventId, attempt: 0 }, wait);
  }
}

function planDelivery(world: World, delivery: Delivery, waitMs: number): void {
  world.agenda.add('deliver', world.clock.now() + waitMs, delivery);
}

/** One try to deliver. Anything but a 2xx is tried again, later and later, for about three days. */
export async function deliver(world: World, body: string): Promise<void> {
  const { eventId, attempt }: Delivery = JSON.parse(body);
  const event = world.store.find<StoredEvent>('event', eventId)?.body;
  if (!event || !world.webhook) return;
  const isTaken = await post(world, world.webhook, JSON.stringify(event));
  // Closed in the middle: the agenda keeps the work and does it again after the next start.
  if (world.closing.aborted) return;
  if (isTaken) {
    world.store.atomically(() => {
      const now = world.store.find<StoredEvent>('event', eventId)?.body;
      if (now?.pending_webhooks) world.store.save({ ...now, pending_webhooks: 0 });
    });
    return;
  }
  const wait = waits[attempt];
  if (wait !== undefined) planDelivery(world, { eventId, attempt: attempt + 1 }, wait);
}

async function post(world: World, webhook: { url: string; secret: string }, body: string): Promise<boolean> {
  try {
    const response = await fetch(webhook.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        'stripe-signature': signatureOf(body, webhook.secret, seconds(world)),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([world.closing, AbortSignal.timeout(patienceMs)]),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    // Nobody listens, or they hung up: the same as a refusal.
    return false;
  }
}

import { refused } from '../api-error.ts';
import { emit } from '../events/emit.ts';
import type { Session } from '../objects/checkout-session.ts';
import type { PaymentIntent } from '../objects/payment-intent.ts';
import { type Cause, seconds, type World } from '../world.ts';
import { getIntent, getSession, idOf } from './find.ts';

/** Closes an open session before its time. Refused when it is paid or run out already. */
export function expireSession(world: World, sessionId: string, cause: Cause): Session {
  return world.store.atomically(() => {
    const { body: session } = getSession(world, sessionId);
    if (session.status !== 'open') {
      throw refused(
        `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status}\`.`,
      );
    }
    return close(world, session, cause);
  });
}

/** Time has run out for a session, if it is still open. */
export function runOut(world: World, sessionId: string): void {
  world.store.atomically(() => {
    const { body: session } = getSession(world, sessionId);
    if (session.status === 'open' && session.expires_at <= seconds(world)) close(world, session, null);
  });
}

function close(world: World, session: Session, cause: Cause): Session {
  const expired: Session = { ...session, status: 'expired', url: null };
  world.store.save(expired);
  const intentId = idOf(session.payment_intent);
  if (intentId) {
    const canceled: PaymentIntent = {
      ...getIntent(world, intentId).body,
      status: 'canceled',
      next_action: null,
      canceled_at: seconds(world),
      cancellation_reason: 'expired',
    };
    world.store.save(canceled);
    emit(world, 'payment_intent.canceled', canceled, cause);
  }
  emit(world, 'checkout.session.expired', expired, cause);
  return expired;
}

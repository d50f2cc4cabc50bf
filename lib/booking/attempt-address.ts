import type { Attempt } from '#lib/payments/attempts.ts';
import { gatewayOf } from '#lib/payments/gateways.ts';
import { isGateway } from '#lib/payments/values.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { openAttempt } from './open-attempt.ts';
import { settlePayment } from './settle-payment.ts';

export type PageAddress =
  | { ok: true; kind: 'redirect'; url: string }
  | { ok: true; kind: 'paid' }
  | { ok: false; code: 'provider_unavailable' | 'already_paid' };

/**
 * The page of an attempt; null when it turned out to be over, and a new attempt may begin. A page for something else than what is to
 * be paid now, as `isSame` says, or one about to close, is closed for certain first.
 */
export async function addressOf(
  ctx: Ctx,
  attempt: Attempt,
  isSame: (current: Attempt) => Promise<boolean>,
): Promise<PageAddress | null> {
  let current = attempt;
  if (attempt.state === 'created') {
    const opened = await openAttempt(ctx, attempt);
    // An old attempt whose page never came to be cannot be opened late: a new one begins.
    if (!opened.ok) return opened.code === 'provider_refused' ? null : { ok: false, code: 'provider_unavailable' };
    current = opened.attempt;
  }
  if (current.state === 'succeeded') return { ok: true, kind: 'paid' };
  if (current.state === 'processing') return { ok: false, code: 'already_paid' };
  if (current.state !== 'open') return null;
  if (!current.isPageOver && current.checkoutUrl && (await isSame(current)))
    return { ok: true, kind: 'redirect', url: current.checkoutUrl };
  if (current.sessionId && isGateway(current.provider)) {
    const closed = await gatewayOf(current.provider).expireCheckout(current.sessionId);
    if (!closed.ok) return { ok: false, code: 'provider_unavailable' };
    crashPoint('start.after_close');
  }
  const settled = await settlePayment(ctx, { paymentId: current.id });
  if (!settled.ok) return { ok: false, code: 'provider_unavailable' };
  return settled.state === 'paid' ? { ok: true, kind: 'paid' } : null;
}

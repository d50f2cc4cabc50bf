import { changeOrder } from '#lib/booking/change-order.ts';
import type { ChangeWish } from '#lib/booking/plan-change.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { paths } from '#lib/platform/paths.ts';
import { fieldsOf, wishedPeople, wishedTypes } from '../change-wish.ts';
import { orderStep } from '../order-step.ts';

/** The button with the sum: done at once, or on to the payment page of the difference; or back to the choice with the reason. */
export const POST = orderStep(async ({ order, token, locale, ctx, form }) => {
  const wish = wishOf(form);
  if (!wish) return paths.order(locale, token);
  const typed = form.get('expectedMinor') ?? '';
  const expectedMinor = /^-?\d{1,9}$/.test(typed) ? Number(typed) : Number.NaN;
  const requestKey = form.get('requestKey') ?? '';
  const changed = await changeOrder(ctx, {
    orderId: order.id,
    wish,
    expectedMinor,
    requestKey: isUuid(requestKey) ? requestKey : undefined,
  });
  if (!changed.ok) {
    if (changed.code === 'payment_open' || changed.code === 'time_cancelled')
      return paths.order(locale, token, { told: `refused_${changed.code}` });
    const chosen = wish.kind === 'move' ? { time: wish.toTimeslotId } : Object.fromEntries(fieldsOf(wish));
    return paths.orderChange(locale, token, wish.kind, { ...chosen, refused: changed.code });
  }
  if (changed.dueMinor === 0) return paths.order(locale, token, { told: `changed_${wish.kind}` });
  const started = await startPayment(ctx, { orderId: order.id });
  if (started.ok && started.kind === 'redirect') return started.url;
  return paths.order(locale, token, started.ok ? {} : { told: `refused_${started.code}` });
});

function wishOf(
  form: Iterable<[string, string]> & { get(name: string): string | undefined | null },
): ChangeWish | null {
  switch (form.get('kind')) {
    case 'move':
      return { kind: 'move', toTimeslotId: form.get('timeslotId') ?? '' };
    case 'types':
      return wishedTypes(form);
    case 'people':
      return wishedPeople(form);
    default:
      return null;
  }
}

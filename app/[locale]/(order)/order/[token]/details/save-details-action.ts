'use server';

import { redirect } from 'next/navigation';
import { detailsInputFor } from '#lib/booking/input.ts';
import { saveDetails } from '#lib/booking/save-details.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { paths } from '#lib/platform/paths.ts';
import { sqlState } from '#lib/platform/transaction.ts';
import { openOrder } from '../open-order.ts';
import { type DetailsState, fieldErrors, typedDetails } from './details-state.ts';
import { detailsNeeded } from './visitor-names.ts';

/** Keeps the details and goes on to pay; or says beside the field what to put right, with everything typed kept. */
export async function saveDetailsAction(
  locale: string,
  token: string,
  _before: DetailsState,
  form: FormData,
): Promise<DetailsState> {
  const { order, ctx, locale: language } = await openOrder(Promise.resolve({ locale, token }));
  const needed = detailsNeeded(order);
  const values = typedDetails(form, needed.namesRequired === 'each' ? needed.people : 0);
  const parsed = detailsInputFor(needed).safeParse(values);
  if (!parsed.success) return { values, errors: fieldErrors(parsed.error), refusal: null };
  if (!order.hasChosenTypes) redirect(paths.orderTickets(language, token));
  let next: string;
  try {
    const saved = await saveDetails(ctx, { orderId: order.id, ...parsed.data });
    if (!saved.ok) {
      if (saved.code === 'advisory_needed')
        return { values, errors: { hasAcknowledgedAdvisory: saved.code }, refusal: null };
      // The tickets were changed meanwhile, in another window: the page asks for the names of those who come now.
      if (saved.code === 'names_needed') redirect(paths.orderDetails(language, token));
      if (saved.code === 'voucher_email_used') return { values, errors: { email: saved.code }, refusal: null };
      if (saved.code === 'email_day_limit')
        return { values, errors: {}, refusal: { code: saved.code, limit: saved.limit } };
      redirect(paths.order(language, token));
    }
    const started = await startPayment(ctx, { orderId: order.id });
    if (!started.ok && started.code === 'provider_unavailable')
      return { values, errors: {}, refusal: { code: started.code } };
    if (!started.ok && started.code === 'types_needed')
      redirect(paths.orderTickets(language, token, { refused: 'too_few_tickets' }));
    next = started.ok && started.kind === 'redirect' ? started.url : paths.order(language, token);
  } catch (error) {
    if (sqlState(error) !== '55P03') throw error;
    return { values, errors: {}, refusal: { code: 'provider_unavailable' } };
  }
  redirect(next);
}

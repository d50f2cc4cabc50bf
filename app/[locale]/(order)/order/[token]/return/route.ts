import { seeOther } from '#app/_http/read-form.ts';
import { settleOrder } from '#lib/booking/settle-order.ts';
import { paths } from '#lib/platform/paths.ts';
import { type OrderParams, openOrderForPost } from '../open-order.ts';

/** Back from the payment page. Settles by itself, whether or not a webhook has come, then shows the order as it is. */
export async function GET(_request: Request, { params }: { params: OrderParams }): Promise<Response> {
  const opened = await openOrderForPost(params);
  if (!opened) return new Response(null, { status: 404 });
  const settled = await settleOrder(opened.ctx, { orderId: opened.order.id });
  // Whether it was paid is not known: the page must not send anybody to pay again.
  const isUnknown = !settled.ok && settled.code === 'provider_unavailable';
  // An order that was paid before is paid for a change: what became of it, its page finds out.
  const isChange = opened.order.state === 'paid' || opened.order.state === 'partially_refunded';
  const told = isUnknown ? 'checking' : isChange ? 'change_paid' : undefined;
  return seeOther(paths.order(opened.locale, opened.token, { told }));
}

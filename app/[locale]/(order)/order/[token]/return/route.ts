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
  const told = !settled.ok && settled.code === 'provider_unavailable' ? 'checking' : undefined;
  return seeOther(paths.order(opened.locale, opened.token, { told }));
}

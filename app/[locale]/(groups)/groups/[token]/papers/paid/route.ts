import { seeOther } from '#app/_http/read-form.ts';
import { settleOrder } from '#lib/booking/settle-order.ts';
import { paths } from '#lib/platform/paths.ts';
import { findPapers } from '../open-papers.ts';

const told = {
  paid: 'paid',
  refunding: 'refunding',
  open: 'failed',
  processing: 'checking',
  expired: 'failed',
  failed: 'failed',
  mismatch: 'checking',
} as const;

/** Back from the payment page. Settles by itself, whether or not a webhook has come, then shows the account as it is. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ locale: string; token: string }> },
): Promise<Response> {
  const opened = await findPapers(params);
  if (!opened?.view.order) return new Response(null, { status: 404 });
  const settled = await settleOrder(opened.ctx, { orderId: opened.view.order.id });
  // Whether it was paid is not known: the page must not send anybody to pay again.
  const said = settled.ok ? told[settled.state] : settled.code === 'provider_unavailable' ? 'checking' : undefined;
  return seeOther(paths.visitPapers(opened.locale, opened.token, { told: said }));
}

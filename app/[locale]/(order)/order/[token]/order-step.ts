import { clientOf, type FormFields, readForm, seeOther } from '#app/_http/read-form.ts';
import type { OrderView } from '#lib/booking/order-view.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { sqlState } from '#lib/platform/transaction.ts';
import { type OrderParams, openOrderForPost } from './open-order.ts';

type Step = {
  order: OrderView;
  token: string;
  locale: Locale;
  ctx: Ctx;
  form: FormFields;
  /** The network address that asks. */
  client: string;
};

/**
 * A form post about one order: own origin, a link that opens something, then the step's one verb, which answers where to go, with a cookie where one is due.
 * Busy locks send the visitor back to the order with a sentence; nothing was written then.
 */
export function orderStep(work: (step: Step) => Promise<string | { path: string; headers: Record<string, string> }>) {
  return async (request: Request, { params }: { params: OrderParams }): Promise<Response> => {
    const form = await readForm(request);
    if (!form) return new Response(null, { status: 400 });
    const opened = await openOrderForPost(params);
    if (!opened) return new Response(null, { status: 404 });
    try {
      const answer = await work({ ...opened, form, client: clientOf(request) });
      return typeof answer === 'string' ? seeOther(answer) : seeOther(answer.path, answer.headers);
    } catch (error) {
      if (sqlState(error) === '55P03') return seeOther(paths.order(opened.locale, opened.token, { told: 'busy' }));
      throw error;
    }
  };
}

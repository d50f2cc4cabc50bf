import type { ChangeWish } from '#lib/booking/plan-change.ts';
import { findChangeable, quoteChange, whyNotChangeable } from '#lib/booking/quote-change.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { required } from '#lib/platform/result.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { changeRefusal } from '../change-refusal.ts';

/** The order as far as it can be changed, and in the visitor's words why it cannot. */
export async function loadChange(ctx: Ctx, orderId: string, locale: Locale, kind: ChangeWish['kind']) {
  const order = required(await findChangeable(ctx.db, orderId), 'the order of a link');
  const settings = await getSettings(ctx.db as Parameters<typeof getSettings>[0], order.visitDate);
  const untilHours = kind === 'move' ? settings.move_until_hours : settings.change_until_hours;
  return { order, settings, untilHours, why: changeRefusal(locale, whyNotChangeable(order, untilHours)) };
}

/** What a wish costs, or the code why not. */
export async function quoteWish(ctx: Ctx, orderId: string, wish: ChangeWish) {
  const quoted = await quoteChange(ctx, { orderId, wish });
  return quoted.ok ? { quote: quoted.quote, code: undefined } : { quote: null, code: quoted.code };
}

import { askHelpRefusals } from '#lib/booking/ask-help.ts';
import { changeNamesRefusals } from '#lib/booking/change-names.ts';
import type { ChangeOrderResult } from '#lib/booking/change-order.ts';
import { dropChangeRefusals } from '#lib/booking/drop-change.ts';
import type { PaymentRefusal } from '#lib/booking/payment-refusal.ts';
import { sendAgainRefusals } from '#lib/booking/send-tickets-again.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';

type ChangeCode = Extract<ChangeOrderResult, { ok: false }>['code'];

// The compiler sees to it that none is missing.
const ofChange: Record<Exclude<ChangeCode, 'nothing_chosen'>, true> = {
  forbidden: true,
  unknown_order: true,
  unknown_timeslot: true,
  unknown_ticket: true,
  nothing_to_change: true,
  disputed: true,
  time_cancelled: true,
  too_late: true,
  same_time: true,
  other_product: true,
  not_on_sale: true,
  full: true,
  already_used: true,
  type_not_offered: true,
  unknown_ticket_type: true,
  companion_without_person: true,
  too_many_tickets: true,
  email_day_limit: true,
  no_change: true,
  sum_changed: true,
  no_money: true,
  payment_open: true,
};
const ofPayment: readonly PaymentRefusal[] = ['hold_run_out', 'sum_changed', 'payment_open', 'not_on_sale'];

const known = new Set<string>([
  ...Object.keys(ofChange),
  ...ofPayment,
  ...dropChangeRefusals,
  ...changeNamesRefusals,
  ...askHelpRefusals,
  ...sendAgainRefusals,
  'provider_unavailable',
  'not_a_number',
]);

/** Why something was not done, in the visitor's words; null for what is no reason of ours. */
export function changeRefusal(locale: Locale, code: unknown): string | null {
  return typeof code === 'string' && known.has(code) ? translator(locale, 'change')(`refused.${code}`) : null;
}

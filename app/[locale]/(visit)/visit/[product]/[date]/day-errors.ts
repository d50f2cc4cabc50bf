import type { ErrorLink } from '#app/_ui/error-summary.tsx';
import { voucherRefusals } from '#lib/booking/judge-voucher.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import type { CodeInAddress } from '../../../opened-by-code.ts';

const knownRefusals = [
  'full',
  'full_for_party',
  'not_on_sale',
  'unknown_timeslot',
  'too_many_tickets',
  'input',
  'busy',
  'later',
  'too_many_holds',
];

/** What an address says was refused, and what is wrong with its code, each with the field to put it right at. */
export function dayErrors(
  locale: Locale,
  query: Record<string, string | string[] | undefined>,
  known: { code: CodeInAddress; people: number; limit: number; hasTimes: boolean },
): ErrorLink[] {
  const vouchers = translator(locale, 'vouchers');
  const errors: ErrorLink[] = [];
  const refused = knownRefusals.find((one) => one === query.refused);
  if (refused) {
    const message = translator(locale, 'visit')(`day.refused.${refused}`, refusedFacts(query, known));
    errors.push({ fieldId: known.hasTimes ? 'times' : 'people', message });
  }
  const told = voucherRefusals.find((one) => `code_${one}` === query.refused);
  if (told) errors.push({ fieldId: known.hasTimes ? 'times' : 'people', message: vouchers(`refused.${told}`) });
  if (query.refused === 'too_few_tickets') {
    const { minimum } = refusedFacts(query, known);
    errors.push({ fieldId: 'people', message: vouchers('code.tooFew', { minimum }) });
  }
  const { found } = known.code;
  if (found && !found.ok && !told) errors.push({ fieldId: 'code', message: vouchers(`refused.${found.why}`) });
  return errors;
}

/** The facts of a refusal as the address brought them; nothing of it is believed, only shown as numbers and times. */
function refusedFacts(query: Record<string, string | string[] | undefined>, known: { people: number; limit: number }) {
  const room = typeof query.room === 'string' && /^\d{1,3}$/.test(query.room) ? Number(query.room) : 0;
  const time = typeof query.time === 'string' && /^\d{2}:\d{2}$/.test(query.time) ? query.time : '—';
  const count = (name: string, most: number) =>
    typeof query[name] === 'string' && /^\d{1,3}$/.test(query[name]) ? Math.min(Number(query[name]), most) : 1;
  return { room, time, minutes: count('minutes', 60), minimum: count('minimum', 500), ...known };
}

import { applyVoucher } from '#lib/booking/apply-voucher.ts';
import { chooseTickets } from '#lib/booking/choose-tickets.ts';
import { giveDonation } from '#lib/booking/give-donation.ts';
import { chooseTicketsInput } from '#lib/booking/input.ts';
import { parseMoney } from '#lib/platform/money.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderStep } from '../order-step.ts';
import { typedDonation } from '../tickets/donation-field.tsx';
import { typedTickets } from '../typed-tickets.ts';
import { typedCode } from '../voucher/typed-code.ts';

/** Who comes: on to the details, or back to the tickets with the reason and every number kept. */
export const POST = orderStep(async ({ order, token, locale, ctx, form, client }) => {
  const typed = typedTickets(form);
  // An absent field asks for nothing; an empty one takes a donation off.
  const donation = typedDonation(form.get('donation'));
  const backWith = (query: Record<string, string | number | undefined>) =>
    `${paths.orderTickets(locale, token, { ...typed, donation, ...query })}#errors`;
  const parsed = chooseTicketsInput.safeParse({
    lines: Object.entries(typed).map(([name, value]) => ({
      ticketTypeId: name.slice('ticket.'.length),
      quantity: value.trim() === '' ? 0 : value,
    })),
  });
  if (!parsed.success) return backWith({ refused: 'not_a_number' });
  if (donation?.trim() && parseMoney(donation, order.currency) === null)
    return backWith({ donationRefused: 'donation_malformed' });
  // A code that was typed and not sent: whoever goes on with it means it.
  const code = typedCode(form.get('code'));
  const applied = code.trim() ? await applyVoucher(ctx, { orderId: order.id, code, client }) : null;
  if (applied && !applied.ok && applied.code === 'voucher_refused') return backWith({ codeRefused: applied.why, code });
  const chosen = await chooseTickets(ctx, { orderId: order.id, ...parsed.data });
  if (chosen.ok) {
    const given = donation === undefined ? null : await giveDonation(ctx, { orderId: order.id, typed: donation });
    if (given && !given.ok && isAboutDonation(given.code)) return backWith({ donationRefused: given.code });
    return paths.orderDetails(locale, token);
  }
  switch (chosen.code) {
    case 'full':
      return backWith({ refused: chosen.code, room: chosen.room });
    case 'hold_run_out':
      return paths.order(locale, token, typed);
    case 'no_longer_open':
    case 'payment_is_open':
    case 'unknown_order':
    case 'not_on_sale':
      return paths.order(locale, token);
    default:
      return backWith({ refused: chosen.code });
  }
});

const isAboutDonation = (code: string): boolean => code.startsWith('donation_');

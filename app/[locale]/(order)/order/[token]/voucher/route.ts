import { applyVoucher } from '#lib/booking/apply-voucher.ts';
import { removeVoucher } from '#lib/booking/remove-voucher.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderStep } from '../order-step.ts';
import { typedDonation } from '../tickets/donation-field.tsx';
import { typedTickets } from '../typed-tickets.ts';
import { typedCode } from './typed-code.ts';

/** A code is used or taken off: back to the tickets, with every number kept, and the reason where it was refused. */
export const POST = orderStep(async ({ order, token, locale, ctx, form, client }) => {
  const typed = typedTickets(form);
  const backWith = (query: Record<string, string>) =>
    paths.orderTickets(locale, token, {
      ...typed,
      donation: typedDonation(form.get('donation')) || undefined,
      ...query,
    });
  if (form.get('voucher') === 'remove') {
    const removed = await removeVoucher(ctx, { orderId: order.id });
    if (removed.ok) return backWith({});
    return removed.code === 'voucher_needed'
      ? `${backWith({ codeRefused: removed.code })}#errors`
      : paths.order(locale, token, typed);
  }
  const code = typedCode(form.get('code'));
  const applied = await applyVoucher(ctx, { orderId: order.id, code, client });
  if (applied.ok) return backWith({});
  if (applied.code === 'voucher_refused') return `${backWith({ codeRefused: applied.why, code })}#errors`;
  return paths.order(locale, token, typed);
});

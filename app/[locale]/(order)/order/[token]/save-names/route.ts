import { changeNames } from '#lib/booking/change-names.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderStep } from '../order-step.ts';

/** Other names: on to the order, or back to the form with the reason and what was typed. */
export const POST = orderStep(async ({ order, token, locale, ctx, form }) => {
  const contactName = form.get('contactName') ?? '';
  const holders = [...form]
    .filter(([name]) => name.startsWith('holder.'))
    .map(([name, value]) => ({ ticketId: name.slice('holder.'.length), name: value }));
  const saved = await changeNames(ctx, { orderId: order.id, contactName, holders });
  if (saved.ok) return paths.order(locale, token, { told: 'names_saved' });
  const typed = Object.fromEntries(holders.map(({ ticketId, name }) => [`holder.${ticketId}`, name.slice(0, 300)]));
  return paths.orderChange(locale, token, 'names', {
    ...typed,
    contactName: contactName.slice(0, 300),
    refused: saved.code,
    field: saved.field && saved.field !== 'contactName' ? `holder.${saved.field}` : saved.field,
  });
});

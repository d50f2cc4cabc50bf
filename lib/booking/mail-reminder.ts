import type { Museum } from '#lib/catalog/queries.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { formatDate } from '#lib/platform/time.ts';
import type { MailPart } from './mail-refund.ts';
import { orderUrl, visitBlocks, visitPreheader } from './mail-visit.ts';
import type { OrderView } from './order-view.ts';

/** The day before: all that one needs on the way, and what to do if one cannot come (9.2). */
export function reminderMail(order: OrderView, museum: Museum, locale: Locale, beThereMinutes: number): MailPart {
  const t = translator(locale, 'mail');
  return {
    subject: t('reminder.subject', {
      product: localized(order.product.names, locale),
      date: formatDate(order.timeslot.visitDate),
      time: order.timeslot.startTime,
    }),
    preheader: visitPreheader(order, museum, locale, beThereMinutes),
    blocks: [
      { kind: 'title', text: t('reminder.title') },
      { kind: 'text', text: t('reminder.lead') },
      ...visitBlocks(order, museum, locale, beThereMinutes),
      { kind: 'list', heading: t('reminder.change'), items: [t('reminder.changeText')] },
      { kind: 'link', text: t('reminder.changeLink'), url: orderUrl(order, locale) },
    ],
  };
}

/** The key of the one reminder that an order gets of one time; moved, it may be reminded of the new one. */
export const reminderKey = (orderId: string, timeslotId: string): string => `reminder:${orderId}:${timeslotId}`;

/** Whether the reminder still tells the truth: the order stands, at this very time, which lies ahead, and somebody may still come. */
export function isReminderTrue(order: OrderView, dedupeKey: string, now: Date): boolean {
  return (
    (order.state === 'paid' || order.state === 'partially_refunded') &&
    reminderKey(order.id, order.timeslot.id) === dedupeKey &&
    order.timeslot.state !== 'cancelling' &&
    order.timeslot.state !== 'cancelled' &&
    order.timeslot.startsAt.getTime() > now.getTime() &&
    order.tickets.some((ticket) => ticket.state === 'valid')
  );
}

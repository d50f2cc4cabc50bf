import type { Db } from '#db/client.ts';
import { getMuseum, type Museum } from '#lib/catalog/queries.ts';
import { oneLine, renderText } from '#lib/notifications/mail-blocks.ts';
import type { MailAttachment } from '#lib/notifications/mailer.ts';
import { renderHtml } from '#lib/notifications/render-html.ts';
import type { ComposedMail, QueuedMessage } from '#lib/notifications/send-message.ts';
import type { MessageKind } from '#lib/notifications/values.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { required } from '#lib/platform/result.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { formatDate } from '#lib/platform/time.ts';
import { isTestMode, renderOrderCalendar, renderOrderTickets } from './load-documents.ts';
import { movedMail, slotCancelledMail } from './mail-cancelled.ts';
import { type MailPart, refundedMail, ticketsCancelledMail } from './mail-refund.ts';
import { visitBlocks } from './mail-visit.ts';
import { findOrderView, type OrderView } from './order-view.ts';

/** Writes a queued message in its own language: the order as it is now, times in the museum's zone, documents attached. */
export async function composeMessage(ctx: Ctx, message: QueuedMessage): Promise<ComposedMail> {
  const db = ctx.db as Db;
  const order = required(await findOrderView(db, message.orderId), 'the order of a message');
  const museum = await getMuseum(db);
  const mail = {
    lang: message.locale,
    museumName: localized(museum.names, message.locale),
    footer: footer(message, museum),
    ...(await partOf(db, message, order, museum)),
  };
  return {
    replyTo: museum.contactEmail,
    subject: oneLine(mail.subject),
    html: renderHtml(mail),
    text: renderText(mail),
    lang: message.locale,
    attachments:
      withTickets.includes(message.kind) && order.state === 'paid' ? await documents(ctx, message, order) : [],
  };
}

const withTickets: readonly MessageKind[] = ['order_confirmed', 'tickets_again', 'order_moved'];

async function partOf(db: Db, message: QueuedMessage, order: OrderView, museum: Museum): Promise<MailPart> {
  switch (message.kind) {
    case 'order_refunded':
      return refundedMail(db, message, order);
    case 'tickets_cancelled':
      return ticketsCancelledMail(db, message, order);
    case 'slot_cancelled':
      return slotCancelledMail(db, message, order, museum);
    case 'order_moved':
      return movedMail(message, order, museum, await beThereMinutes(db, order));
    case 'order_confirmed':
    case 'tickets_again':
      return ticketsMail(message, order, museum, await beThereMinutes(db, order));
  }
}

const beThereMinutes = async (db: Db, order: OrderView): Promise<number> =>
  (await getSettings(db, order.timeslot.visitDate)).be_there_minutes;

function ticketsMail(message: QueuedMessage, order: OrderView, museum: Museum, minutes: number): MailPart {
  const { locale } = message;
  const t = translator(locale, 'mail');
  const words = message.kind === 'tickets_again' ? 'again' : 'confirmed';
  return {
    subject: t(`${words}.subject`, {
      product: localized(order.product.names, locale),
      date: formatDate(order.timeslot.visitDate),
      time: order.timeslot.startTime,
    }),
    blocks: [
      { kind: 'title', text: t(`${words}.title`) },
      { kind: 'text', text: t(`${words}.lead`) },
      ...visitBlocks(order, museum, locale, minutes),
    ],
  };
}

function footer(message: QueuedMessage, museum: Museum): string[] {
  const t = translator(message.locale, 'mail');
  const name = localized(museum.names, message.locale);
  return [
    ...(isTestMode() ? [t('footer.test')] : []),
    t('footer.why', { museum: name }),
    t('footer.reply', { phone: museum.contactPhone }),
    `${name}, ${localized(museum.addresses, message.locale)}`,
  ];
}

async function documents(ctx: Ctx, message: QueuedMessage, order: OrderView): Promise<MailAttachment[]> {
  const t = translator(message.locale, 'ticket');
  const db = ctx.db as Db;
  return [
    {
      filename: `${t('file', { code: order.code })}.pdf`,
      contentType: 'application/pdf',
      content: await renderOrderTickets(db, order, message.locale),
    },
    {
      filename: `${t('calendarFile', { code: order.code })}.ics`,
      contentType: 'text/calendar; charset=utf-8; method=PUBLISH',
      content: await renderOrderCalendar(db, order, { locale: message.locale, now: ctx.now }),
    },
  ];
}

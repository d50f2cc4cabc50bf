import type { Db } from '#db/client.ts';
import { getMuseum } from '#lib/catalog/queries.ts';
import type { MailAttachment } from '#lib/notifications/mailer.ts';
import type { ComposedMail, QueuedMessage } from '#lib/notifications/send-message.ts';
import { isGroupKind, isGuideKind, type VisitorMessageKind } from '#lib/notifications/values.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { required } from '#lib/platform/result.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { listComingOrders } from './list-coming-orders.ts';
import { isTestMode, renderOrderCalendar, renderOrderTickets } from './load-documents.ts';
import { loadOffer } from './mail-cancelled.ts';
import { findChangeToPay, loadDifference, loadHelpText } from './mail-changed.ts';
import { listTakenBack, loadRefunded } from './mail-refund.ts';
import { isReminderTrue } from './mail-reminder.ts';
import { isWaitingKind, loadWaiting, type WaitingMessageKind } from './mail-waiting.ts';
import { findOrderView, type OrderView } from './order-view.ts';
import { kindsWithTickets, type MailFacts, writeMail } from './write-mail.ts';

/**
 * Writes a queued message in its own language: the order as it is now, times in the museum's zone, documents attached. Null when
 * there is nothing to say: a reminder of a time that is no longer the order's, a change that waits for no money any more, or an
 * address with which nothing is booked.
 */
export async function composeMessage(ctx: Ctx, message: QueuedMessage): Promise<ComposedMail | null> {
  const db = ctx.db as Db;
  if (isGroupKind(message.kind) || isGuideKind(message.kind))
    throw new Error(`${message.kind} is written in lib/groups`);
  const museum = await getMuseum(db);
  if (isWaitingKind(message.kind)) {
    const facts = await loadWaiting(db, message, message.kind);
    return { ...writeMail(facts, museum, { locale: message.locale, isTest: isTestMode() }), attachments: [] };
  }
  if (message.kind === 'order_links') {
    const { orders, hasMore } = await listComingOrders(db, message.recipient);
    const locale = orders[0]?.locale;
    if (!locale) return null;
    const facts: MailFacts = { kind: message.kind, orders, hasMore };
    return { ...writeMail(facts, museum, { locale, isTest: isTestMode() }), attachments: [] };
  }
  const order = required(await findOrderView(db, message.orderId ?? ''), 'the order of a message');
  if (message.kind === 'visit_reminder' && !isReminderTrue(order, message.dedupeKey, ctx.now)) return null;
  if (message.kind === 'change_to_pay') {
    const change = await findChangeToPay(db, message, order.id);
    if (!change) return null;
    const mail = writeMail({ kind: message.kind, order, change }, museum, {
      locale: message.locale,
      isTest: isTestMode(),
    });
    return { ...mail, attachments: [] };
  }
  const facts = await factsOf(db, { ...message, kind: message.kind }, order);
  return {
    ...writeMail(facts, museum, { locale: message.locale, isTest: isTestMode() }),
    attachments: hasTickets(message, order) ? await documents(ctx, order, message.locale) : [],
  };
}

const hasTickets = (message: QueuedMessage, order: OrderView): boolean =>
  kindsWithTickets.includes(message.kind) &&
  (order.state === 'paid' || order.state === 'partially_refunded') &&
  order.tickets.some((ticket) => ticket.state !== 'revoked');

type OrderMessage = QueuedMessage & {
  kind: Exclude<VisitorMessageKind, 'order_links' | 'change_to_pay' | WaitingMessageKind>;
};

const beThereMinutes = async (db: Db, order: OrderView): Promise<number> =>
  (await getSettings(db, order.timeslot.visitDate)).be_there_minutes;

async function factsOf(db: Db, message: OrderMessage, order: OrderView): Promise<MailFacts> {
  const { kind } = message;
  switch (kind) {
    case 'order_refunded':
      return { kind, order, refund: await loadRefunded(db, message) };
    case 'tickets_cancelled':
      return { kind, order, tickets: await listTakenBack(db, order.id) };
    case 'slot_cancelled':
      return { kind, order, offer: await loadOffer(db, message) };
    case 'order_moved':
    case 'order_changed':
      return {
        kind,
        order,
        beThereMinutes: await beThereMinutes(db, order),
        difference: await loadDifference(db, message),
      };
    case 'help_asked':
      return { kind, order, text: await loadHelpText(db, message) };
    default:
      return { kind, order, beThereMinutes: await beThereMinutes(db, order) };
  }
}

async function documents(ctx: Ctx, order: OrderView, locale: Locale): Promise<MailAttachment[]> {
  const t = translator(locale, 'ticket');
  const db = ctx.db as Db;
  return [
    {
      filename: `${t('file', { code: order.code })}.pdf`,
      contentType: 'application/pdf',
      content: await renderOrderTickets(db, order, locale),
    },
    {
      filename: `${t('calendarFile', { code: order.code })}.ics`,
      contentType: 'text/calendar; charset=utf-8; method=PUBLISH',
      content: await renderOrderCalendar(db, order, { locale, now: ctx.now }),
    },
  ];
}

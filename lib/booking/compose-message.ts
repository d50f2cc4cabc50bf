import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { getMuseum, type Museum } from '#lib/catalog/queries.ts';
import { type MailBlock, type MailText, oneLine, renderText } from '#lib/notifications/mail-blocks.ts';
import type { MailAttachment } from '#lib/notifications/mailer.ts';
import { renderHtml } from '#lib/notifications/render-html.ts';
import type { ComposedMail, QueuedMessage } from '#lib/notifications/send-message.ts';
import type { RefundReason } from '#lib/payments/request-refund.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { paths } from '#lib/platform/paths.ts';
import { required } from '#lib/platform/result.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { formatDate, formatLongDate } from '#lib/platform/time.ts';
import { isTestMode, renderOrderCalendar, renderOrderTickets } from './load-documents.ts';
import { orderUrl, visitBlocks } from './mail-visit.ts';
import { findOrderView, type OrderView } from './order-view.ts';

/** Writes a queued message in its own language: the order as it is now, times in the museum's zone, documents attached. */
export async function composeMessage(ctx: Ctx, message: QueuedMessage): Promise<ComposedMail> {
  const db = ctx.db as Db;
  const order = required(await findOrderView(db, message.orderId), 'the order of a message');
  const museum = await getMuseum(db);
  const isRefund = message.kind === 'order_refunded';
  const mail = isRefund
    ? await refundedMail(db, message, order, museum)
    : await ticketsMail(db, message, order, museum);
  return {
    replyTo: museum.contactEmail,
    subject: oneLine(mail.subject),
    html: renderHtml(mail),
    text: renderText(mail),
    lang: message.locale,
    attachments: isRefund || order.state !== 'paid' ? [] : await documents(ctx, message, order),
  };
}

async function ticketsMail(db: Db, message: QueuedMessage, order: OrderView, museum: Museum): Promise<MailText> {
  const { locale } = message;
  const t = translator(locale, 'mail');
  const words = message.kind === 'tickets_again' ? 'again' : 'confirmed';
  const settings = await getSettings(db, order.timeslot.visitDate);
  return {
    lang: locale,
    subject: t(`${words}.subject`, {
      product: localized(order.product.names, locale),
      date: formatDate(order.timeslot.visitDate),
      time: order.timeslot.startTime,
    }),
    museumName: localized(museum.names, locale),
    blocks: [
      { kind: 'title', text: t(`${words}.title`) },
      { kind: 'text', text: t(`${words}.lead`) },
      ...visitBlocks(order, museum, locale, settings.be_there_minutes),
    ],
    footer: footer(message, museum),
  };
}

async function refundedMail(db: Db, message: QueuedMessage, order: OrderView, museum: Museum): Promise<MailText> {
  const { locale } = message;
  const t = translator(locale, 'mail');
  const { rows } = await db.execute<{ amount: number; currency: string; reason: RefundReason }>(sql`
    select amount_minor as amount, currency, reason from refund where id = ${message.dedupeKey.slice('refund:'.length)}`);
  const refund = required(rows[0], 'the refund of a message');
  const amount = formatMoney({ amountMinor: refund.amount, currency: refund.currency }, locale);
  const reasons: Partial<Record<RefundReason, string>> = {
    late_payment: 'late',
    paid_twice: 'twice',
    cancelled_by_museum: 'museum',
  };
  const blocks: MailBlock[] = [
    { kind: 'title', text: t('refunded.title') },
    { kind: 'text', text: t(`refunded.${reasons[refund.reason] ?? 'other'}`) },
    {
      kind: 'facts',
      facts: [
        { label: t('refunded.amount'), value: amount },
        {
          label: t('refunded.forWhat'),
          value: `${localized(order.product.names, locale)}\n${formatLongDate(order.timeslot.visitDate, locale)}, ${order.timeslot.startTime}`,
        },
        { label: t('visit.code'), value: order.code },
      ],
    },
    { kind: 'text', text: t('refunded.when') },
  ];
  if (refund.reason === 'late_payment') {
    const url = new URL(paths.product(locale, order.product.code), process.env.APP_URL ?? 'http://localhost').href;
    blocks.push({ kind: 'text', text: t('refunded.again') }, { kind: 'link', text: t('refunded.open'), url });
  } else if (refund.reason === 'paid_twice') {
    blocks.push({ kind: 'link', text: t('visit.open'), url: orderUrl(order, locale) });
  }
  return {
    lang: locale,
    subject: t('refunded.subject', { amount }),
    museumName: localized(museum.names, locale),
    blocks,
    footer: footer(message, museum),
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

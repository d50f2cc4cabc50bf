import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { MailBlock } from '#lib/notifications/mail-blocks.ts';
import type { QueuedMessage } from '#lib/notifications/send-message.ts';
import type { RefundReason } from '#lib/payments/request-refund.ts';
import { wayBack } from '#lib/payments/way-back.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, type LocalizedText, localized } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { paths } from '#lib/platform/paths.ts';
import { required } from '#lib/platform/result.ts';
import { formatDate, formatLongDate } from '#lib/platform/time.ts';
import { formatShortCode } from '#lib/tickets/short-code.ts';
import { orderUrl } from './mail-visit.ts';
import type { OrderView } from './order-view.ts';

export type MailPart = { subject: string; preheader?: string; blocks: MailBlock[] };

export type Refunded = { amountMinor: number; currency: string; reason: RefundReason; tickets: TakenBack[] };
export type TakenBack = { shortCode: string; names: LocalizedText };

const reasonWords: Partial<Record<RefundReason, string>> = {
  late_payment: 'late',
  paid_twice: 'twice',
  cancelled_by_museum: 'museum',
  cancelled_by_visitor: 'visitor',
  mistake: 'mistake',
  change_undone: 'changeUndone',
};

/** What a refund's message tells of. */
export async function loadRefunded(db: Db, message: Pick<QueuedMessage, 'dedupeKey'>): Promise<Refunded> {
  // What is taken back together is written down in one transaction, which has one time.
  const { rows } = await db.execute<Refunded>(sql`
    select sum(r.amount_minor)::int as "amountMinor", r.currency, min(r.reason) as reason,
           coalesce(jsonb_agg(jsonb_build_object('shortCode', k.short_code, 'names', y.names) order by k.short_code)
                      filter (where k.id is not null), '[]') as tickets
      from refund f join refund r on r.order_id = f.order_id and r.created_at = f.created_at and r.reason = f.reason
      left join ticket k on k.id = r.ticket_id left join ticket_type y on y.id = k.ticket_type_id
     where f.id = ${message.dedupeKey.slice('refund:'.length)} group by r.currency`);
  return required(rows[0], 'the refund of a message');
}

/** Money goes back: how much in all of what was taken back together, why, for which tickets, and when it will be there. */
export function refundedMail(refund: Refunded, order: OrderView, locale: Locale): MailPart {
  const t = translator(locale, 'mail');
  const amount = formatMoney(refund, locale);
  const blocks: MailBlock[] = [
    { kind: 'title', text: t('refunded.title') },
    { kind: 'text', text: t(`refunded.${reasonWords[refund.reason] ?? 'other'}`) },
    {
      kind: 'facts',
      facts: [
        { label: t('refunded.amount'), value: amount },
        ...visitFacts(order, locale),
        ...ticketFacts(refund.tickets, locale),
      ],
    },
    { kind: 'text', text: t('refunded.when', { way: wayBack(order.payments) }) },
  ];
  if (refund.reason === 'late_payment') {
    const url = new URL(paths.product(locale, order.product.code), process.env.APP_URL ?? 'http://localhost').href;
    blocks.push({ kind: 'text', text: t('refunded.again') }, { kind: 'link', text: t('refunded.open'), url });
  } else blocks.push(...stillValid(order, locale));
  return { subject: t('refunded.subject', { amount }), blocks };
}

/** The tickets of an order that were taken back without money. */
export async function listTakenBack(db: Db, orderId: string): Promise<TakenBack[]> {
  const { rows } = await db.execute<TakenBack>(sql`
    select k.short_code as "shortCode", y.names from ticket k join ticket_type y on y.id = k.ticket_type_id
     where k.order_id = ${orderId} and k.state = 'revoked'
       and not exists (select 1 from refund r where r.ticket_id = k.id) order by k.short_code`);
  return rows;
}

/** Tickets were taken back and nothing returns: by the visitor after the last step of the ladder, or free ones by the museum. */
export function ticketsCancelledMail(tickets: readonly TakenBack[], order: OrderView, locale: Locale): MailPart {
  const t = translator(locale, 'cancellation');
  const isMuseum = order.timeslot.state === 'cancelling' || order.timeslot.state === 'cancelled';
  return {
    subject: t('mail.endedSubject', {
      product: localized(order.product.names, locale),
      date: formatDate(order.timeslot.visitDate),
      time: order.timeslot.startTime,
    }),
    blocks: [
      { kind: 'title', text: t('mail.endedTitle') },
      { kind: 'text', text: t(isMuseum ? 'mail.endedMuseum' : 'mail.endedOwn') },
      { kind: 'facts', facts: [...visitFacts(order, locale), ...ticketFacts(tickets, locale)] },
      ...stillValid(order, locale),
    ],
  };
}

/** What a mail about the end of a visit says of it. */
export function visitFacts(order: OrderView, locale: Locale): { label: string; value: string }[] {
  const t = translator(locale, 'mail');
  return [
    {
      label: t('refunded.forWhat'),
      value: `${localized(order.product.names, locale)}\n${formatLongDate(order.timeslot.visitDate, locale)}, ${order.timeslot.startTime}`,
    },
    { label: t('visit.code'), value: order.code },
  ];
}

function ticketFacts(tickets: readonly TakenBack[], locale: Locale): { label: string; value: string }[] {
  if (tickets.length === 0) return [];
  const t = translator(locale, 'cancellation');
  const lines = tickets.map(({ shortCode, names }) =>
    t('mail.ticket', { code: formatShortCode(shortCode), type: localized(names, locale) }),
  );
  return [{ label: t('mail.tickets'), value: lines.join('\n') }];
}

function stillValid(order: OrderView, locale: Locale): MailBlock[] {
  if (!order.tickets.some(({ state }) => state !== 'revoked')) return [];
  return [
    { kind: 'text', text: translator(locale, 'cancellation')('mail.stillValid') },
    { kind: 'link', text: translator(locale, 'mail')('visit.open'), url: orderUrl(order, locale) },
  ];
}

import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { Museum } from '#lib/catalog/queries.ts';
import type { QueuedMessage } from '#lib/notifications/send-message.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { required } from '#lib/platform/result.ts';
import { dateAt, formatDate, formatLongDate, wallTimeAt } from '#lib/platform/time.ts';
import type { MailPart } from './mail-refund.ts';
import { orderUrl, visitBlocks, visitPreheader } from './mail-visit.ts';
import type { OrderView } from './order-view.ts';
import type { CancellationReason } from './values.ts';

export type Offer = {
  reason: CancellationReason;
  answerUntil: string;
  visitDate: string;
  startTime: string;
  /** What goes back when nobody answers. */
  dueMinor: number;
};

/** What the museum offers to the order that a message of a cancelled time is for. */
export async function loadOffer(db: Db, message: Pick<QueuedMessage, 'dedupeKey'>): Promise<Offer> {
  const { rows } = await db.execute<Offer>(sql`
    select c.reason, c.answer_until as "answerUntil", s.visit_date::text as "visitDate", to_char(s.start_time, 'HH24:MI') as "startTime",
           (select coalesce(sum(p.captured_minor - p.refund_reserved_minor), 0)::int from payment p
             where p.order_id = i.order_id and p.state = 'succeeded') as "dueMinor"
      from slot_cancellation_item i join slot_cancellation c on c.timeslot_id = i.timeslot_id join timeslot s on s.id = i.timeslot_id
     where i.id = ${message.dedupeKey.slice('slot_cancelled:'.length)}`);
  return required(rows[0], 'the cancellation of a message');
}

/** The museum cancels the visit: why, what the visitor may choose until when, and what happens by itself. */
export function slotCancelledMail(offer: Offer, order: OrderView, museum: Museum, locale: Locale): MailPart {
  const t = translator(locale, 'cancellation');
  const until = new Date(offer.answerUntil);
  const deadline = {
    date: formatLongDate(dateAt(until, museum.timeZone), locale, { weekday: false }),
    time: wallTimeAt(until, museum.timeZone),
    amount: formatMoney({ amountMinor: offer.dueMinor, currency: order.currency }, locale),
  };
  const isFree = offer.dueMinor === 0;
  return {
    subject: t('mail.offerSubject', { date: formatDate(offer.visitDate), time: offer.startTime }),
    blocks: [
      { kind: 'title', text: t('mail.offerTitle') },
      {
        kind: 'time',
        label: `${localized(order.product.names, locale)}, ${formatLongDate(offer.visitDate, locale)}`,
        time: offer.startTime,
        note: t('mail.cancelledTime'),
      },
      { kind: 'text', text: `${t(`because.${offer.reason}`)} ${t('mail.sorry')}` },
      { kind: 'text', text: t(isFree ? 'mail.choiceFree' : 'mail.choice', deadline) },
      { kind: 'link', text: t(isFree ? 'mail.chooseFree' : 'mail.choose'), url: orderUrl(order, locale) },
      { kind: 'facts', facts: [{ label: translator(locale, 'mail')('visit.code'), value: order.code }] },
    ],
  };
}

/** The visit has a new time: all that a visitor needs to know of it, with the same codes. */
export function movedMail(order: OrderView, museum: Museum, locale: Locale, beThereMinutes: number): MailPart {
  const t = translator(locale, 'cancellation');
  return {
    subject: t('mail.movedSubject', { date: formatDate(order.timeslot.visitDate), time: order.timeslot.startTime }),
    preheader: visitPreheader(order, museum, locale, beThereMinutes),
    blocks: [
      { kind: 'title', text: t('mail.movedTitle') },
      { kind: 'text', text: t('mail.movedLead') },
      ...visitBlocks(order, museum, locale, beThereMinutes),
    ],
  };
}

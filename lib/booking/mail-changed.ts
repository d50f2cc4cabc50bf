import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { Museum } from '#lib/catalog/queries.ts';
import type { MailBlock } from '#lib/notifications/mail-blocks.ts';
import type { QueuedMessage } from '#lib/notifications/send-message.ts';
import { wayBack } from '#lib/payments/way-back.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { required } from '#lib/platform/result.ts';
import { dateAt, formatDate, formatLongDate, wallTimeAt } from '#lib/platform/time.ts';
import { findOpenChange, type OpenChange } from './find-open-change.ts';
import { movedMail } from './mail-cancelled.ts';
import type { MailPart } from './mail-refund.ts';
import { orderUrl, visitBlocks, visitPreheader } from './mail-visit.ts';
import type { OrderView } from './order-view.ts';

/** What a change of an order cost, or brings back; both 0 where it cost nothing, as from a time that the museum has cancelled. */
export type Difference = { dueMinor: number; returnedMinor: number };

const changed = 'changed:';

/** What a changed order's message tells of. */
export async function loadDifference(db: Db, message: Pick<QueuedMessage, 'dedupeKey'>): Promise<Difference> {
  if (!message.dedupeKey.startsWith(changed)) return { dueMinor: 0, returnedMinor: 0 };
  const { rows } = await db.execute<Difference>(sql`
    select greatest(0, after_minor - before_minor) as "dueMinor", returned_minor as "returnedMinor"
      from order_change where id = ${message.dedupeKey.slice(changed.length)}`);
  return required(rows[0], 'the change of a message');
}

/** The order was changed as its visitor asked: what it is now, and what of the price was paid for it or goes back. */
export function changedMail(
  kind: 'order_moved' | 'order_changed',
  difference: Difference,
  order: OrderView,
  museum: Museum,
  locale: Locale,
  beThereMinutes: number,
): MailPart {
  const t = translator(locale, 'change');
  const blocks = differenceBlocks(difference, order, locale);
  if (kind === 'order_moved') {
    const moved = movedMail(order, museum, locale, beThereMinutes);
    return { ...moved, blocks: [...moved.blocks.slice(0, 2), ...blocks, ...moved.blocks.slice(2)] };
  }
  return {
    subject: t('mail.changedSubject', { date: formatDate(order.timeslot.visitDate), time: order.timeslot.startTime }),
    preheader: visitPreheader(order, museum, locale, beThereMinutes),
    blocks: [
      { kind: 'title', text: t('mail.changedTitle') },
      { kind: 'text', text: t('mail.changedLead') },
      ...blocks,
      ...visitBlocks(order, museum, locale, beThereMinutes),
    ],
  };
}

function differenceBlocks({ dueMinor, returnedMinor }: Difference, order: OrderView, locale: Locale): MailBlock[] {
  const t = translator(locale, 'change');
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency: order.currency }, locale);
  if (dueMinor > 0) return [{ kind: 'text', text: t('mail.paid', { sum: money(dueMinor) }) }];
  return returnedMinor > 0
    ? [{ kind: 'text', text: t('mail.returned', { sum: money(returnedMinor), way: wayBack(order.payments) }) }]
    : [];
}

const toPay = 'change_to_pay:';

/** The key of the one message that asks for the difference of a change. */
export const toPayKey = (changeId: string): string => `${toPay}${changeId}`;

/** The change that a message asks to be paid; null when it is not open any more, and nothing is to be paid. */
export async function findChangeToPay(
  db: Db,
  message: Pick<QueuedMessage, 'dedupeKey'>,
  orderId: string,
): Promise<OpenChange | null> {
  const change = await findOpenChange(db, orderId);
  return change && toPayKey(change.id) === message.dedupeKey && !change.isRunOut ? change : null;
}

/** The museum has changed the order as was agreed with its visitor: what it costs, until when it is held, and where to pay (3.3). */
export function changeToPayMail(change: OpenChange, order: OrderView, museum: Museum, locale: Locale): MailPart {
  const t = translator(locale, 'change');
  const sum = formatMoney({ amountMinor: change.dueMinor, currency: change.currency }, locale);
  const facts = { count: change.addedPeople, date: formatLongDate(change.visitDate, locale), time: change.startTime };
  const until = {
    date: formatLongDate(dateAt(change.expiresAt, museum.timeZone), locale, { weekday: false }),
    time: wallTimeAt(change.expiresAt, museum.timeZone),
  };
  return {
    subject: t('mail.toPaySubject', { sum, date: formatDate(change.visitDate), time: change.startTime }),
    blocks: [
      { kind: 'title', text: t('mail.toPayTitle') },
      { kind: 'text', text: `${t('mail.toPayLead')} ${t(`open.what.${change.kind}`, facts)}` },
      { kind: 'text', text: t('mail.toPaySum', { sum, ...until }) },
      { kind: 'link', text: t('mail.toPayLink', { sum }), url: orderUrl(order, locale) },
      { kind: 'text', text: t('mail.toPayElse') },
      { kind: 'facts', facts: [{ label: translator(locale, 'mail')('visit.code'), value: order.code }] },
    ],
  };
}

/** What a visitor wrote to the museum. */
export async function loadHelpText(db: Db, message: Pick<QueuedMessage, 'dedupeKey'>): Promise<string> {
  const { rows } = await db.execute<{ text: string }>(
    sql`select text from help_request where id = ${message.dedupeKey.slice('help:'.length)}`,
  );
  return required(rows[0], 'the text of a message').text;
}

/** To the museum: what a visitor asks, about which order, and where to answer. */
export function helpMail(text: string, order: OrderView, locale: Locale): MailPart {
  const t = translator(locale, 'change');
  const from = [order.contactName, order.email, order.phone].filter(Boolean).join('\n');
  return {
    subject: t('mail.helpSubject', {
      code: order.code,
      date: formatDate(order.timeslot.visitDate),
      time: order.timeslot.startTime,
    }),
    blocks: [
      { kind: 'title', text: t('mail.helpTitle', { code: order.code }) },
      { kind: 'text', text },
      {
        kind: 'facts',
        facts: [
          { label: t('mail.helpFrom'), value: from },
          {
            label: t('mail.helpVisit'),
            value: `${formatDate(order.timeslot.visitDate)}, ${order.timeslot.startTime}`,
          },
          { label: t('mail.helpLanguage'), value: translator(locale, 'common')(`languages.${order.locale}`) },
        ],
      },
      { kind: 'link', text: t('mail.helpOpen'), url: orderUrl(order, locale) },
    ],
  };
}

import type { Museum } from '#lib/catalog/queries.ts';
import { oneLine, renderText } from '#lib/notifications/mail-blocks.ts';
import { renderHtml } from '#lib/notifications/render-html.ts';
import type { ComposedMail } from '#lib/notifications/send-message.ts';
import type { MessageKind } from '#lib/notifications/values.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { formatDate } from '#lib/platform/time.ts';
import type { OpenChange } from './find-open-change.ts';
import type { ComingOrder } from './list-coming-orders.ts';
import { type Offer, slotCancelledMail } from './mail-cancelled.ts';
import { changedMail, changeToPayMail, type Difference, helpMail } from './mail-changed.ts';
import { linksMail } from './mail-links.ts';
import { type MailPart, type Refunded, refundedMail, type TakenBack, ticketsCancelledMail } from './mail-refund.ts';
import { reminderMail } from './mail-reminder.ts';
import { visitBlocks, visitPreheader } from './mail-visit.ts';
import { isWaitingKind, type WaitingMail, waitingMail } from './mail-waiting.ts';
import type { OrderView } from './order-view.ts';

/** What a message of each kind is written from. */
export type MailFacts =
  | {
      kind: 'order_confirmed' | 'tickets_again' | 'visit_reminder';
      order: OrderView;
      beThereMinutes: number;
    }
  | {
      kind: 'order_moved' | 'order_changed';
      order: OrderView;
      beThereMinutes: number;
      difference: Difference;
    }
  | { kind: 'change_to_pay'; order: OrderView; change: OpenChange }
  | { kind: 'help_asked'; order: OrderView; text: string }
  | { kind: 'order_refunded'; order: OrderView; refund: Refunded }
  | { kind: 'tickets_cancelled'; order: OrderView; tickets: readonly TakenBack[] }
  | { kind: 'slot_cancelled'; order: OrderView; offer: Offer }
  | { kind: 'order_links'; orders: readonly ComingOrder[]; hasMore: boolean }
  | WaitingMail;

/** The kinds that carry the tickets and the visit as a calendar file, as long as there are tickets. */
export const kindsWithTickets: readonly MessageKind[] = [
  'order_confirmed',
  'tickets_again',
  'order_moved',
  'order_changed',
  'visit_reminder',
];

/** A message in its own language, as HTML and as text of one list of blocks (9.2). Pure: the same facts give the same mail. */
export function writeMail(
  facts: MailFacts,
  museum: Museum,
  options: { locale: Locale; isTest: boolean },
): Omit<ComposedMail, 'attachments'> {
  const { locale } = options;
  const mail = {
    lang: locale,
    museumName: localized(museum.names, locale),
    footer: footer(facts, museum, options),
    ...partOf(facts, museum, locale),
  };
  return {
    // The museum answers the visitor, everybody else the museum.
    replyTo: facts.kind === 'help_asked' && facts.order.email ? facts.order.email : museum.contactEmail,
    subject: withoutManatSign(oneLine(mail.subject)),
    html: withoutManatSign(renderHtml(mail)),
    text: withoutManatSign(renderText(mail)),
    lang: locale,
  };
}

// The sign is younger than many a reader's fonts, and a mail brings none: where it is missing, a box would stand for the currency.
const withoutManatSign = (text: string) => text.replaceAll('₼', 'AZN');

function partOf(facts: MailFacts, museum: Museum, locale: Locale): MailPart {
  switch (facts.kind) {
    case 'order_refunded':
      return refundedMail(facts.refund, facts.order, locale);
    case 'tickets_cancelled':
      return ticketsCancelledMail(facts.tickets, facts.order, locale);
    case 'slot_cancelled':
      return slotCancelledMail(facts.offer, facts.order, museum, locale);
    case 'order_moved':
    case 'order_changed':
      return changedMail(facts.kind, facts.difference, facts.order, museum, locale, facts.beThereMinutes);
    case 'change_to_pay':
      return changeToPayMail(facts.change, facts.order, museum, locale);
    case 'help_asked':
      return helpMail(facts.text, facts.order, locale);
    case 'visit_reminder':
      return reminderMail(facts.order, museum, locale, facts.beThereMinutes);
    case 'order_links':
      return linksMail(facts.orders, locale, facts.hasMore);
    case 'waiting_joined':
    case 'waiting_offer':
    case 'waiting_lapsed':
    case 'waiting_ended':
      return waitingMail(facts, museum, locale);
    case 'order_confirmed':
    case 'tickets_again':
      return ticketsMail(facts, museum, locale);
  }
}

function ticketsMail(facts: MailFacts & { order: OrderView; beThereMinutes: number }, museum: Museum, locale: Locale) {
  const { order, beThereMinutes } = facts;
  const t = translator(locale, 'mail');
  const words = facts.kind === 'tickets_again' ? 'again' : 'confirmed';
  return {
    subject: t(`${words}.subject`, visitWords(order, locale)),
    preheader: visitPreheader(order, museum, locale, beThereMinutes),
    blocks: [
      { kind: 'title' as const, text: t(`${words}.title`) },
      { kind: 'text' as const, text: t(`${words}.lead`) },
      ...visitBlocks(order, museum, locale, beThereMinutes),
    ],
  };
}

const visitWords = (order: OrderView, locale: Locale) => ({
  product: localized(order.product.names, locale),
  date: formatDate(order.timeslot.visitDate),
  time: order.timeslot.startTime,
});

function footer(facts: MailFacts, museum: Museum, options: { locale: Locale; isTest: boolean }): string[] {
  const t = translator(options.locale, 'mail');
  const name = localized(museum.names, options.locale);
  return [
    ...(options.isTest ? [t('footer.test')] : []),
    isWaitingKind(facts.kind)
      ? translator(options.locale, 'waiting')('mail.why', { museum: name })
      : t('footer.why', { museum: name }),
    t('footer.reply', { phone: museum.contactPhone }),
    `${name}, ${localized(museum.addresses, options.locale)}`,
  ];
}

import type { Museum, PricedTicketType, Product } from '#lib/catalog/queries.ts';
import type { VisitorMessageKind } from '#lib/notifications/values.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { addDays, dateAt, instantOf } from '#lib/platform/time.ts';
import type { OrderView } from './order-view.ts';
import { sampleWaiting } from './sample-waiting.ts';
import type { MailFacts } from './write-mail.ts';

/** What a sample is made from: the museum's own texts, so that staff read what visitors will read. */
export type SampleGround = {
  museum: Museum;
  product: Product;
  ticketTypes: readonly PricedTicketType[];
  now: Date;
  beThereMinutes: number;
  locale: Locale;
};

const sampleCode = 'SAMPLE23';
const id = (tail: string) => `00000000-0000-7000-8000-0000000000${tail}`;
const startTime = '10:30';

/** An order that nobody made: two of the first ticket types, for a morning in ten days. Its link opens nothing. */
export function sampleOrder(ground: SampleGround): OrderView {
  const { museum, product, now } = ground;
  const visitDate = addDays(dateAt(now, museum.timeZone), 10);
  const startsAt = instantOf(visitDate, startTime, museum.timeZone);
  const types = ground.ticketTypes.slice(0, 2);
  const lines = types.map((type, index) => ({
    id: id(`1${index}`),
    quantity: 2 - index,
    unitPriceMinor: type.unitPriceMinor,
    fullPriceMinor: null,
    totalMinor: type.unitPriceMinor * (2 - index),
    ticketType: type,
  }));
  const donationMinor = 500;
  const totalMinor = lines.reduce((sum, line) => sum + line.totalMinor, donationMinor);
  const tickets = lines.flatMap((line, lineIndex) =>
    Array.from({ length: line.quantity }, (_, index) => ({
      id: id(`2${lineIndex}${index}`.slice(0, 2)),
      orderLineId: line.id,
      ticketTypeId: line.ticketType.id,
      unitNo: index + 1,
      shortCode: `SAMPLE${lineIndex}${index}${lineIndex + index + 2}`,
      tokenVersion: 1,
      state: 'valid' as const,
      partySize: 1,
      admittedPeople: 0,
      holderName: null,
    })),
  );
  return {
    id: id('01'),
    code: sampleCode,
    linkVersion: 1,
    state: 'paid',
    isRunOut: false,
    channel: 'web',
    lane: 'public',
    locale: ground.locale,
    currency: museum.currency,
    totalMinor,
    donationMinor,
    email: 'visitor@example.org',
    contactName: null,
    phone: null,
    accessNeeds: translator(ground.locale, 'mail')('sample.needs'),
    voucher: null,
    hasChosenTypes: true,
    termsAcceptedAt: now,
    advisoryAcknowledgedAt: now,
    createdAt: now,
    heldAt: now,
    extendedAt: null,
    expiresAt: null,
    timeslot: {
      id: id('03'),
      visitDate,
      startTime,
      startsAt,
      endsAt: new Date(startsAt.getTime() + product.durationMinutes * 60_000),
      language: product.isGuided ? 'az' : null,
      state: 'on_sale',
    },
    product,
    lines,
    visitorNames: [],
    tickets,
    payments: [
      {
        id: id('04'),
        provider: 'stripe',
        state: 'succeeded',
        amountMinor: totalMinor,
        capturedMinor: totalMinor,
        refundReservedMinor: 0,
        failureCode: null,
        checkoutUrl: null,
        createdAt: now,
      },
    ],
    refunds: { returnedMinor: 0, underWayMinor: 0 },
  };
}

/** Facts for one message of every kind: what the preview shows and what the tests hold every mail against. */
export function sampleFacts(ground: SampleGround): Record<VisitorMessageKind, MailFacts> {
  const order = sampleOrder(ground);
  const { beThereMinutes } = ground;
  const first = order.lines[0];
  const taken = first ? [{ shortCode: order.tickets[0]?.shortCode ?? '', names: first.ticketType.names }] : [];
  const left: OrderView = {
    ...order,
    state: 'partially_refunded',
    tickets: order.tickets.map((ticket, index) => (index === 0 ? { ...ticket, state: 'revoked' } : ticket)),
  };
  const { visitDate } = order.timeslot;
  return {
    order_confirmed: { kind: 'order_confirmed', order, beThereMinutes },
    tickets_again: { kind: 'tickets_again', order, beThereMinutes },
    visit_reminder: { kind: 'visit_reminder', order, beThereMinutes },
    order_moved: {
      kind: 'order_moved',
      order,
      beThereMinutes,
      difference: { dueMinor: 0, returnedMinor: first?.unitPriceMinor ?? 0 },
    },
    order_changed: {
      kind: 'order_changed',
      order,
      beThereMinutes,
      difference: { dueMinor: first?.unitPriceMinor ?? 0, returnedMinor: 0 },
    },
    change_to_pay: {
      kind: 'change_to_pay',
      order,
      change: {
        id: id('06'),
        kind: 'move',
        dueMinor: first?.unitPriceMinor ?? 0,
        addedPeople: 0,
        currency: order.currency,
        visitDate: addDays(visitDate, 1),
        startTime,
        expiresAt: new Date(ground.now.getTime() + 86_400_000),
        isRunOut: false,
        payment: 'none',
        isDeclined: false,
      },
    },
    help_asked: { kind: 'help_asked', order, text: translator(order.locale, 'change')('help.sample') },
    slot_cancelled: {
      kind: 'slot_cancelled',
      order: { ...order, timeslot: { ...order.timeslot, state: 'cancelling' } },
      offer: {
        reason: 'guide_missing',
        answerUntil: new Date(order.timeslot.startsAt.getTime() - 2 * 86_400_000).toISOString(),
        visitDate,
        startTime,
        dueMinor: order.totalMinor,
      },
    },
    order_refunded: {
      kind: 'order_refunded',
      order: left,
      refund: {
        amountMinor: first?.unitPriceMinor ?? 0,
        currency: order.currency,
        reason: 'cancelled_by_visitor',
        tickets: taken,
      },
    },
    tickets_cancelled: { kind: 'tickets_cancelled', order: left, tickets: taken },
    order_links: {
      kind: 'order_links',
      orders: [0, 1].map((index) => ({
        id: id(`0${index + 5}`),
        code: `SAMPLE2${index + 3}`,
        linkVersion: 1,
        locale: order.locale,
        productNames: ground.product.names,
        visitDate: addDays(visitDate, index),
        startTime,
        people: index + 1,
      })),
      hasMore: false,
    },
    ...sampleWaiting(order, ground.now),
  };
}

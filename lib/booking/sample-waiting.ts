import type { WaitingView } from '#lib/waiting/waiting-view.ts';
import { type WaitingMail, type WaitingMessageKind, waitingUrl } from './mail-waiting.ts';
import type { OrderView } from './order-view.ts';

/** Samples of the mails to those who wait: five who would come in parts, two places of a sample order's time offered. */
export function sampleWaiting(order: OrderView, now: Date): Record<WaitingMessageKind, WaitingMail> {
  const { visitDate, startTime, language } = order.timeslot;
  const entry: WaitingView = {
    id: order.id,
    state: 'offered',
    product: order.product,
    people: 5,
    smallestPart: 2,
    tourLanguages: language ? [language] : null,
    locale: order.locale,
    email: order.email,
    wishes: [{ date: visitDate, fromTime: startTime, untilTime: '13:00' }],
    before: 1,
    offer: null,
    passedOver: [],
  };
  const offer = {
    id: order.id,
    state: 'open' as const,
    people: 2,
    timeslotId: order.timeslot.id,
    visitDate,
    startTime,
    language,
    expiresAt: new Date(now.getTime() + 24 * 3_600_000),
    isRunOut: false,
    orderId: null,
  };
  const url = waitingUrl('sample', order.locale);
  return {
    waiting_joined: { kind: 'waiting_joined', entry, offer: null, url },
    waiting_offer: { kind: 'waiting_offer', entry, offer, url },
    waiting_lapsed: { kind: 'waiting_lapsed', entry, offer: { ...offer, state: 'lapsed' }, url },
    waiting_ended: { kind: 'waiting_ended', entry, offer: null, url },
  };
}

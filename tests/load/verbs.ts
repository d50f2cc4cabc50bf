import type { Db } from '#db/client.ts';
import { holdTickets } from '#lib/booking/hold-tickets.ts';
import { getMonthCalendar } from '#lib/booking/month-calendar.ts';
import { saveDetails } from '#lib/booking/save-details.ts';
import { settleMoney } from '#lib/booking/settle-money.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { findProductById } from '#lib/catalog/queries.ts';
import { newId } from '#lib/platform/ids.ts';
import { required } from '#lib/platform/result.ts';
import { systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import type { BenchMuseum } from './bench-museum.ts';

/** A visitor's two places at a time, through the verb that the web calls. Returns the order's id. */
export async function hold(db: Db, museum: BenchMuseum, timeslotId: string): Promise<string> {
  const held = await holdTickets(
    visitorCtx(db),
    {
      timeslotId,
      lines: [{ ticketTypeId: museum.ticketTypes.free, quantity: 2 }],
      channel: 'web',
      lane: 'public',
      requestKey: crypto.randomUUID(),
    },
    'a secret of the bench',
  );
  if (!held.ok) throw new Error(`hold: ${held.code}`);
  return held.orderId;
}

/** Two tickets in two commits, as a sale over the counter or by a reseller: hold with the address, then settle what is due (nothing). */
export async function sell(db: Db, museum: BenchMuseum, timeslotId: string): Promise<void> {
  const held = await holdTickets(
    systemCtx(db, 'bench'),
    {
      timeslotId,
      lines: [{ ticketTypeId: museum.ticketTypes.free, quantity: 2 }],
      channel: 'reseller',
      lane: 'public',
      requestKey: crypto.randomUUID(),
      contact: { email: 'visitor@example.az', contactName: 'Aygün Əliyeva' },
    },
    'a secret of the bench',
  );
  if (!held.ok) throw new Error(`hold: ${held.code}`);
  const paymentId = newId();
  const settled = await settleMoney(systemCtx(db, 'bench'), {
    paymentId,
    orderId: held.orderId,
    provider: 'none',
    amountMinor: 0,
    currency: 'AZN',
    providerReference: paymentId,
    sessionId: null,
    paymentIntentId: null,
    isNew: true,
  });
  if (!settled.ok || settled.state !== 'paid') throw new Error('not paid');
}

/** From nothing to two tickets as a visitor: hold, details, settle (an order of 0 settles at once), tickets, message queued, audit written. */
export async function book(db: Db, museum: BenchMuseum, timeslotId: string): Promise<void> {
  const orderId = await hold(db, museum, timeslotId);
  const saved = await saveDetails(visitorCtx(db), {
    orderId,
    email: `${orderId}@example.az`,
    contactName: 'Aygün Əliyeva',
    phone: '',
    accessNeeds: '',
    hasAcknowledgedAdvisory: true,
    hasAcceptedTerms: true,
  });
  if (!saved.ok) throw new Error(`details: ${saved.code}`);
  const paid = await startPayment(visitorCtx(db), { orderId });
  if (!paid.ok || paid.kind !== 'paid') throw new Error('not paid');
}

/** Reads the month in which most of the bench's timeslots lie, as the calendar page does. */
export async function calendarReader(db: Db, museum: BenchMuseum): Promise<() => Promise<void>> {
  const product = required(await findProductById(db, museum.productId), 'the bench product');
  const [year, month] = museum.visitDate.split('-').map(Number) as [number, number];
  const next = month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`;
  return async () => {
    const { days } = await getMonthCalendar(db, {
      product,
      month: next,
      people: 2,
      now: new Date(),
      zone: museum.zone,
    });
    if (days.length < 28) throw new Error('not a month');
  };
}

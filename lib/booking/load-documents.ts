import type { Db, Tx } from '#db/client.ts';
import { getMuseum, type Museum } from '#lib/catalog/queries.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { renderCalendarFile } from '#lib/tickets/calendar-file.ts';
import { renderTicketsPdf } from '#lib/tickets/ticket-pdf.ts';
import type { OrderView } from './order-view.ts';
import { calendarVisitOf, ticketDocumentOf } from './ticket-documents.ts';

/** True while a stand-in takes the payments: tickets and pages then say that no money moved. */
export function isTestMode(): boolean {
  return (process.env.STAND_INS ?? '').split(',').includes('payments');
}

/** The printed tickets of an order, in a language. The caller has checked who asks. */
export async function renderOrderTickets(db: Db | Tx, order: OrderView, locale: Locale): Promise<Uint8Array> {
  const { museum, beThereMinutes } = await documentFacts(db, order);
  return renderTicketsPdf(await ticketDocumentOf(order, museum, { locale, beThereMinutes, isTest: isTestMode() }));
}

/** The order's visit as a calendar file, in a language. */
export async function renderOrderCalendar(
  db: Db | Tx,
  order: OrderView,
  options: { locale: Locale; now: Date },
): Promise<string> {
  const { museum, beThereMinutes } = await documentFacts(db, order);
  return renderCalendarFile(
    calendarVisitOf(order, museum, {
      ...options,
      beThereMinutes,
      host: new URL(process.env.APP_URL ?? 'http://localhost').hostname,
    }),
  );
}

async function documentFacts(db: Db | Tx, order: OrderView): Promise<{ museum: Museum; beThereMinutes: number }> {
  const [museum, settings] = await Promise.all([getMuseum(db as Db), getSettings(db as Db, order.timeslot.visitDate)]);
  return { museum, beThereMinutes: settings.be_there_minutes };
}

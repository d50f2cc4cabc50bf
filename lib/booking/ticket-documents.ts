import type { Museum } from '#lib/catalog/queries.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { loadKeyringSync } from '#lib/platform/keyring.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { required } from '#lib/platform/result.ts';
import { addDays, dateAt, formatDate, wallTimeAt } from '#lib/platform/time.ts';
import type { CalendarVisit } from '#lib/tickets/calendar-file.ts';
import { formatShortCode } from '#lib/tickets/short-code.ts';
import type { TicketDocument, TicketPanel } from '#lib/tickets/ticket-document.ts';
import { importSigningKey, type TicketSigningKey } from '#lib/tickets/ticket-keys.ts';
import { encodeTicketToken } from '#lib/tickets/ticket-token.ts';
import type { OrderView } from './order-view.ts';

/** Days after the booking for which a ticket's signature may say yes at most: room for moving the visit. */
const tokenLifeDays = 400;

let signingKey: Promise<TicketSigningKey> | undefined;

function currentSigningKey(museum: Museum): Promise<TicketSigningKey> {
  signingKey ??= importSigningKey(required(loadKeyringSync().ticketKeys.at(-1), 'a ticket key'), museum.slug);
  return signingKey;
}

/** The signed code of a ticket: who it is, never when, so that a moved order keeps its codes. The same ticket gives the same text. */
export async function ticketQrText(
  order: OrderView,
  museum: Museum,
  ticket: OrderView['tickets'][number],
): Promise<string> {
  return encodeTicketToken(
    {
      ticketId: ticket.id,
      tokenVersion: ticket.tokenVersion,
      lastDate: addDays(dateAt(order.createdAt, museum.timeZone), tokenLifeDays),
      partySize: ticket.partySize,
    },
    await currentSigningKey(museum),
  );
}

/** The name on a ticket: its own, else that of whoever booked where the visit asks for one name (4.4). */
export function holderOf(order: OrderView, ticket: OrderView['tickets'][number]): string | null {
  return ticket.holderName ?? (order.product.namesRequired === 'lead' ? order.contactName : null);
}

/** Minutes before the start at which visitors are asked to be there, as wall time. */
export function beThereTime(order: OrderView, museum: Museum, minutesBefore: number): string {
  return wallTimeAt(new Date(order.timeslot.startsAt.getTime() - minutesBefore * 60_000), museum.timeZone);
}

/** The live tickets of an order as they are printed: every word in the given language, every time the museum's. */
export async function ticketDocumentOf(
  order: OrderView,
  museum: Museum,
  options: { locale: Locale; beThereMinutes: number; isTest: boolean },
): Promise<TicketDocument> {
  const { locale } = options;
  const t = translator(locale, 'ticket');
  const common = translator(locale, 'common');
  const live = order.tickets.filter((ticket) => ticket.state !== 'revoked');
  const date = order.timeslot.visitDate;
  const panels = live.map(async (ticket, index): Promise<TicketPanel> => {
    const line = required(
      order.lines.find((candidate) => candidate.id === ticket.orderLineId),
      'the ticket’s line',
    );
    const documents = localized(line.ticketType.documents, locale);
    const advisory = localized(order.product.advisories, locale);
    const fact = (key: string, value: string | null) => (value ? [{ label: t(key), value }] : []);
    return {
      countText: t('count', { number: index + 1, total: live.length }),
      productName: localized(order.product.names, locale),
      startLabel: t('start'),
      startTime: order.timeslot.startTime,
      dateText: `${formatWeekday(date, locale)}, ${formatDate(date)}`,
      beThereText: t('beThere', { time: beThereTime(order, museum, options.beThereMinutes) }),
      facts: [
        ...fact('meet', localized(order.product.meetingPoints, locale)),
        ...fact('type', localized(line.ticketType.names, locale)),
        ...fact('party', ticket.partySize > 1 ? t('people', { count: ticket.partySize }) : null),
        ...fact('name', holderOf(order, ticket)),
        ...fact('language', order.timeslot.language ? common(`languages.${order.timeslot.language}`) : null),
        // A party on account is billed as a whole: the price of one of them would say nothing.
        ...fact(
          'price',
          order.state === 'on_account'
            ? null
            : line.unitPriceMinor === 0
              ? common('free')
              : formatMoney({ amountMinor: line.unitPriceMinor, currency: order.currency }, locale),
        ),
        ...fact('order', order.code),
      ],
      documents: documents ? { heading: t('documents'), items: [documents] } : null,
      notices: [
        ...(options.isTest ? [{ heading: t('testTicket'), text: common('demonstration') }] : []),
        { heading: t('identityHeading'), text: t('identity') },
        ...(advisory ? [{ heading: t('advisoryHeading'), text: advisory }] : []),
        { heading: t('lateHeading'), text: t('late') },
      ],
      qrText: await ticketQrText(order, museum, ticket),
      qrAlt: t('qr', { number: index + 1, code: formatShortCode(ticket.shortCode) }),
      shortCodeLabel: t('code'),
      shortCode: formatShortCode(ticket.shortCode),
    };
  });
  return {
    lang: locale,
    title: t('title', { code: order.code }),
    museumName: localized(museum.names, locale),
    footerLines: [localized(museum.addresses, locale), `${museum.contactPhone} · ${museum.contactEmail}`],
    createdAt: order.createdAt,
    tickets: await Promise.all(panels),
  };
}

/** The visit as a calendar entry. Carries no link: calendar files are passed on and shared. */
export function calendarVisitOf(
  order: OrderView,
  museum: Museum,
  options: { locale: Locale; beThereMinutes: number; host: string; now: Date },
): CalendarVisit {
  const { locale } = options;
  const t = translator(locale, 'ticket');
  const people = order.lines.reduce((sum, line) => sum + line.quantity, 0);
  return {
    orderId: order.id,
    host: options.host,
    sequence: order.linkVersion - 1,
    startsAt: order.timeslot.startsAt,
    endsAt: order.timeslot.endsAt,
    stampAt: options.now,
    summary: t('calendarSummary', {
      product: localized(order.product.names, locale),
      museum: localized(museum.names, locale),
    }),
    location: localized(museum.addresses, locale),
    description: t('calendarDescription', {
      time: beThereTime(order, museum, options.beThereMinutes),
      meet: localized(order.product.meetingPoints, locale),
      people: t('people', { count: people }),
      code: order.code,
    }),
    url: null,
    alarm: { minutesBefore: 120, text: t('calendarAlarm', { time: order.timeslot.startTime }) },
    isCancelled: ['cancelled', 'refunded', 'paid_unfulfillable', 'refund_pending'].includes(order.state),
  };
}

function formatWeekday(date: string, locale: Locale): string {
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  );
  return weekday.charAt(0).toLocaleUpperCase(locale) + weekday.slice(1);
}

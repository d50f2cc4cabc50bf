import ical, { ICalAlarmType, type ICalCalendar, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';

/** A visit as a calendar keeps it; every text already in the reader's language. */
export type CalendarVisit = {
  /** The order's id: the same visit keeps its entry when it is moved. */
  orderId: string;
  /** The museum's web host, the right side of the entry's UID. */
  host: string;
  /** Counts the changes of the order, so that calendars take the newer one. */
  sequence: number;
  startsAt: Date;
  endsAt: Date;
  /** When this file was made. */
  stampAt: Date;
  summary: string;
  location: string;
  description: string;
  /** The order's page, or null where a file must not carry its secret. */
  url: string | null;
  /** Minutes before the start for the reminder, and its text. */
  alarm: { minutesBefore: number; text: string } | null;
  isCancelled: boolean;
};

/**
 * The visit as an iCalendar file (RFC 5545). Times are UTC, which every calendar shows in its own zone and which no
 * table of zones can get wrong. Lines are folded and escaped; control characters in names become blanks.
 */
export function renderCalendarFile(visit: CalendarVisit): string {
  const calendar = newCalendar();
  addVisit(calendar, visit);
  // RFC 5545: every line ends (3.1), and an event's properties stand before its alarms (3.6.1); the library has it otherwise.
  const file = `${calendar.toString()}\r\n`;
  return file.replace(/^(BEGIN:VALARM\r\n[\s\S]*?^END:VALARM\r\n)([\s\S]*?)(?=^END:VEVENT)/m, '$2$1');
}

/** Many visits as one calendar to subscribe to, under a name, without alarms; read again every hour. */
export function renderCalendarFeed(name: string, visits: readonly Omit<CalendarVisit, 'alarm'>[]): string {
  const calendar = newCalendar().name(plain(name)).ttl(3600);
  for (const visit of visits) addVisit(calendar, { ...visit, alarm: null });
  return `${calendar.toString()}\r\n`;
}

const newCalendar = (): ICalCalendar =>
  ical({
    prodId: { company: 'Museum visits', product: 'Tickets', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
  });

function addVisit(calendar: ICalCalendar, visit: CalendarVisit): void {
  calendar.createEvent({
    id: `${plain(visit.orderId)}@${plain(visit.host)}`,
    sequence: visit.sequence,
    stamp: visit.stampAt,
    start: visit.startsAt,
    end: visit.endsAt,
    summary: plain(visit.summary),
    location: plain(visit.location),
    description: withLines(visit.description),
    url: visit.url === null ? null : new URL(visit.url).href,
    status: visit.isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    alarms:
      visit.alarm && !visit.isCancelled
        ? [
            {
              type: ICalAlarmType.display,
              trigger: visit.alarm.minutesBefore * 60,
              description: plain(visit.alarm.text),
            },
          ]
        : [],
  });
}

function plain(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

function withLines(text: string): string {
  return text
    .split(/\r\n|[\r\n\u2028\u2029]/)
    .map(plain)
    .join('\n');
}

import { expect, it } from 'vitest';
import { type CalendarVisit, renderCalendarFeed, renderCalendarFile } from './calendar-file.ts';

const visit: CalendarVisit = {
  orderId: '0199b5c2-7a10-7c3e-8f42-5b6d7e8f9a0b',
  host: 'museum.example',
  sequence: 2,
  startsAt: new Date('2026-12-12T06:30:00Z'),
  endsAt: new Date('2026-12-12T07:30:00Z'),
  stampAt: new Date('2026-12-01T08:00:00Z'),
  summary: 'Siyasi Repressiya Qurbanları Muzeyi, tam marşrut',
  location: 'Baş giriş, Bakı',
  description: 'Saat 10:20-də giriş qapısında olun.\nSifariş: WQ4T7HXE',
  url: null,
  alarm: { minutesBefore: 120, text: 'Muzeyə gediş' },
  isCancelled: false,
};

/** The content lines of a file, unfolded as RFC 5545 says. */
const lines = (file: string) => file.replace(/\r\n /g, '').replace(/\r\n$/, '').split('\r\n');

it('writes the visit in UTC under one UID for the order', () => {
  expect(lines(renderCalendarFile(visit))).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Museum visits//Tickets//EN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    'UID:0199b5c2-7a10-7c3e-8f42-5b6d7e8f9a0b@museum.example',
    'SEQUENCE:2',
    'DTSTAMP:20261201T080000Z',
    'DTSTART:20261212T063000Z',
    'DTEND:20261212T073000Z',
    'SUMMARY:Siyasi Repressiya Qurbanları Muzeyi\\, tam marşrut',
    'LOCATION:Baş giriş\\, Bakı',
    'DESCRIPTION:Saat 10:20-də giriş qapısında olun.\\nSifariş: WQ4T7HXE',
    'STATUS:CONFIRMED',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    'TRIGGER:-PT2H',
    'DESCRIPTION:Muzeyə gediş',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ]);
});

it('says a cancelled visit without an alarm', () => {
  const file = renderCalendarFile({ ...visit, isCancelled: true });
  expect(file).toContain('STATUS:CANCELLED');
  expect(file).not.toContain('VALARM');
});

it('puts every property before the alarm, whatever the texts say', () => {
  const text = 'BEGIN:VALARM END:VALARM END:VEVENT';
  const file = renderCalendarFile({
    ...visit,
    url: 'https://museum.example/o',
    summary: text,
    alarm: { minutesBefore: 5, text },
  });
  expect(lines(file).slice(-9)).toEqual([
    'URL;VALUE=URI:https://museum.example/o',
    'STATUS:CONFIRMED',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    'TRIGGER:-PT5M',
    `DESCRIPTION:${text}`,
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ]);
});

const nasty = [
  'BEGIN:VALARM\r\nEND:VALARM\r\n',
  'a\r\nATTACH:https://example.org/x',
  'a\nEND:VEVENT\nBEGIN:VEVENT',
  'a\rX-EVIL:1',
  'a\u2028X-EVIL:1\u2029b',
  'a\u0000\u0007\u001bb',
  '\\n; , : " \\\\ \\;',
  '\u202eإسم שם 👩‍🏫',
  'Ə'.repeat(10_000),
];

it.each(nasty)('keeps a nasty text within its line (%#)', (text) => {
  const file = renderCalendarFile({
    ...visit,
    summary: text,
    location: text,
    description: text,
    alarm: { minutesBefore: 60, text },
  });
  const clean = lines(renderCalendarFile(visit));
  const names = (all: readonly string[]) => all.map((line) => line.split(':')[0]);
  expect(names(lines(file))).toEqual(names(clean));
  expect(file.replaceAll('\r\n', '')).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
  for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
});

it('escapes what separates values', () => {
  const [summary] = lines(renderCalendarFile({ ...visit, summary: 'a;b,c\\d' })).filter((line) =>
    line.startsWith('SUM'),
  );
  expect(summary).toBe('SUMMARY:a\\;b\\,c\\\\d');
});

it('takes only an address for its link', () => {
  const url = 'https://museum.example/az/o/abc?x=1';
  expect(renderCalendarFile({ ...visit, url })).toContain(`URL;VALUE=URI:${url}`);
  expect(() => renderCalendarFile({ ...visit, url: 'no address' })).toThrow();
  expect(renderCalendarFile({ ...visit, url: `${url}\r\nX-EVIL:1` })).not.toContain('\r\nX-EVIL');
});

it('many visits are one calendar, each under its own UID', () => {
  const file = renderCalendarFeed('Bələdçi;\r\nX-EVIL:1', [visit, { ...visit, orderId: 'tour-2' }]);
  const all = lines(file);
  expect(all.filter((line) => line === 'BEGIN:VCALENDAR')).toHaveLength(1);
  expect(all.filter((line) => line.startsWith('UID:'))).toEqual([
    `UID:${visit.orderId}@museum.example`,
    'UID:tour-2@museum.example',
  ]);
  expect(file).not.toContain('VALARM');
  expect(all.some((line) => line.startsWith('X-EVIL'))).toBe(false);
});

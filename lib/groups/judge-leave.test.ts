import { expect, it } from 'vitest';
import { judgeLeave } from './judge-leave.ts';
import { judgeSpan } from './judge-span.ts';

const today = '2026-11-25';

it.each([
  ['illness', '2026-11-25', '2026-11-25', null],
  ['illness', '2026-11-23', '2026-11-26', null],
  ['illness', '2026-09-01', '2026-11-26', 'past'],
  ['illness', '2026-11-20', '2026-11-24', 'past'],
  ['leave', '2026-11-24', '2026-11-26', 'past'],
  ['leave', '2026-12-01', '2026-11-30', 'dates_order'],
  ['leave', '2026-12-01', '2027-11-30', null],
  ['leave', '2026-12-01', '2027-12-02', 'too_long'],
  ['leave', '2031-01-01', '2031-01-02', 'too_long'],
  ['other', '2026-02-30', '2026-12-01', 'date_missing'],
  ['other', '', '', 'date_missing'],
  ['holiday', '2026-12-01', '2026-12-01', 'kind_missing'],
  ['', '', '', 'kind_missing'],
] as const)('%s from %s to %s is told: %s', (kind, firstDate, lastDate, fault) => {
  expect(judgeLeave({ kind, firstDate, lastDate }, today)).toBe(fault);
});

it.each([
  ['', '', null],
  ['09:00', '17:30', null],
  ['09:00', '', 'time_missing'],
  ['', '17:00', 'time_missing'],
  ['9:00', '17:00', 'time_malformed'],
  ['09:00', '24:00', 'time_malformed'],
  ['10:00', '10:00', 'time_order'],
  ['17:00', '09:00', 'time_order'],
])('hours from "%s" to "%s" are told: %s', (fromTime, untilTime, fault) => {
  expect(judgeSpan({ weekday: 1, fromTime, untilTime })).toBe(fault);
});

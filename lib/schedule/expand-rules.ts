import type { Locale } from '#lib/platform/locales.ts';
import { addDays, type IsoDate, instantOf, type WallTime, wallTimeAt, weekdayOf } from '#lib/platform/time.ts';
import { type DatedException, minutesOnly, openingOf, type WeeklyHours } from './opening-days.ts';

/** A recipe for timeslots: weekdays × times × dates, in one language or none (requirements 1.4). */
export type Rule = {
  id: string;
  productId: string;
  durationMinutes: number;
  weekdays: readonly number[];
  startTimes: readonly WallTime[];
  firstStartTime: WallTime | null;
  lastStartTime: WallTime | null;
  everyMinutes: number | null;
  language: Locale | null;
  validFrom: IsoDate;
  validUntil: IsoDate | null;
};

/** A timeslot as it would be made. `endsAt` is so many real minutes after `startsAt`, also across a change of the clocks. */
export type DraftTimeslot = {
  ruleId: string;
  productId: string;
  visitDate: IsoDate;
  startTime: WallTime;
  startsAt: Date;
  endsAt: Date;
  language: Locale | null;
};

/**
 * Why a start that a rule names is not made: the museum is closed that day, not yet or no longer open, the wall time does
 * not exist on that date (clocks go forward), the start has passed, or another rule has already made it.
 */
export const leftOutReasons = [
  'closed',
  'before_opening',
  'after_closing',
  'no_such_time',
  'past',
  'made_twice',
] as const;
export type LeftOutReason = (typeof leftOutReasons)[number];
export type LeftOut = { ruleId: string; visitDate: IsoDate; startTime: WallTime; why: LeftOutReason };

export type Expansion = { timeslots: DraftTimeslot[]; leftOut: LeftOut[] };

/**
 * What the rules make between two dates (both included), in order of date, then rule, then time. Starts before `notBefore`
 * are left out; a visit has to end by the closing time. A rule earlier in the list goes first where two make the same start.
 */
export function expandRules(input: {
  rules: readonly Rule[];
  weeklyHours: readonly WeeklyHours[];
  exceptions: readonly DatedException[];
  fromDate: IsoDate;
  untilDate: IsoDate;
  zone: string;
  notBefore: Date;
}): Expansion {
  const timeslots: DraftTimeslot[] = [];
  const leftOut: LeftOut[] = [];
  const made = new Set<string>();
  for (let date = input.fromDate; date <= input.untilDate; date = addDays(date, 1)) {
    const opening = openingOf(date, input);
    for (const rule of input.rules) {
      if (!holdsOn(rule, date, opening.isOpen && opening.exception?.kind === 'swapped_working_day')) continue;
      for (const startTime of startsOf(rule)) {
        const startsAt = instantOf(date, startTime, input.zone);
        const endsAt = new Date(startsAt.getTime() + rule.durationMinutes * 60_000);
        const key = `${rule.productId} ${startsAt.getTime()} ${rule.language ?? ''}`;
        const why = ((): LeftOutReason | null => {
          if (!opening.isOpen) return 'closed';
          if (wallTimeAt(startsAt, input.zone) !== startTime) return 'no_such_time';
          if (startsAt < instantOf(date, opening.opensTime, input.zone)) return 'before_opening';
          if (endsAt > instantOf(date, opening.closesTime, input.zone)) return 'after_closing';
          if (startsAt < input.notBefore) return 'past';
          return made.has(key) ? 'made_twice' : null;
        })();
        if (why) {
          leftOut.push({ ruleId: rule.id, visitDate: date, startTime, why });
          continue;
        }
        made.add(key);
        timeslots.push({
          ruleId: rule.id,
          productId: rule.productId,
          visitDate: date,
          startTime,
          startsAt,
          endsAt,
          language: rule.language,
        });
      }
    }
  }
  return { timeslots, leftOut };
}

// A working day that was swapped in (a Monday, say) has no weekday of its own in the rules: whatever rule holds on all other
// working days of the week holds on it too.
function holdsOn(rule: Rule, date: IsoDate, isSwappedIn: boolean): boolean {
  if (date < rule.validFrom || (rule.validUntil !== null && date > rule.validUntil)) return false;
  return (
    rule.weekdays.includes(weekdayOf(date)) || (isSwappedIn && [2, 3, 4, 5].every((day) => rule.weekdays.includes(day)))
  );
}

/** The wall times at which a rule starts visits, in order and each once. */
export function startsOf(
  rule: Pick<Rule, 'startTimes' | 'firstStartTime' | 'lastStartTime' | 'everyMinutes'>,
): WallTime[] {
  if (rule.everyMinutes === null || rule.firstStartTime === null || rule.lastStartTime === null) {
    return [...new Set(rule.startTimes.map(minutesOnly))].sort();
  }
  const last = minuteOfDay(rule.lastStartTime);
  const starts: WallTime[] = [];
  for (let minute = minuteOfDay(rule.firstStartTime); minute <= last; minute += rule.everyMinutes)
    starts.push(wallTime(minute));
  return starts;
}

function minuteOfDay(time: WallTime): number {
  const [hours, minutes] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}

function wallTime(minute: number): WallTime {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

import type { Plan, PlanLimit } from '#lib/groups/plan-visit.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { formatLongDate } from '#lib/platform/time.ts';

/** 630 → "10:30". */
export const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** "Thursday 10 December, 10:30 to 12:15, in 5 groups (13, 13, 13, 12, 12 people)". */
export function planText(plan: Plan, locale: Locale): string {
  const t = translator(locale, 'request');
  return t('answer.plan', {
    date: formatLongDate(plan.date, locale, { year: false }),
    from: clockOf(plan.startMinute),
    until: clockOf(plan.endMinute),
    groups: plan.subGroups.length,
    sizes: plan.subGroups.map(({ people }) => people).join(', '),
  });
}

/** How the groups begin: all at once, or one after the other. */
export function startsText(plan: Plan, locale: Locale): string {
  const starts = [...new Set(plan.subGroups.map(({ startMinute }) => clockOf(startMinute)))];
  return translator(locale, 'request')('answer.starts', { count: starts.length, starts: starts.join(', ') });
}

/** What stands in the way, in words; `rooms` gives a room's name by its code. */
export function limitTexts(limits: readonly PlanLimit[], rooms: ReadonlyMap<string, string>, locale: Locale): string[] {
  const t = translator(locale, 'request');
  return limits.map(({ limit, labels }) =>
    t(`answer.limits.${limit}`, {
      count: labels.length,
      rooms: labels.map((label) => rooms.get(label) ?? label).join(', '),
    }),
  );
}

import { type IsoDate, isIsoDate } from '#lib/platform/time.ts';
import type { Plan } from './plan-visit.ts';

/** A start as forms name it, with what was shown there: "2026-12-15T10:30~13.0-13.15" (people, minutes after the first start). */
export type PlanStartKey = { date: IsoDate; startMinute: number; parts: string };

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** The key of a plan: whoever chooses it is told when meanwhile another one would come of it. */
export function planKey(plan: Pick<Plan, 'date' | 'startMinute' | 'subGroups'>): string {
  const parts = plan.subGroups.map(({ people, startMinute }) => `${people}.${startMinute - plan.startMinute}`);
  return `${plan.date}T${clock(plan.startMinute)}~${parts.sort().join('-')}`;
}

/** What a key names, or null for anything else. Without parts it means whichever plan is best at that start. */
export function readPlanKey(text: unknown): PlanStartKey | null {
  const found =
    typeof text === 'string' ? /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):([0-5]\d)(?:~([\d.-]{1,400}))?$/.exec(text) : null;
  const [, date, hours, minutes, parts = ''] = found ?? [];
  return isIsoDate(date) ? { date, startMinute: Number(hours) * 60 + Number(minutes), parts } : null;
}

/** "10:30" of a minute of the day. */
export const clockOf = clock;

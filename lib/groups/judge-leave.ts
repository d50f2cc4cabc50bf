import { addDays, daysBetween, type IsoDate, isIsoDate } from '#lib/platform/time.ts';
import { leaveKinds } from './values.ts';

export const leaveRefusals = ['kind_missing', 'date_missing', 'dates_order', 'past', 'too_long', 'overlaps'] as const;
export type LeaveRefusal = (typeof leaveRefusals)[number];
const mostDays = 366;

/** What is wrong with dates of leave; null when nothing is. Illness may have begun before it is told. Pure. */
export function judgeLeave(
  input: { kind: string; firstDate: string; lastDate: string },
  today: IsoDate,
): LeaveRefusal | null {
  if (!(leaveKinds as readonly string[]).includes(input.kind)) return 'kind_missing';
  if (!isIsoDate(input.firstDate) || !isIsoDate(input.lastDate)) return 'date_missing';
  if (input.lastDate < input.firstDate) return 'dates_order';
  if (input.lastDate < today || (input.kind !== 'illness' && input.firstDate < today)) return 'past';
  if (daysBetween(input.firstDate, input.lastDate) >= mostDays || daysBetween(today, input.lastDate) > 2 * mostDays) {
    return 'too_long';
  }
  return input.firstDate < addDays(today, -60) ? 'past' : null;
}

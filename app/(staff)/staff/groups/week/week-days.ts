import { addDays, type IsoDate, isIsoDate, weekdayOf } from '#lib/platform/time.ts';

/** The Monday of a date's week. */
export const mondayOf = (date: IsoDate): IsoDate => addDays(date, 1 - weekdayOf(date));

/** The seven days of the week that an address names by any of its days; else of `today`. */
export function weekOf(text: string | undefined, today: IsoDate): IsoDate[] {
  const isMeant = isIsoDate(text) && text > '2000-01-01' && text < '2100-01-01';
  const monday = mondayOf(isMeant ? text : today);
  return Array.from({ length: 7 }, (_, index) => addDays(monday, index));
}

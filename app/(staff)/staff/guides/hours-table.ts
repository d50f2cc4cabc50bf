import { asHours, type GuideHours } from '#lib/groups/guide-hours.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';

/** The columns of the hours report, on the screen and in the spreadsheet. */
export function hoursTable(t: Translator) {
  const column = (key: string, cell: (row: GuideHours) => string, isNumber = true) => ({
    key,
    head: t(`staff.columns.${key}`),
    cell,
    isNumber,
  });
  return [
    column('name', (row) => row.name, false),
    column('tours', (row) => String(row.tours)),
    column('planned', (row) => asHours(row.plannedMinutes)),
    column('actual', (row) => asHours(row.actualMinutes)),
    column('heads', (row) => String(row.heads)),
    column('unreported', (row) => String(row.unreported)),
  ];
}

import { locales } from '#lib/platform/locales.ts';
import type { InputFault, WantInput } from '#lib/waiting/input.ts';

/** The rows of days that the form has. */
export const dayRows = [1, 2, 3] as const;

const names = [
  'people',
  'together',
  'part',
  ...dayRows.flatMap((row) => [`date${row}`, `from${row}`, `until${row}`]),
  ...locales.map((locale) => `lang_${locale}`),
];

export type TypedWant = Record<string, string>;

/** What was typed, and nothing else, as it goes from the form to the verb and back into the address. */
export function typedWant(entries: Iterable<[string, string | string[] | undefined]>): TypedWant {
  const typed: TypedWant = {};
  for (const [name, value] of entries) {
    if (names.includes(name) && typeof value === 'string' && value !== '') typed[name] = value.slice(0, 20);
  }
  return typed;
}

/** The same as a verb takes it. A day that is not chosen is no wish. */
export function wantOf(typed: TypedWant): WantInput {
  const languages = locales.filter((locale) => typed[`lang_${locale}`]);
  return {
    people: typed.people === undefined ? Number.NaN : Number(typed.people),
    smallestPart: typed.together === 'no' ? Number(typed.part ?? Number.NaN) : null,
    tourLanguages: languages.length ? languages : null,
    wishes: dayRows.flatMap((row) => {
      const date = typed[`date${row}`];
      return date ? [{ date, fromTime: typed[`from${row}`] ?? '', untilTime: typed[`until${row}`] ?? '' }] : [];
    }),
  };
}

/** The form's fields for what a party waits for now. */
export function typedOf(want: WantInput): TypedWant {
  const days = want.wishes.slice(0, dayRows.length).flatMap(({ date, fromTime, untilTime }, index) => [
    [`date${index + 1}`, date],
    [`from${index + 1}`, fromTime],
    [`until${index + 1}`, untilTime],
  ]);
  const languages = (want.tourLanguages ?? []).map((language) => [`lang_${language}`, '1']);
  const parts =
    want.smallestPart === null
      ? [['together', 'yes']]
      : [
          ['together', 'no'],
          ['part', `${want.smallestPart}`],
        ];
  return Object.fromEntries([['people', `${want.people}`], ...parts, ...days, ...languages]);
}

/** At which field a fault is put right. */
export const fieldOfFault: Record<InputFault, string> = {
  people_missing: 'people',
  part_missing: 'part',
  part_too_large: 'part',
  date_missing: 'date1',
  time_missing: 'from1',
  time_order: 'from1',
  email_missing: 'email',
  email_malformed: 'email',
};

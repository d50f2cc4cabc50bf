import type { PartyInput } from '#lib/groups/input.ts';
import type { GroupVisit, GroupWish } from '#lib/groups/visit-rows.ts';

/** The rows of wishes that the form has. */
export const wishRows = [1, 2, 3] as const;

export const partyFields = [
  'tourLanguage',
  'pupils',
  'teachers',
  'parents',
  'aides',
  'ageFrom',
  'ageUntil',
  'grades',
  'shift',
  'flexible',
  'ownGuide',
  ...wishRows.flatMap((row) => [`date${row}`, `time${row}`]),
] as const;

export type TypedParty = Record<string, string>;

/** What was typed, and nothing else, as it goes from the form to the verb and back into the address. No name is among it. */
export function typedParty(entries: Iterable<[string, string | string[] | undefined]>): TypedParty {
  const typed: TypedParty = {};
  for (const [name, value] of entries) {
    if ((partyFields as readonly string[]).includes(name) && typeof value === 'string' && value !== '')
      typed[name] = value.slice(0, 40);
  }
  return typed;
}

const numberOf = (typed: string | undefined): number =>
  typed !== undefined && /^\d{1,6}$/.test(typed.trim()) ? Number(typed) : Number.NaN;

/** Wishes as a verb takes them; a row without a date is none. */
export const wishesOf = (typed: TypedParty): { visitDate: string; startTime: string }[] =>
  wishRows.flatMap((row) => {
    const visitDate = typed[`date${row}`];
    return visitDate ? [{ visitDate, startTime: typed[`time${row}`] ?? '' }] : [];
  });

/** At which row of the form each wish stands. */
export const rowsOfWishes = (typed: TypedParty): number[] => wishRows.filter((row) => typed[`date${row}`]);

/** The same as a verb takes it. Parents and aides may be left empty. */
export function partyOf(typed: TypedParty): Omit<PartyInput, 'product' | 'requestKey'> {
  return {
    tourLanguage: typed.tourLanguage as PartyInput['tourLanguage'],
    pupils: numberOf(typed.pupils),
    teachers: numberOf(typed.teachers),
    parents: typed.parents === undefined ? 0 : numberOf(typed.parents),
    aides: typed.aides === undefined ? 0 : numberOf(typed.aides),
    ageFrom: numberOf(typed.ageFrom),
    ageUntil: numberOf(typed.ageUntil),
    grades: typed.grades ?? null,
    shift: typed.shift === 'first' || typed.shift === 'second' ? typed.shift : null,
    isFlexible: typed.flexible !== 'no',
    hasOwnGuide: typed.ownGuide === 'yes',
    wishes: wishesOf(typed),
  };
}

/** The form's fields for a request as it is. */
export function typedOf(visit: GroupVisit, wishes: readonly GroupWish[]): TypedParty {
  const fields: [string, string | number | null][] = [
    ['tourLanguage', visit.tourLanguage],
    ['pupils', visit.pupils],
    ['teachers', visit.teachers],
    ['parents', visit.parents],
    ['aides', visit.aides],
    ['ageFrom', visit.ageFrom],
    ['ageUntil', visit.ageUntil],
    ['grades', visit.grades],
    ['shift', visit.shift],
    ['flexible', visit.isFlexible ? 'yes' : 'no'],
    ['ownGuide', visit.hasOwnGuide ? 'yes' : 'no'],
    ...wishes.flatMap(({ rank, visitDate, startTime }): [string, string][] => [
      [`date${rank}`, visitDate],
      [`time${rank}`, startTime.slice(0, 5)],
    ]),
  ];
  return Object.fromEntries(fields.flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]])));
}

import { describe, expect, it } from 'vitest';
import { partyErrors, refusalQuery } from './party-errors.ts';
import { partyOf, rowsOfWishes, typedParty, wishesOf } from './typed-party.ts';

const typed = typedParty([
  ['pupils', '58'],
  ['teachers', '1'],
  ['date2', '2026-12-10'],
  ['time2', '10:30'],
  ['bookerName', 'Aytən'],
  ['flexible', 'no'],
]);

describe('what was typed', () => {
  it('is carried on without any name, and taken as a verb takes it', () => {
    expect(typed).not.toHaveProperty('bookerName');
    expect(partyOf(typed)).toMatchObject({
      pupils: 58,
      teachers: 1,
      parents: 0,
      isFlexible: false,
      hasOwnGuide: false,
    });
    expect(partyOf({ pupils: '-5', teachers: 'çox' })).toMatchObject({ pupils: Number.NaN, teachers: Number.NaN });
    expect(wishesOf(typed)).toEqual([{ visitDate: '2026-12-10', startTime: '10:30' }]);
    expect(rowsOfWishes(typed)).toEqual([2]);
  });
});

describe('a refusal in the address', () => {
  const shown = (refusal: Parameters<typeof refusalQuery>[0]) =>
    partyErrors('az', { ...typed, ...refusalQuery(refusal, rowsOfWishes(typed)) });
  it('says how many adults are needed', () => {
    const party = { code: 'too_few_adults' as const, needed: 4, pupilsPerAdult: 15 };
    expect(shown({ code: 'party', party })).toEqual([
      { fieldId: 'teachers', message: '58 şagird üçün 4 böyük lazımdır (hər 15 şagirdə bir nəfər); siz 1 yazmısınız.' },
    ]);
  });
  it('stands beside the row in which the wish was typed', () => {
    const [error] = shown({ code: 'wishes', wishes: [{ code: 'too_soon', firstDate: '2026-12-02' }] });
    expect(error).toMatchObject({ fieldId: 'date2', message: expect.stringContaining('02.12.2026') });
    expect(shown({ code: 'bad_input', faults: { 'wishes.0.startTime': 'time_missing' } })).toMatchObject([
      { fieldId: 'time2' },
    ]);
  });
  it('is not believed when it is none of ours', () => {
    expect(partyErrors('az', { wrong: 'pupils.constructor __proto__.past <b>.past date9.past' })).toEqual([]);
    expect(partyErrors('az', { wrong: ['pupils.past', 'x'] })).toEqual([]);
    expect(partyErrors('az', {})).toEqual([]);
  });
});

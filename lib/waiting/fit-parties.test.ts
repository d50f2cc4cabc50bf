import { describe, expect, it } from 'vitest';
import { seededRandom } from '#lib/demo/stripe-sandbox/random.ts';
import { fitParties, type WaitingParty } from './fit-parties.ts';

const party = (
  entryId: string,
  people: number,
  smallestPart: number | null = null,
  barred: WaitingParty['barred'] = null,
): WaitingParty => ({ entryId, people, smallestPart, barred });

describe('who is offered what came free', () => {
  it.each<[string, number, WaitingParty[], string[], string[]]>([
    ['nobody waits', 4, [], [], []],
    ['the first', 2, [party('a', 2), party('b', 2)], ['a 2'], ['b others_first 1']],
    ['as many as there is room for', 4, [party('a', 2), party('b', 2)], ['a 2', 'b 2'], []],
    [
      'five need five; two came free, which the next takes',
      2,
      [party('a', 5), party('b', 2)],
      ['b 2'],
      ['a party_larger 2'],
    ],
    ['the large one first, where it fits', 5, [party('a', 5), party('b', 2)], ['a 5'], ['b others_first 1']],
    [
      'what the first leaves does not do for the second, but for the third',
      5,
      [party('a', 2), party('b', 5), party('c', 3)],
      ['a 2', 'c 3'],
      ['b others_first 3'],
    ],
    ['a whole party before a part of one', 3, [party('a', 6, 2), party('b', 3)], ['b 3'], ['a others_first 3']],
    ['a part of what nobody whole takes', 3, [party('a', 6, 2), party('b', 4)], ['a 3'], ['b party_larger 3']],
    ['no part smaller than accepted', 1, [party('a', 6, 2)], [], ['a part_larger 1']],
    ['no rest smaller than accepted', 4, [party('a', 5, 2)], ['a 3'], []],
    ['a party that cannot be halved', 4, [party('a', 5, 3)], [], ['a rest_too_small 4']],
    [
      'not this time again',
      5,
      [party('a', 2, null, 'declined'), party('b', 2, null, 'rested'), party('c', 5)],
      ['c 5'],
      ['a declined 5', 'b rested 5'],
    ],
  ])('%s', (_what, places, parties, offers, passedOver) => {
    const fitted = fitParties(places, parties);
    expect(fitted.offers.map(({ entryId, people }) => `${entryId} ${people}`)).toEqual(offers);
    expect(fitted.passedOver.map((one) => `${one.entryId} ${one.why} ${one.places}`)).toEqual(passedOver);
  });
});

it('keeps to its promises whoever waits', () => {
  const random = seededRandom(35);
  const below = (most: number) => Math.floor(random() * most);
  for (let round = 0; round < 5000; round += 1) {
    const places = 1 + below(12);
    const parties = Array.from({ length: below(9) }, (_, index) => {
      const people = 1 + below(9);
      const smallestPart = random() < 0.5 ? null : 1 + below(people);
      return party(`${index}`, people, smallestPart, random() < 0.1 ? 'declined' : null);
    });
    const { offers, passedOver } = fitParties(places, parties);
    const by = (id: string) => parties.find(({ entryId }) => entryId === id) as WaitingParty;
    const offeredTo = (id: string) => offers.find(({ entryId }) => entryId === id)?.people ?? 0;

    // No place twice, nobody twice, and everybody is told the one or the other.
    expect(offers.reduce((sum, { people }) => sum + people, 0)).toBeLessThanOrEqual(places);
    expect([...offers, ...passedOver].map(({ entryId }) => entryId).sort()).toEqual(
      parties.map(({ entryId }) => entryId).sort(),
    );
    for (const { entryId, people } of offers) {
      const { people: all, smallestPart, barred } = by(entryId);
      expect(barred).toBeNull();
      if (people < all) expect(Math.min(people, all - people)).toBeGreaterThanOrEqual(smallestPart ?? Infinity);
    }
    // Whole parties before parts: whoever could still come whole with the places that went to parts, has come.
    const toWholes = offers.filter(({ entryId, people }) => people === by(entryId).people);
    const afterWholes = places - toWholes.reduce((sum, { people }) => sum + people, 0);
    for (const { entryId, people, barred } of parties) {
      if (!barred && offeredTo(entryId) < people) expect(people).toBeGreaterThan(afterWholes);
    }
    // Rank: a party yields only where those before it had left too little for it.
    parties.forEach(({ entryId, people, barred }, index) => {
      if (barred || offeredTo(entryId) === people) return;
      const before = parties.slice(0, index).reduce((sum, one) => {
        const offered = offeredTo(one.entryId);
        return sum + (offered === one.people ? offered : 0);
      }, 0);
      expect(people).toBeGreaterThan(places - before);
    });
    // No place stays empty that somebody would have taken.
    const empty = places - offers.reduce((sum, { people }) => sum + people, 0);
    for (const { entryId, people, smallestPart, barred } of parties) {
      if (barred || offeredTo(entryId) > 0) continue;
      expect(people).toBeGreaterThan(empty);
      if (smallestPart !== null) expect(Math.min(empty, people - smallestPart)).toBeLessThan(smallestPart);
    }
  }
});

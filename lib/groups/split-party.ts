/** Who comes, of whom each sub-group needs some adults. */
export type Party = { people: number; adults: number };

/** One part of a party: its people, and how many of them are adults who come along. */
export type Share = { people: number; adults: number };

export type SplitRules = {
  /** The most people in one sub-group, adults included (requirements 6.3). */
  most: number;
  /** How many pupils one adult may look after; depends on their age (requirements 6.4). */
  pupilsPerAdult: number;
};

export type SplitParty =
  | { ok: true; shares: Share[] }
  | { ok: false; code: 'too_few_adults'; needed: number }
  | { ok: false; code: 'too_few_people' };

/** The least adults among so many people when each looks after `pupilsPerAdult`: at least one. */
export function adultsNeeded(people: number, pupilsPerAdult: number): number {
  return Math.max(1, Math.ceil(people / (pupilsPerAdult + 1)));
}

/** The fewest sub-groups that a party can be split into. */
export function fewestSubGroups(party: Party, rules: SplitRules): number {
  return Math.max(1, Math.ceil(party.people / rules.most));
}

/**
 * Splits a party into `count` sub-groups, larger ones first: sizes differ by at most one, and each has the adults it needs; whoever
 * of them is left over goes where the fewest are. Refusals name what is missing. Requirements 6.3, 6.4.
 */
export function splitParty(party: Party, count: number, rules: SplitRules): SplitParty {
  if (party.people < count || party.people > count * rules.most) return { ok: false, code: 'too_few_people' };
  const small = Math.floor(party.people / count);
  const larger = party.people - small * count;
  const sizes = Array.from({ length: count }, (_, index) => (index < larger ? small + 1 : small));
  const shares = sizes.map((people) => ({ people, adults: adultsNeeded(people, rules.pupilsPerAdult) }));
  const needed = shares.reduce((sum, { adults }) => sum + adults, 0);
  if (needed > party.adults) return { ok: false, code: 'too_few_adults', needed };
  for (let left = party.adults - needed; left > 0; ) {
    const open = shares.filter(({ people, adults }) => adults < people);
    const fewest = Math.min(...open.map(({ adults }) => adults));
    for (const share of open.filter(({ adults }) => adults === fewest).slice(0, left)) {
      share.adults += 1;
      left -= 1;
    }
    if (open.length === 0) break;
  }
  return { ok: true, shares };
}

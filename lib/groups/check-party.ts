import type { IsoDate } from '#lib/platform/time.ts';
import { type CheckRatio, checkRatio, type RatioRules } from './check-ratio.ts';

export type PartyCounts = { pupils: number; teachers: number; parents: number; aides: number; ageFrom: number | null };
export type PartyFault =
  | { code: 'party_too_small'; minimum: number }
  | { code: 'party_too_large'; maximum: number }
  | Omit<Extract<CheckRatio, { code: 'too_few_adults' }>, 'ok'>
  | Omit<Extract<CheckRatio, { code: 'more_adults_than_pupils' }>, 'ok'>;

/** What is wrong with a party's numbers, in the order in which one would mend it; empty when nothing is. Requirements 1.3, 6.4. */
export function checkParty(
  party: PartyCounts,
  product: { partyMinimum: number; partyMaximum: number },
  rules: RatioRules,
): PartyFault[] {
  const people = party.pupils + party.teachers + party.parents + party.aides;
  if (people < product.partyMinimum) return [{ code: 'party_too_small', minimum: product.partyMinimum }];
  if (people > product.partyMaximum) return [{ code: 'party_too_large', maximum: product.partyMaximum }];
  const ratio = checkRatio(
    { pupils: party.pupils, adults: party.teachers + party.parents, youngest: party.ageFrom },
    rules,
  );
  if (ratio.ok) return [];
  const { ok: _, ...fault } = ratio;
  return [fault];
}

export type WishFault =
  | { code: 'past' }
  | { code: 'too_soon'; firstDate: IsoDate }
  | { code: 'too_far'; lastDate: IsoDate }
  | { code: 'closed' }
  | { code: 'school_break' };

/** Why a date cannot be wished for, or null. `firstDate` by the product's lead time, `lastDate` by its horizon (requirements 1.3). */
export function checkWish(
  date: IsoDate,
  facts: {
    today: IsoDate;
    firstDate: IsoDate;
    lastDate: IsoDate;
    isOpen: (date: IsoDate) => boolean;
    isSchoolBreak: (date: IsoDate) => boolean;
  },
): WishFault | null {
  if (date < facts.today) return { code: 'past' };
  if (date < facts.firstDate) return { code: 'too_soon', firstDate: facts.firstDate };
  if (date > facts.lastDate) return { code: 'too_far', lastDate: facts.lastDate };
  if (!facts.isOpen(date)) return { code: 'closed' };
  return facts.isSchoolBreak(date) ? { code: 'school_break' } : null;
}

import type { PassOverReason } from './values.ts';

/** A party that waits for a time. `smallestPart`: null stays together. `barred`: this very time is not offered to it (any more). */
export type WaitingParty = {
  entryId: string;
  people: number;
  smallestPart: number | null;
  barred: Extract<PassOverReason, 'declined' | 'rested'> | null;
};

export type FittedOffer = { entryId: string; people: number };
/** `places`: how many there were when it was this party's turn, or came free at all where they would never have done. */
export type PassedOver = { entryId: string; why: PassOverReason; places: number };

/**
 * Who is offered the places of one time that came free: parties in the order of their rank. First whole parties, each the first that
 * fits in what those before it left; then, from what nobody whole takes, parts of those who may be split, again by rank, each as
 * large as can be. So a party yields to one behind it only where the places would not have done for it and would else stay empty.
 * Nobody is left with a rest smaller than it accepts. Requirements 3.5; decision 014.
 */
export function fitParties(
  places: number,
  parties: readonly WaitingParty[],
): { offers: FittedOffer[]; passedOver: PassedOver[] } {
  const offers: FittedOffer[] = [];
  const passed = new Map<string, PassedOver>();
  let left = places;
  const wholeless: WaitingParty[] = [];
  for (const party of parties) {
    if (party.barred) {
      passed.set(party.entryId, { entryId: party.entryId, why: party.barred, places });
    } else if (party.people <= left) {
      offers.push({ entryId: party.entryId, people: party.people });
      left -= party.people;
    } else {
      const isLarger = party.people > places;
      const why = isLarger ? whyNoPart(party, places) : 'others_first';
      passed.set(party.entryId, { entryId: party.entryId, why, places: isLarger ? places : Math.max(1, left) });
      wholeless.push(party);
    }
  }
  for (const party of wholeless) {
    const part = partOf(party, left);
    if (part) {
      passed.delete(party.entryId);
      offers.push({ entryId: party.entryId, people: part });
      left -= part;
    } else if (partOf(party, places)) {
      passed.set(party.entryId, { entryId: party.entryId, why: 'others_first', places });
    }
  }
  return { offers, passedOver: [...passed.values()] };
}

/** The largest part of a party that so many places take; 0 where there is none. */
function partOf({ people, smallestPart }: WaitingParty, places: number): number {
  if (smallestPart === null) return 0;
  const most = Math.min(places, people - smallestPart);
  return most >= smallestPart ? most : 0;
}

function whyNoPart({ smallestPart }: WaitingParty, places: number): PassOverReason {
  if (smallestPart === null) return 'party_larger';
  return smallestPart > places ? 'part_larger' : 'rest_too_small';
}

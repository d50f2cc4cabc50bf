/**
 * How a time or a day stands for a party, in five words. `later`: not enough room now, but more places come on sale at a known moment.
 * `past` is also what can no longer be booked because it is too near.
 */
export const availabilityStates = ['open', 'few', 'later', 'full', 'past'] as const;
export type AvailabilityState = (typeof availabilityStates)[number];

/** Places of one timeslot's lane: `free` is the least room over all its pools; `opensAt`: when more come on sale. */
export type SlotPlaces = { free: number; capacity: number; startsAt: Date; opensAt?: Date | null };

/**
 * The state of one timeslot for a party. Full means: not enough room for this party, even if a smaller one would fit.
 * `fewLeftShare` is the share of the capacity at or below which we say "few left".
 */
export function slotState(
  slot: SlotPlaces,
  rules: { now: Date; people: number; leadMinutes: number; fewLeftShare: number },
): AvailabilityState {
  if (slot.startsAt.getTime() - rules.leadMinutes * 60_000 <= rules.now.getTime()) return 'past';
  if (slot.free < Math.max(1, rules.people)) return slot.opensAt ? 'later' : 'full';
  return slot.free <= slot.capacity * rules.fewLeftShare ? 'few' : 'open';
}

/** `opensAt`: of a day that is `later`, the first moment at which places come on sale. */
export type DayPlaces = { places: number; times: number; state: AvailabilityState; opensAt?: Date };

/** The state of a day from its timeslots: places and times that this party could still take. */
export function dayState(
  slots: readonly SlotPlaces[],
  rules: { now: Date; people: number; leadMinutes: number; fewLeftShare: number },
): DayPlaces {
  let places = 0;
  let times = 0;
  let capacity = 0;
  let upcoming = 0;
  let opensAt: Date | undefined;
  for (const slot of slots) {
    const state = slotState(slot, rules);
    if (state === 'past') continue;
    upcoming += 1;
    capacity += slot.capacity;
    if (state === 'later' && slot.opensAt && (!opensAt || slot.opensAt < opensAt)) opensAt = slot.opensAt;
    if (state === 'full' || state === 'later') continue;
    times += 1;
    places += slot.free;
  }
  if (!upcoming) return { places: 0, times: 0, state: 'past' };
  if (!times) return { places: 0, times: 0, ...(opensAt ? { state: 'later', opensAt } : { state: 'full' }) };
  return { places, times, state: places <= capacity * rules.fewLeftShare ? 'few' : 'open' };
}

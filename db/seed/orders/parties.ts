import type { Chance } from './seeded.ts';

// Who comes together: so many of each ticket type. A line twice is twice as likely.
const local: Record<string, number>[] = [
  { 'adult-citizen': 1 },
  { 'adult-citizen': 2 },
  { 'adult-citizen': 2 },
  { 'adult-citizen': 2, pupil: 1 },
  { 'adult-citizen': 2, pupil: 2 },
  { 'adult-citizen': 1, pupil: 1 },
  { 'adult-citizen': 3, pensioner: 1 },
  { student: 2 },
  { student: 3 },
  { pensioner: 2 },
  { 'adult-citizen': 1, 'repression-victim': 2 },
  { 'disabled-person': 1, companion: 1 },
  { 'martyr-family': 2 },
  { 'adult-citizen': 1, veteran: 1 },
];
const foreign: Record<string, number>[] = [
  { 'adult-foreigner': 1 },
  { 'adult-foreigner': 2 },
  { 'adult-foreigner': 2 },
];

/** The lines of somebody's order. */
export function drawParty(chance: Chance, isForeign: boolean): { ticketType: string; quantity: number }[] {
  const parties = isForeign ? foreign : local;
  return Object.entries(parties[chance(parties.length)] ?? {}).map(([ticketType, quantity]) => ({
    ticketType,
    quantity,
  }));
}

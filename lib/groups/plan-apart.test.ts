import { expect, it } from 'vitest';
import { planApart } from './plan-apart.ts';
import type { PlanDay } from './plan-visit.ts';

const day = (guides: number): PlanDay => ({
  date: '2026-12-10',
  starts: [600, 615, 630, 645, 660].map((startMinute, index) => ({
    timeslotId: `slot-${startMinute}`,
    startMinute,
    endMinute: startMinute + 60,
    route: 'whole',
    pools: [index, 5],
  })),
  pools: [
    ...Array.from({ length: 5 }, () => ({ kind: 'lane' as const, label: 'lane', free: 15 })),
    { kind: 'day', label: 'day', free: 100 },
  ],
  guides: Array.from({ length: guides }, (_, index) => ({ id: `guide-${index}`, busy: [] })),
});
const ask = (guides: number) =>
  planApart({
    party: { people: 24, adults: 2 },
    wishes: [{ date: '2026-12-10', startMinute: 615 }],
    days: [day(guides)],
    rules: { most: 15, pupilsPerAdult: 15, toursADay: 3, restMinutes: 20, mostWaitMinutes: 60, moreSubGroups: 1 },
    most: 3,
  });

it('gives plans that share no time, no place and no guide’s hour', () => {
  const found = ask(6);
  if (!found.ok) throw new Error(found.code);
  expect(found.plans.length).toBe(2);
  expect(found.plans[0]?.startMinute).toBe(615);
  const slots = found.plans.flatMap(({ subGroups }) => subGroups.map(({ timeslotId }) => timeslotId));
  const guides = found.plans.flatMap(({ subGroups }) => subGroups.map(({ guideId }) => guideId));
  expect(new Set(slots).size).toBe(slots.length);
  expect(new Set(guides).size).toBe(guides.length);
});

it('gives one where the guides are enough for one only', () => {
  const found = ask(2);
  expect(found.ok && found.plans.length).toBe(1);
});

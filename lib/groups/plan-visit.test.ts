import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlanGuide, PlanPool, PlanStart } from './place-sub-groups.ts';
import { type PlanDay, type PlanRules, planVisit } from './plan-visit.ts';
import { splitParty } from './split-party.ts';

const rules: PlanRules = {
  most: 15,
  pupilsPerAdult: 15,
  toursADay: 3,
  restMinutes: 20,
  mostWaitMinutes: 90,
  moreSubGroups: 2,
};
const at = (hour: number, minute = 0) => hour * 60 + minute;

/**
 * A building of a hall (60) and a cell (16) under a roof of 80, starts each quarter of an hour. "hall first": the hall, half an hour
 * later the cell; "cell first" the other way round.
 */
function buildDay(options: { date?: string; guides?: PlanGuide[]; first?: number; last?: number } = {}): PlanDay & {
  pools: PlanPool[];
} {
  const { first = at(10), last = at(12) } = options;
  const pools: PlanPool[] = [];
  const pool = (kind: PlanPool['kind'], label: string, free: number) => {
    const known = pools.findIndex((one) => one.label === label);
    return known >= 0 ? known : pools.push({ kind, label, free }) - 1;
  };
  const day = pool('day', 'the day', 600);
  const starts: PlanStart[] = [];
  for (let minute = first; minute <= last; minute += 15) {
    for (const route of ['hall first', 'cell first']) {
      const [hall, cell] = route === 'hall first' ? [minute, minute + 30] : [minute + 30, minute];
      starts.push({
        timeslotId: `${minute} ${route}`,
        startMinute: minute,
        endMinute: minute + 60,
        route,
        pools: [
          day,
          pool('lane', `schools ${minute}`, 40),
          ...[0, 15].flatMap((quarter) => [
            pool('space', `hall ${hall + quarter}`, 60),
            pool('space', `cell ${cell + quarter}`, 16),
          ]),
          ...[0, 15, 30, 45].map((quarter) => pool('building', `building ${minute + quarter}`, 80)),
        ],
      });
    }
  }
  const guides = options.guides ?? Array.from({ length: 5 }, (_, index) => ({ id: `guide ${index}`, busy: [] }));
  return { date: options.date ?? '2026-12-10', starts, pools, guides };
}
const wish = { date: '2026-12-10', startMinute: at(10) };

describe('the planner', () => {
  it('leads 63 people through a cell for fifteen, rotated, each part with a guide and an adult', () => {
    const planned = planVisit({ party: { people: 63, adults: 5 }, wishes: [wish], days: [buildDay()], rules });
    if (!planned.ok) throw new Error(planned.code);
    const [plan] = planned.plans;
    expect(plan?.subGroups.map(({ people }) => people).sort()).toEqual([12, 12, 13, 13, 13]);
    expect(new Set(plan?.subGroups.map(({ guideId }) => guideId)).size).toBe(5);
    expect(new Set(plan?.subGroups.map(({ route }) => route)).size).toBe(2);
    expect(plan?.reasons).toEqual({
      wish: 0,
      daysAway: 0,
      minutesAway: 0,
      moreSubGroups: 0,
      waitMinutes: 90,
      guideTours: 1,
    });
    expect(planned.prevented).toEqual([null]);
  });

  it('names the room that is taken, and the nearest time that works', () => {
    const day = buildDay();
    for (const pool of day.pools) if (/^cell 6[0-4]\d$/.test(pool.label)) pool.free = 4;
    const planned = planVisit({ party: { people: 14, adults: 1 }, wishes: [wish], days: [day], rules });
    if (!planned.ok) throw new Error(planned.code);
    expect(planned.prevented).toEqual([[{ limit: 'space', labels: ['cell 630', 'cell 645', 'cell 600', 'cell 615'] }]]);
    expect(planned.plans[0]).toMatchObject({ startMinute: at(10, 30), reasons: { daysAway: 0, minutesAway: 30 } });
  });

  it('takes one sub-group more where the rooms are partly taken', () => {
    const day = buildDay();
    for (const pool of day.pools) if (pool.kind === 'space' && pool.label.startsWith('cell')) pool.free = 11;
    const planned = planVisit({ party: { people: 15, adults: 2 }, wishes: [wish], days: [day], rules });
    if (!planned.ok) throw new Error(planned.code);
    expect(planned.plans[0]?.subGroups.map(({ people }) => people)).toEqual([8, 7]);
    expect(planned.plans[0]?.reasons.moreSubGroups).toBe(1);
  });

  it('lets guides rest, and says when it is they who are missing', () => {
    const busy = [{ fromMinute: at(11, 10), untilMinute: at(12) }];
    const tired = Array.from({ length: 3 }, () => ({ fromMinute: at(15), untilMinute: at(16) }));
    const guides = [
      { id: 'at eleven', busy },
      { id: 'three tours', busy: tired },
    ];
    const planned = planVisit({
      party: { people: 10, adults: 1 },
      wishes: [wish],
      days: [buildDay({ guides })],
      rules,
    });
    if (!planned.ok) throw new Error(planned.code);
    expect(planned.prevented).toEqual([[{ limit: 'guides', labels: [] }]]);
    expect(planned.plans).toEqual([]);
    const early = { date: wish.date, startMinute: at(9, 45) };
    const days = [buildDay({ guides, first: at(9, 45) })];
    const earlier = planVisit({ party: { people: 10, adults: 1 }, wishes: [early], days, rules });
    expect(earlier).toMatchObject({ ok: true, prevented: [null] });
  });

  it('puts the best first: the wish, then its day, then another', () => {
    const days = [buildDay({ date: '2026-12-09' }), buildDay(), buildDay({ date: '2026-12-11' })];
    const late = { date: '2026-12-11', startMinute: at(12) };
    const planned = planVisit({ party: { people: 12, adults: 1 }, wishes: [wish, late], days, rules, most: 4 });
    if (!planned.ok) throw new Error(planned.code);
    expect(planned.plans.map(({ date, startMinute }) => [date, startMinute])).toEqual([
      ['2026-12-10', at(10)],
      ['2026-12-11', at(12)],
      ['2026-12-10', at(10, 15)],
      ['2026-12-11', at(11, 45)],
    ]);
  });

  it('says what else stands in the way', () => {
    const ask = (people: number, adults: number, day = buildDay()) =>
      planVisit({ party: { people, adults }, wishes: [wish], days: [day], rules });
    expect(ask(63, 4)).toEqual({ ok: false, code: 'too_few_adults', needed: 5 });
    expect(ask(20, 2, buildDay({ first: at(11) }))).toMatchObject({ prevented: [[{ limit: 'no_start' }]] });
    expect(ask(63, 5, buildDay({ last: at(10) }))).toMatchObject({ plans: [] });
    const full = buildDay();
    for (const pool of full.pools) if (pool.kind === 'day') pool.free = 9;
    expect(ask(10, 1, full)).toMatchObject({ prevented: [[{ limit: 'day', labels: ['the day'] }]], plans: [] });
    expect(ask(0, 0)).toEqual({ ok: false, code: 'too_few_people' });
  });
});

// Small museums of every kind: a few pools with few places, a few starts, a few guides.
const pools = fc.array(
  fc.record({ kind: fc.constantFrom('lane', 'space', 'building', 'day'), free: fc.integer({ min: 0, max: 9 }) }),
  { minLength: 1, maxLength: 5 },
);
const smallCase = fc.record({
  pools,
  starts: fc.array(
    fc.record({
      quarter: fc.integer({ min: 0, max: 4 }),
      length: fc.integer({ min: 1, max: 3 }),
      pools: fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  guides: fc.array(fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 2 }), { maxLength: 4 }),
  people: fc.integer({ min: 1, max: 9 }),
  adults: fc.integer({ min: 1, max: 4 }),
  rules: fc.record({
    most: fc.integer({ min: 2, max: 4 }),
    pupilsPerAdult: fc.integer({ min: 2, max: 6 }),
    toursADay: fc.integer({ min: 1, max: 3 }),
    restMinutes: fc.constantFrom(0, 15, 20),
    mostWaitMinutes: fc.constantFrom(0, 15, 45),
    moreSubGroups: fc.integer({ min: 0, max: 2 }),
  }),
});

it('breaks no limit, and never says impossible where trying everything finds a plan', () => {
  let possible = 0;
  fc.assert(
    fc.property(smallCase, (given) => {
      const party = { people: Math.max(given.people, given.adults), adults: given.adults };
      const day: PlanDay = {
        date: '2026-12-10',
        pools: given.pools.map((pool, index) => ({ ...pool, label: `pool ${index}` })),
        starts: given.starts
          .map((start, index) => ({
            timeslotId: `start ${index}`,
            startMinute: start.quarter * 15,
            endMinute: (start.quarter + start.length) * 15,
            route: 'a',
            pools: start.pools.filter((pool) => pool < given.pools.length),
          }))
          .sort((one, other) => one.startMinute - other.startMinute),
        guides: given.guides.map((quarters, index) => ({
          id: `guide ${index}`,
          busy: quarters.map((quarter) => ({ fromMinute: quarter * 15, untilMinute: quarter * 15 + 15 })),
        })),
      };
      const planned = planVisit({ party, wishes: [], days: [day], rules: given.rules, most: 100 });
      for (const firstMinute of new Set(day.starts.map(({ startMinute }) => startMinute))) {
        const plan = planned.ok ? planned.plans.find(({ startMinute }) => startMinute === firstMinute) : undefined;
        const tried = tryEverything(day, firstMinute, party, given.rules);
        expect(plan?.reasons.moreSubGroups ?? null, JSON.stringify({ firstMinute, day })).toBe(tried?.more ?? null);
        if (!plan || !tried) continue;
        possible += 1;
        expect(plan.reasons.waitMinutes).toBe(tried.waitMinutes);
        const sizes = plan.subGroups.map(({ people }) => people);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(party.people);
        expect(plan.subGroups.reduce((sum, { adults }) => sum + adults, 0)).toBe(party.adults);
        const chosen = plan.subGroups.map(({ timeslotId, guideId, people }) => ({
          start: day.starts.findIndex((start) => start.timeslotId === timeslotId),
          guide: day.guides.findIndex((guide) => guide.id === guideId),
          people,
        }));
        expect(isAllowed(day, chosen, given.rules)).toBe(true);
      }
    }),
    { numRuns: 1000 },
  );
  expect(possible).toBeGreaterThan(60);
});

type Chosen = { start: number; guide: number; people: number };

/** The rules once more, said plainly: what a plan must not break. */
function isAllowed(day: PlanDay, chosen: readonly Chosen[], limits: PlanRules): boolean {
  // A time is one sub-group's.
  if (new Set(chosen.map(({ start }) => start)).size < chosen.length) return false;
  const used = day.pools.map((pool, index) =>
    chosen
      .filter(({ start }) => day.starts[start]?.pools.includes(index))
      .reduce((sum, { people }) => sum + people + (pool.kind === 'space' || pool.kind === 'building' ? 1 : 0), 0),
  );
  if (day.pools.some((pool, index) => (used[index] ?? 0) > pool.free)) return false;
  if (new Set(chosen.map(({ guide }) => guide)).size < chosen.length) return false;
  return chosen.every(({ start, guide }) => {
    const [visit, leader] = [day.starts[start], day.guides[guide]];
    if (!visit || !leader || leader.busy.length >= limits.toursADay) return false;
    return leader.busy.every(
      ({ fromMinute, untilMinute }) =>
        fromMinute >= visit.endMinute + limits.restMinutes || untilMinute + limits.restMinutes <= visit.startMinute,
    );
  });
}

/** Every way to give each sub-group a start and a guide: the fewest sub-groups, and of these the least waiting. */
function tryEverything(
  day: PlanDay,
  firstMinute: number,
  party: { people: number; adults: number },
  limits: PlanRules,
): { more: number; waitMinutes: number } | null {
  const fewest = Math.max(1, Math.ceil(party.people / limits.most));
  for (let more = 0; more <= limits.moreSubGroups; more += 1) {
    const split = splitParty(party, fewest + more, limits);
    if (!split.ok) return null;
    let least: number | null = null;
    const walk = (chosen: Chosen[]): void => {
      const next = split.shares[chosen.length];
      if (!isAllowed(day, chosen, limits)) return;
      if (!next) {
        const minutes = chosen.map(({ start }) => day.starts[start]?.startMinute ?? 0);
        if (Math.min(...minutes) !== firstMinute) return;
        const wait = Math.max(...minutes) - firstMinute;
        if (wait <= limits.mostWaitMinutes && (least === null || wait < least)) least = wait;
        return;
      }
      for (let start = 0; start < day.starts.length; start += 1) {
        for (let guide = 0; guide < day.guides.length; guide += 1) {
          walk([...chosen, { start, guide, people: next.people }]);
        }
      }
    };
    walk([]);
    if (least !== null) return { more, waitMinutes: least };
  }
  return null;
}

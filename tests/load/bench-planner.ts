import type { PlanGuide, PlanPool, PlanStart } from '#lib/groups/place-sub-groups.ts';
import { type PlanDay, planVisit } from '#lib/groups/plan-visit.ts';
import { addDays } from '#lib/platform/time.ts';

/** How large a museum and its month are. */
type Size = { name: string; rooms: number; guides: number; days: number; people: number };

const sizes: Size[] = [
  { name: '5 rooms, 5 guides, 7 days, 27 people', rooms: 5, guides: 5, days: 7, people: 27 },
  { name: '5 rooms, 20 guides, 31 days, 63 people', rooms: 5, guides: 20, days: 31, people: 63 },
  { name: '20 rooms, 20 guides, 31 days, 63 people', rooms: 20, guides: 20, days: 31, people: 63 },
  { name: '5 rooms, 40 guides, 31 days, 63 people', rooms: 5, guides: 40, days: 31, people: 63 },
  { name: '5 rooms, 20 guides, 120 days, 63 people', rooms: 5, guides: 20, days: 120, people: 63 },
  { name: '5 rooms, 20 guides, 31 days, 200 people', rooms: 5, guides: 20, days: 31, people: 200 },
];
const rules = { most: 15, pupilsPerAdult: 15, toursADay: 3, restMinutes: 20, mostWaitMinutes: 105, moreSubGroups: 2 };

/** What a month with twenty guides may take, in milliseconds. */
const allowed = { name: '5 rooms, 20 guides, 31 days, 63 people', milliseconds: 200 };

type PlannerFigures = { name: string; medianMs: number; mostMs: number; plans: number; isCutShort: boolean };

/** Times the planner over museums that grow in rooms, guides, days and people; some places are taken, by a fixed seed. */
export function benchPlanner(
  rounds: number,
  say: (line: string) => void,
): { figures: PlannerFigures[]; isReached: boolean } {
  const figures = sizes.map((size): PlannerFigures => {
    const days = buildMonth(size);
    const wishes = [3, 10, 17].map((day) => ({ date: addDays('2027-03-01', day % size.days), startMinute: 630 }));
    const adults = Math.ceil(size.people / 8);
    const times: number[] = [];
    let last: ReturnType<typeof planVisit> | undefined;
    // The first two are the compiler's.
    for (let round = -2; round < rounds; round += 1) {
      const beganAt = performance.now();
      last = planVisit({ party: { people: size.people, adults }, wishes, days, rules });
      if (round >= 0) times.push(performance.now() - beganAt);
    }
    times.sort((a, b) => a - b);
    const found = {
      name: size.name,
      medianMs: times[Math.floor(times.length / 2)] ?? 0,
      mostMs: times.at(-1) ?? 0,
      plans: last?.ok ? last.plans.length : 0,
      isCutShort: last?.ok === true && last.isCutShort,
    };
    say(`${found.name.padEnd(46)} ${found.medianMs.toFixed(0).padStart(6)} ms, ${found.plans} plans`);
    return found;
  });
  const month = figures.find(({ name }) => name === allowed.name);
  const isReached = (month?.medianMs ?? Number.POSITIVE_INFINITY) <= allowed.milliseconds;
  say(`A month with twenty guides: at most ${allowed.milliseconds} ms wanted, ${isReached ? 'reached' : 'MISSED'}.`);
  return { figures, isReached };
}

function buildMonth(size: Size): PlanDay[] {
  let state = 20_261_125;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: size.days }, (_, day): PlanDay => {
    const pools: PlanPool[] = [];
    const known = new Map<string, number>();
    const pool = (kind: PlanPool['kind'], label: string, most: number) => {
      const at = known.get(label);
      if (at !== undefined) return at;
      known.set(label, pools.length);
      // Three rooms of four are empty, the others partly taken; what all share is seldom full.
      const share = kind === 'space' ? (random() < 0.75 ? 1 : random()) : 0.5 + random() / 2;
      return pools.push({ kind, label, free: Math.floor(most * share) }) - 1;
    };
    const starts: PlanStart[] = [];
    for (let minute = 600; minute <= 1020; minute += 15) {
      for (const isTurned of [false, true]) {
        const rooms = Array.from({ length: size.rooms }, (_, index) => (isTurned ? size.rooms - 1 - index : index));
        starts.push({
          timeslotId: `${minute} ${isTurned}`,
          startMinute: minute,
          endMinute: minute + 15 * Math.min(size.rooms, 6),
          route: isTurned ? 'basement first' : 'hall first',
          pools: [
            pool('day', 'day', 600),
            pool('lane', `lane ${minute}`, 60),
            ...rooms.map((room, index) => pool('space', `${room} ${minute + 15 * (index % 6)}`, room === 0 ? 60 : 16)),
            ...Array.from({ length: 5 }, (_, index) => pool('building', `building ${minute + 15 * index}`, 100)),
          ],
        });
      }
    }
    const guides = Array.from(
      { length: size.guides },
      (_, index): PlanGuide => ({
        id: `guide ${index}`,
        busy: Array.from({ length: Math.floor(random() * 3) }, () => {
          const fromMinute = 600 + 15 * Math.floor(random() * 28);
          return { fromMinute, untilMinute: fromMinute + 60 };
        }),
      }),
    );
    return { date: addDays('2027-03-01', day), starts, pools, guides };
  });
}

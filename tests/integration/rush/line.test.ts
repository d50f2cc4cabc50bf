import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '#lib/platform/log.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { createRushLine, type RushLine } from '../../../scripts/web/rush/rush-line.ts';

// Two web processes in front of one database. Their clock is ours, so that a second passes when we say so.
let database: TestDatabase;
let museum: TestMuseum;
let clock = 0;
let processes: RushLine[] = [];
const log = createLogger('test');

beforeAll(async () => {
  database = await createTestDatabase();
  museum = await buildMuseum(database.owner);
  const rules = {
    rush_views_per_second: 5,
    rush_release_views_per_second: 2,
    rush_admit_per_second: 4,
    rush_most_inside: 50,
  };
  for (const [key, value] of Object.entries(rules)) {
    await database.owner.execute(
      sql`insert into setting (key, valid_from, value) values (${key}, '2000-01-01', ${value})`,
    );
  }
});
afterAll(() => database.close());
beforeEach(async () => {
  clock = Math.floor(Date.now() / 1000) * 1000;
  for (const one of processes) one.close();
  await database.owner.execute(
    sql`update rush_line set opened_at = null, serving = 0, lots_at = null, quiet_since = null`,
  );
  await database.owner.execute(sql`delete from rush_turns`);
  await database.owner.execute(sql`delete from rush_process`);
  await database.owner.execute(sql`update pool set withheld = 0, opens_at = null`);
  processes = [0, 1].map(() =>
    createRushLine({ db: database.db, secret: 'secret', log, now: () => clock, isTicking: false }),
  );
});

/** A second passes; both processes tell what they saw. */
async function second(): Promise<void> {
  clock += 1000;
  await database.owner.execute(sql`update rush_line set advanced_at = clock_timestamp() - interval '1 second'`);
  for (const one of processes) await one.tick();
}
type Visitor = { cookie: string | undefined; process: number };
const visit = (visitor: Visitor): boolean => {
  const verdict = processes[visitor.process % 2]?.judge(visitor.cookie);
  visitor.cookie = verdict?.cookie ?? visitor.cookie;
  visitor.process += 1;
  return verdict?.isLetIn ?? false;
};
const crowd = (count: number): Visitor[] =>
  Array.from({ length: count }, (_, process) => ({ cookie: undefined, process }));

/** In which second from now each of them is let in, asking once a second. */
async function secondsUntilLetIn(visitors: Visitor[]): Promise<Map<Visitor, number>> {
  const letInAt = new Map<Visitor, number>();
  for (let n = 1; n <= 30; n += 1) {
    await second();
    for (const visitor of visitors) if (!letInAt.has(visitor) && visit(visitor)) letInAt.set(visitor, n);
  }
  return letInAt;
}

describe('the line before two processes', () => {
  it('is not there while few come', async () => {
    for (let n = 0; n < 4; n += 1) {
      expect(crowd(4).every(visit)).toBe(true);
      await second();
    }
    const { rows } = await database.owner.execute(sql`select opened_at from rush_line`);
    expect(rows).toEqual([{ opened_at: null }]);
  });

  it('opens for both, lets everybody in in order of arrival, whichever process they meet, and closes again', async () => {
    expect(crowd(40).every(visit)).toBe(true);
    await second();
    clock += 10;
    const first = crowd(12);
    expect(first.some(visit)).toBe(false);
    await second();
    const later = crowd(8);
    expect(later.some(visit)).toBe(false);
    const letInAt = await secondsUntilLetIn([...later, ...first]);
    const seconds = (visitors: Visitor[]) => visitors.map((visitor) => letInAt.get(visitor) ?? Number.NaN);
    expect(Math.min(...seconds(later))).toBeGreaterThanOrEqual(Math.max(...seconds(first)));
    // Twenty people at four a second, one of which has passed.
    expect(Math.max(...seconds(later))).toBeGreaterThanOrEqual(3);
    // Whoever was let in is let in again, and keeps nobody out.
    expect(first.every(visit)).toBe(true);
    for (let n = 0; n < 45; n += 1) await second();
    const { rows } = await database.owner.execute(sql`select opened_at from rush_line`);
    expect(rows).toEqual([{ opened_at: null }]);
  });

  it('forgets whoever stays away longer than a place is kept, and no ticket of another secret counts', async () => {
    crowd(40).forEach(visit);
    await second();
    clock += 10;
    const [one] = crowd(1);
    if (!one) throw new Error('nobody came');
    expect(visit(one)).toBe(false);
    const before = one.cookie?.split('.').slice(0, 2);
    clock += 9 * 60_000;
    visit(one);
    expect(one.cookie?.split('.').slice(0, 2)).toEqual(before);
    clock += 11 * 60_000;
    visit(one);
    expect(one.cookie?.split('.').slice(0, 2)).not.toEqual(before);
  });

  it('lets nobody in before a release moment, and then by lot', async () => {
    const moment = new Date(clock + 90_000).toISOString();
    await database.owner.execute(
      sql`update pool set capacity = 0, withheld = capacity, opens_at = ${moment} where timeslot_id = ${museum.timeslots[0]} and lane = 'public'`,
    );
    crowd(8).forEach(visit);
    await second();
    await second();
    const early = crowd(20);
    expect(early.some(visit)).toBe(false);
    for (let n = 0; n < 20; n += 1) await second();
    expect(early.some(visit)).toBe(false);
    const [standing] = processes.map((one) => one.judge(early[0]?.cookie).standing);
    expect(standing?.lotsAt?.toISOString()).toBe(moment);
    clock = new Date(moment).getTime() + 500;
    await database.owner.execute(
      sql`update pool set capacity = withheld, withheld = 0, opens_at = null where withheld > 0`,
    );
    const late = crowd(4);
    expect(late.some(visit)).toBe(false);
    const letInAt = await secondsUntilLetIn([...late, ...early]);
    const seconds = (visitors: Visitor[]) => visitors.map((visitor) => letInAt.get(visitor) ?? Number.NaN);
    // Nobody who came late is let in before the last of those who came early, and these are not let in as they came.
    expect(Math.min(...seconds(late))).toBeGreaterThanOrEqual(Math.max(...seconds(early)));
    expect(seconds(early)).not.toEqual(seconds(early).toSorted((a, b) => a - b));
    expect(Math.max(...seconds(early))).toBeGreaterThanOrEqual(4);
  });
});

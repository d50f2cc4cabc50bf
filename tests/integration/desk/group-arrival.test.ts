import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getDayBoard } from '#lib/desk/day-board.ts';
import { findParties } from '#lib/desk/find-parties.ts';
import { recordScan } from '#lib/desk/record-scan.ts';
import { closeVisits } from '#lib/groups/close-visits.ts';
import { completeArrival } from '#lib/groups/complete-arrival.ts';
import { resizeVisit } from '#lib/groups/resize-visit.ts';
import { swapSubGroups } from '#lib/groups/swap-sub-groups.ts';
import { required } from '#lib/platform/result.ts';
import { runInvariants } from '#lib/reports/invariants.ts';
import { agreedVisit, visitStartsIn } from '#tests/support/agreed-visit.ts';
import { systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildGroupMuseum, type GroupMuseum } from '#tests/support/group-museum.ts';
import { useTestInstallation } from '#tests/support/held-order.ts';
import { deskCtx, scanOf } from './desk-ctx.ts';
import { type DoorKeys, doorKeys } from './paid-order.ts';

let database: TestDatabase;
let museum: GroupMuseum;
let keys: DoorKeys;
let visitId: string;
let code: string;
let begins: Date;
/** The desk so many minutes after the party’s first start. */
const desk = (minute = 0) => deskCtx(database, new Date(begins.getTime() + minute * 60_000));

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
  museum = await buildGroupMuseum(database.owner);
  keys = await doorKeys();
  // 26 people: two sub-groups of 13, one after the other.
  visitId = await agreedVisit(database.db, museum, { pupils: 24, teachers: 2 });
  const { rows } = await database.owner.execute<{ code: string; begins: string }>(sql`
    select k.short_code as code, t.starts_at as begins from ticket k join group_visit v on v.order_id = k.order_id
      join timeslot t on t.id = k.timeslot_id where v.id = ${visitId}`);
  code = required(rows[0]?.code, 'the party’s code');
  begins = new Date(required(rows[0]?.begins, 'the first start'));
});
afterAll(() => database.close());

const groups = async (of = visitId) => {
  const { rows } = await database.owner.execute<{
    id: string;
    no: number;
    people: number;
    arrived: number;
    start: string;
  }>(sql`
    select g.id, g.no, g.people, (select coalesce(sum(a.people), 0)::int from sub_group_arrival a where a.sub_group_id = g.id) as arrived,
           t.start_time::text as start from group_visit v join sub_group g on g.plan_id = v.plan_id join timeslot t on t.id = g.timeslot_id
     where v.id = ${of} order by g.no`);
  return rows;
};
const stateOf = async (of = visitId) => {
  const { rows } = await database.owner.execute<{ state: string }>(sql`select state from group_visit where id = ${of}`);
  return rows[0]?.state;
};
const scan = (people: number | null, minute: number, subGroupId?: string) =>
  recordScan(desk(minute), scanOf(code, desk(minute).now, { people, subGroupId: subGroupId ?? null }), keys.verify);
const sound = async () =>
  expect((await runInvariants(database.owner)).filter(({ violations }) => violations.length > 0)).toEqual([]);

describe('a party’s one code', () => {
  it('opens the whole party: its school, its sub-groups with guide and start, who is here', async () => {
    expect(await scan(3, -20)).toMatchObject({ decision: { code: 'too_early' } });
    const opened = await scan(null, -5);
    expect(opened).toMatchObject({
      ok: true,
      kind: 'choose',
      party: {
        partySize: 26,
        admittedPeople: 0,
        group: {
          school: '20 nömrəli məktəb',
          subGroups: [
            { no: 1, people: 13, late: 'no' },
            { no: 2, people: 13 },
          ],
        },
      },
    });
    for (const query of ['20 nomreli mekteb', code])
      expect(await findParties(desk(), { query })).toMatchObject({ parties: [{ group: { visitId } }] });
    expect(await stateOf()).toBe('confirmed');
  });

  it('lets in a bus in two parts: the first fills the first start, the rest goes where the desk says', async () => {
    expect(await scan(15, -5)).toMatchObject({ kind: 'judged', decision: { code: 'admitted', people: 15 } });
    expect(await stateOf()).toBe('part_arrived');
    expect((await groups()).map(({ arrived }) => arrived)).toEqual([13, 2]);
    // Half an hour later the first sub-group is lost to lateness, the second is only late.
    const opened = await scan(null, 40);
    expect(opened).toMatchObject({
      party: {
        group: {
          subGroups: [
            { late: 'no', arrivedPeople: 13 },
            { late: 'shortened', minutesLate: 25 },
          ],
        },
      },
    });
    expect(await scan(20, 40)).toMatchObject({ decision: { code: 'already_used' } });
    const [, second] = await groups();
    expect(await scan(10, 40, second?.id)).toMatchObject({
      decision: { code: 'admitted', arrival: 'shortened', admittedPeople: 25 },
      party: { group: { visitId } },
    });
    expect((await groups()).map(({ arrived }) => arrived)).toEqual([13, 12]);
    expect(await stateOf()).toBe('part_arrived');
    const board = await getDayBoard(desk());
    if (!board.ok) throw new Error(board.code);
    const shown = board.board.slots.filter(({ parties }) => parties.length > 0);
    expect(shown).toMatchObject([
      { bookedPeople: 13, arrivedPeople: 13, expectedPeople: 0, parties: [{ no: 1, of: 2 }] },
      { bookedPeople: 13, arrivedPeople: 12, expectedPeople: 1, parties: [{ no: 2, of: 2 }] },
    ]);
    expect(await findParties(desk(), { timeslotId: required(shown[1]?.timeslotId, 'a time') })).toMatchObject({
      parties: [{ admittedPeople: 25 }],
    });
  });

  it('grows at the door where there is room, and is said to be complete', async () => {
    const count = { pupils: 26, teachers: 2, parents: 0, aides: 0 };
    expect(await resizeVisit(visitorCtx(database.db), { visitId, count })).toMatchObject({ code: 'unknown_visit' });
    expect(await resizeVisit(desk(), { visitId, count: { ...count, pupils: 40 } })).toMatchObject({ code: 'party' });
    expect(await resizeVisit(desk(), { visitId, count: { ...count, pupils: 40, teachers: 4 } })).toMatchObject({
      code: 'needs_new_plan',
    });
    expect(await resizeVisit(desk(), { visitId, count })).toEqual({ ok: true, isSame: false, people: 28 });
    expect(await resizeVisit(desk(), { visitId, count: { ...count, pupils: 20 } })).toMatchObject({
      code: 'already_here',
    });
    await scan(2, 40);
    expect((await groups()).map(({ people, arrived }) => [people, arrived])).toEqual([
      [14, 13],
      [14, 14],
    ]);
    expect(await completeArrival(visitorCtx(database.db), { visitId })).toEqual({ ok: false, code: 'unknown_visit' });
    expect(await completeArrival(desk(), { visitId })).toEqual({ ok: true, isRepeat: false });
    expect(await completeArrival(desk(), { visitId })).toEqual({ ok: true, isRepeat: true });
    expect(await stateOf()).toBe('arrived');
    await sound();
    await visitStartsIn(database.owner, visitId, -200);
    expect(await closeVisits(systemCtx(database.db))).toEqual({ completed: 1, noShows: 0 });
  });
});

describe('several desks at once', () => {
  it('let in no more than come, and every part stands with one guide', async () => {
    const of = await agreedVisit(database.db, museum, { pupils: 24, teachers: 3 });
    const { rows } = await database.owner.execute<{ code: string; begins: string }>(sql`
      select k.short_code as code, t.starts_at as begins from ticket k join group_visit v on v.order_id = k.order_id
        join timeslot t on t.id = k.timeslot_id where v.id = ${of}`);
    const party = required(rows[0], 'the party');
    const now = new Date(party.begins);
    const answers = await Promise.all(
      [10, 10, 10, 7, 10].map((people) =>
        recordScan(deskCtx(database, now), scanOf(party.code, now, { people }), keys.verify),
      ),
    );
    const admitted = answers.flatMap((answer) =>
      answer.ok && answer.kind === 'judged' && answer.decision.code === 'admitted' ? [answer.decision.people] : [],
    );
    const standing = await groups(of);
    const placed = standing.reduce((sum, { arrived }) => sum + arrived, 0);
    expect(placed).toBe(admitted.reduce((sum, people) => sum + people, 0));
    expect(placed).toBeGreaterThanOrEqual(20);
    for (const { people, arrived } of standing) expect(arrived).toBeLessThanOrEqual(people);
    expect(await stateOf(of)).toBe(placed === 27 ? 'arrived' : 'part_arrived');
    await sound();
  });
});

describe('sub-groups', () => {
  it('change places in one action, within a party and between two, with places, guides and who is here', async () => {
    const other = await agreedVisit(database.db, museum, {
      pupils: 9,
      teachers: 1,
      wishes: [{ visitDate: museum.visitDate, startTime: '11:30' }],
    });
    const large = await agreedVisit(database.db, museum, {
      pupils: 23,
      teachers: 2,
      wishes: [{ visitDate: museum.visitDate, startTime: '10:00' }],
    });
    const [first, second] = await groups(large);
    const [single] = await groups(other);
    if (!first || !second || !single) throw new Error('three sub-groups');
    const pair = { subGroupId: first.id, otherId: second.id };
    // Not the desk's day yet.
    expect(await swapSubGroups(desk(-1440), pair)).toEqual({ ok: false, code: 'unknown_sub_group' });
    const office = { ...systemCtx(database.db) };
    expect(await swapSubGroups(office, { ...pair, otherId: first.id })).toMatchObject({ code: 'unknown_sub_group' });
    expect(await swapSubGroups(office, pair)).toEqual({ ok: true });
    expect((await groups(large)).map(({ no, people, start }) => [no, people, start])).toEqual([
      [1, first.people, second.start],
      [2, second.people, first.start],
    ]);
    expect(await swapSubGroups(office, { subGroupId: second.id, otherId: single.id })).toEqual({ ok: true });
    expect((await groups(other)).map(({ people, start }) => [people, start])).toEqual([[10, second.start]]);
    expect((await groups(large)).map(({ start }) => start).sort()).toEqual([first.start, single.start].sort());
    await database.owner.execute(sql`update group_visit set tour_language = 'ru' where id = ${other}`);
    expect(await swapSubGroups(office, { subGroupId: first.id, otherId: second.id })).toEqual({
      ok: false,
      code: 'too_unlike',
    });
    await database.owner.execute(sql`update group_visit set tour_language = 'az' where id = ${other}`);
    await sound();
  });
});

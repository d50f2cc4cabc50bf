import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closure, guide, openingHours, scheduleRule } from '#db/schema/schedule.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { assignGuides } from '#lib/schedule/assign-guides.ts';
import { makeTimeslotsJob } from '#lib/schedule/jobs.ts';
import { makeTimeslots } from '#lib/schedule/make-timeslots.ts';
import { staffCtx, systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildMuseum, type TestMuseum, text } from '#tests/support/museum.ts';

let database: TestDatabase;
let museum: TestMuseum;

// 1 March 2027 is a Monday; in Kathmandu (+05:45) it is 12:00.
const now = new Date('2027-03-01T06:15:00Z');
const ctx = (changes: Partial<Ctx> = {}): Ctx => ({ ...systemCtx(database.db), now, ...changes });

async function starts(): Promise<string[]> {
  const { rows } = await database.owner.execute<{ at: string }>(sql`
    select to_char(visit_date, 'DD.MM') || ' ' || to_char(start_time, 'HH24:MI') as at from timeslot
     where schedule_rule_id is not null and product_id = ${museum.productId} order by starts_at`);
  return rows.map((row) => row.at);
}

beforeAll(async () => {
  database = await createTestDatabase();
  museum = await buildMuseum(database.owner, { isGuided: true });
  await database.owner
    .insert(openingHours)
    .values(
      [1, 2, 3].map((weekday) => ({ weekday, opensTime: '10:00', closesTime: '16:00', validFrom: '2000-01-01' })),
    );
  await database.owner.insert(closure).values({ visitDate: '2027-03-03', kind: 'closed', reasons: text('Closed') });
  await database.owner.insert(scheduleRule).values({
    productId: museum.productId,
    weekdays: [1, 2, 3, 4],
    startTimes: ['11:00', '14:00'],
    language: 'az',
    lanes: { public: 10, desk: 3 },
    validFrom: '2000-01-01',
  });
});
afterAll(() => database.close());

describe('makeTimeslots', () => {
  it('is refused to those who may not change the schedule', async () => {
    expect(await makeTimeslots(visitorCtx(database.db))).toEqual({ ok: false, code: 'forbidden' });
    expect(await makeTimeslots(staffCtx(database.db, { permissions: ['schedule.see'] }))).toEqual({
      ok: false,
      code: 'forbidden',
    });
    expect(await assignGuides(visitorCtx(database.db))).toEqual({ ok: false, code: 'forbidden' });
  });

  it('makes what the rules name, never in the past, with pools on sale and an audit row', async () => {
    const progress: number[] = [];
    const result = await makeTimeslots(ctx(), { daysAhead: 8, onProgress: ({ days }) => progress.push(days) });
    expect(result).toEqual({ ok: true, made: 7, untilDate: '2027-03-09' });
    expect(await starts()).toEqual([
      '01.03 14:00',
      '02.03 11:00',
      '02.03 14:00',
      '08.03 11:00',
      '08.03 14:00',
      '09.03 11:00',
      '09.03 14:00',
    ]);
    expect(progress).toEqual([9]);
    const { rows } = await database.owner.execute(sql`
      select t.state, t.starts_at at time zone 'UTC' as starts, (select array_agg(p.lane || ' ' || p.capacity order by p.lane) from pool p where p.timeslot_id = t.id) as lanes
        from timeslot t where t.visit_date = '2027-03-01'`);
    expect(rows).toEqual([{ state: 'on_sale', starts: '2027-03-01 08:15:00', lanes: ['desk 3', 'public 10'] }]);
    const audit = await database.owner.execute(sql`select action, actor_kind, after ->> 'made' as made from audit_log`);
    expect(audit.rows).toEqual([{ action: 'timeslots_made', actor_kind: 'system', made: '7' }]);
  });

  it('makes nothing twice, also when two run at once, and leaves what staff have closed', async () => {
    await database.owner.execute(
      sql`update timeslot set state = 'closed' where visit_date = '2027-03-02' and start_time = '11:00'`,
    );
    const before = await starts();
    const results = await Promise.all([makeTimeslots(ctx(), { daysAhead: 8 }), makeTimeslots(ctx(), { daysAhead: 8 })]);
    expect(results.map((result) => result.ok && result.made)).toEqual([0, 0]);
    const both = await Promise.all([makeTimeslots(ctx(), { daysAhead: 30 }), makeTimeslots(ctx(), { daysAhead: 30 })]);
    expect(both.reduce((sum, result) => sum + (result.ok ? result.made : 0), 0)).toBe(
      (await starts()).length - before.length,
    );
    const { rows } = await database.owner.execute(sql`
      select count(*)::int as n from timeslot t where schedule_rule_id is not null
         and (select count(*) from pool_set s where s.timeslot_id = t.id) <> 3`);
    expect(rows).toEqual([{ n: 0 }]);
    expect(
      (await database.owner.execute(sql`select count(*)::int as n from timeslot where state = 'closed'`)).rows,
    ).toEqual([{ n: 1 }]);
  });

  it('goes on with the next day', async () => {
    const result = await makeTimeslots(ctx({ now: new Date('2027-03-02T00:00:00Z') }), { daysAhead: 35 });
    expect(result).toMatchObject({ ok: true, untilDate: '2027-04-06' });
    expect((await starts()).at(-1)).toBe('06.04 14:00');
  });
});

describe('assignGuides', () => {
  it('says which visits nobody can lead, then finds those who can', async () => {
    const none = await assignGuides(ctx());
    expect(none).toMatchObject({ ok: true, assigned: 0 });
    await database.owner.insert(guide).values([
      { name: 'A', languages: ['ru'] },
      { name: 'B', languages: ['az'] },
    ]);
    const result = await assignGuides(ctx());
    expect(result.ok && result.assigned).toBe((await starts()).length);
    const { rows } = await database.owner.execute(
      sql`select distinct g.name from timeslot t join guide g on g.id = t.guide_id where t.schedule_rule_id is not null`,
    );
    expect(rows).toEqual([{ name: 'B' }]);
    expect(await assignGuides(ctx())).toMatchObject({ ok: true, assigned: 0 });
  });
});

describe('makeTimeslotsJob', () => {
  it('keeps the coming days on sale, with their guides, however often it runs', async () => {
    const later = new Date('2027-05-03T02:00:00Z');
    await makeTimeslotsJob(database.db, later);
    const made = await starts();
    expect(made.at(-1)).toBe('30.06 14:00');
    await makeTimeslotsJob(database.db, later);
    expect(await starts()).toEqual(made);
    const { rows } = await database.owner.execute(
      sql`select count(*)::int as n from timeslot where schedule_rule_id is not null and guide_id is null`,
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('waits for a museum', async () => {
    const empty = await createTestDatabase();
    try {
      await makeTimeslotsJob(empty.db, now);
      const { rows } = await empty.owner.execute(sql`select count(*)::int as n from audit_log`);
      expect(rows).toEqual([{ n: 0 }]);
    } finally {
      await empty.close();
    }
  });
});

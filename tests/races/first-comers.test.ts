import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openingHours, scheduleRule } from '#db/schema/schedule.ts';
import { holdTickets } from '#lib/booking/hold-tickets.ts';
import { listAvailability } from '#lib/capacity/queries.ts';
import { makeTimeslots } from '#lib/schedule/make-timeslots.ts';
import { staffCtx, systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

let database: TestDatabase;
let museum: TestMuseum;

beforeAll(async () => {
  database = await createTestDatabase({ most: 24 });
  museum = await buildMuseum(database.owner, { lanes: { public: 10, schools: 12 }, peopleAtOnce: 15 });
});
afterAll(() => database.close());

const hold = (quantity: number, by: 'visitor' | 'school') =>
  holdTickets(
    by === 'visitor' ? visitorCtx(database.db) : staffCtx(database.db, { permissions: ['orders.change'] }),
    {
      timeslotId: museum.timeslots[0] ?? '',
      lines: [{ ticketTypeId: museum.ticketTypes.pupil, quantity }],
      channel: by === 'visitor' ? 'web' : 'school',
      lane: by === 'visitor' ? 'public' : 'schools',
    },
    'secret',
  );

describe('a class whose request nobody has confirmed yet', () => {
  it('has its places: individuals do not see them, and cannot take them, whoever comes first', async () => {
    expect(await hold(11, 'school')).toMatchObject({ ok: true });
    const [slot] = await listAvailability(database.db, {
      productId: museum.productId,
      fromDate: museum.visitDate,
      untilDate: museum.visitDate,
      lane: 'public',
    });
    expect(slot?.free).toBe(4);
    const answers = await Promise.all(Array.from({ length: 20 }, () => hold(1, 'visitor')));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(4);
    expect(await hold(1, 'school')).toMatchObject({ ok: false, code: 'full', room: 0 });
  });
});

describe('two processes that make the same times', () => {
  const now = new Date('2027-03-01T06:15:00Z');
  const make = () => makeTimeslots({ ...systemCtx(database.db), now }, { daysAhead: 8 });
  const counted = async () => {
    const { rows } = await database.owner.execute<{ slots: number; starts: number; lanes: number; sets: number }>(sql`
      select count(*)::int as slots, count(distinct t.starts_at)::int as starts,
             (select count(*)::int from pool p join timeslot s on s.id = p.timeslot_id where s.schedule_rule_id is not null) as lanes,
             (select count(*)::int from pool_set p join timeslot s on s.id = p.timeslot_id where s.schedule_rule_id is not null) as sets
        from timeslot t where t.schedule_rule_id is not null`);
    return rows[0];
  };

  it('make each time once, with one set of pools', async () => {
    const days = [1, 2, 3, 4, 5];
    await database.owner
      .insert(openingHours)
      .values(days.map((weekday) => ({ weekday, opensTime: '10:00', closesTime: '16:00', validFrom: '2000-01-01' })));
    await database.owner.insert(scheduleRule).values({
      productId: museum.productId,
      weekdays: days,
      startTimes: ['11:00', '14:00'],
      lanes: { public: 10, desk: 3 },
      validFrom: '2000-01-01',
    });
    const results = await Promise.all(Array.from({ length: 4 }, make));
    const made = results.map((result) => (result.ok ? result.made : -1));
    const found = await counted();
    expect(found?.slots).toBeGreaterThan(8);
    expect(made.reduce((sum, one) => sum + one, 0)).toBe(found?.slots);
    expect(found).toEqual({
      slots: found?.slots,
      starts: found?.slots,
      lanes: 2 * (found?.slots ?? 0),
      sets: 2 * (found?.slots ?? 0),
    });
  });

  it('control: without the unique start, they make them again and again', async () => {
    await database.owner.execute(sql`drop index timeslot_product_start`);
    await database.owner.execute(sql`update timeslot set state = 'closed' where schedule_rule_id is not null`);
    const later = new Date('2027-04-05T06:15:00Z');
    const makeLater = () => makeTimeslots({ ...systemCtx(database.db), now: later }, { daysAhead: 8 });
    await Promise.all(Array.from({ length: 4 }, makeLater));
    const found = await counted();
    expect(found?.slots).toBeGreaterThan(found?.starts ?? 0);
  });
});

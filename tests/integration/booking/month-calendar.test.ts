import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closure, dayType, openingHours } from '#db/schema/schedule.ts';
import { addMonths, clampMonth, getDayTimes, getMonthCalendar } from '#lib/booking/month-calendar.ts';
import { findProductById, type Product } from '#lib/catalog/queries.ts';
import { required } from '#lib/platform/result.ts';
import { addDays, dateAt, instantOf, weekdayOf } from '#lib/platform/time.ts';
import { endTimeslots } from '#lib/schedule/end-timeslots.ts';
import { findDayType } from '#lib/schedule/queries.ts';
import { systemCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildMuseum, type TestMuseum, text } from '#tests/support/museum.ts';

let database: TestDatabase;
let museum: TestMuseum;
let product: Product;
// The day before the visit, at nine in the museum's zone.
let now: Date;
let today: string;
const date = (days: number) => addDays(museum.visitDate, days);

beforeAll(async () => {
  database = await createTestDatabase();
  museum = await buildMuseum(database.owner, { lanes: { public: 10 }, daysAhead: 40 });
  product = { ...required(await findProductById(database.db, museum.productId), 'product'), horizonDays: 20 };
  today = date(-1);
  now = instantOf(today, '09:00', museum.zone);
  const closedWeekday = weekdayOf(date(2));
  const weekdays = [1, 2, 3, 4, 5, 6, 7].filter((weekday) => weekday !== closedWeekday);
  await database.owner.insert(openingHours).values([
    ...weekdays.map((weekday) => ({ weekday, opensTime: '10:00', closesTime: '17:00', validFrom: '2000-01-01' })),
    // Hours that held once say nothing of today.
    {
      weekday: closedWeekday,
      opensTime: '10:00',
      closesTime: '17:00',
      validFrom: '2000-01-01',
      validUntil: '2001-01-01',
    },
  ]);
  await database.owner.insert(closure).values([
    { visitDate: date(1), kind: 'closed', reasons: text('Holiday') },
    { visitDate: date(0), kind: 'short', opensTime: '10:00', closesTime: '13:00', reasons: text('Short') },
  ]);
  await database.owner.insert(dayType).values({ visitDate: date(0), code: 'free_day', names: text('Free day') });
});
afterAll(() => database.close());

const month = (people = 1, at = now, of = museum.visitDate.slice(0, 7)) =>
  getMonthCalendar(database.db, { product, month: of, people, now: at, zone: museum.zone });
/** A day by its date, whichever month it falls in. */
async function day(of: string, people = 1, at = now) {
  const { days } = await month(people, at, of.slice(0, 7));
  return required(
    days.find((one) => one.date === of),
    of,
  );
}
const times = (of: string, at = now) =>
  getDayTimes(database.db, { product, date: of, people: 1, now: at, zone: museum.zone });

describe('the month calendar', () => {
  it('shows a day with its places, times and type', async () => {
    expect(await day(date(0))).toEqual({
      date: date(0),
      state: 'open',
      places: 20,
      times: 2,
      closedBecause: null,
      dayType: expect.objectContaining({ code: 'free_day', names: text('Free day') }),
    });
    expect(await findDayType(database.db, date(0))).toBe('free_day');
    expect(await findDayType(database.db, date(1))).toBeNull();
  });

  it('says why a day is closed', async () => {
    expect(await day(date(1))).toMatchObject({
      state: 'closed',
      closedBecause: { kind: 'exception', reasons: text('Holiday') },
    });
    expect(await day(date(2))).toMatchObject({ state: 'closed', closedBecause: { kind: 'weekday' } });
    expect(await day(date(3))).toMatchObject({ state: 'closed', closedBecause: { kind: 'none' } });
    expect(await day(addDays(today, 22))).toMatchObject({ state: 'closed', closedBecause: { kind: 'not_yet' } });
    expect(await day(addDays(today, -1))).toMatchObject({ state: 'past', closedBecause: null });
  });

  it('is full for a party that no time can take, and says when few are left', async () => {
    expect(await day(date(0), 11)).toMatchObject({ state: 'full', places: 0, times: 0 });
    await database.owner.execute(
      sql`update pool set capacity = 2, promised = 2 where kind = 'lane' and lane = 'public' and timeslot_id = ${museum.timeslots[0]}`,
    );
    await database.owner.execute(
      sql`insert into setting (key, valid_from, value) values ('few_left_share', '2001-01-01', '1')`,
    );
    expect(await day(date(0))).toMatchObject({ state: 'few', places: 12, times: 2 });
    expect(await day(date(0), 3)).toMatchObject({ places: 10, times: 1 });
  });

  it('has every day of its month, and knows its neighbours', async () => {
    const calendar = await month();
    expect(calendar.days.map((one) => one.date.slice(8))).toEqual(
      Array.from({ length: calendar.days.length }, (_, index) => String(index + 1).padStart(2, '0')),
    );
    expect((await month(1, now, today.slice(0, 7))).hasPrevious).toBe(false);
    expect((await month(1, now, addDays(today, 20).slice(0, 7))).hasNext).toBe(false);
    expect(clampMonth('1999-01', product, today)).toBe(today.slice(0, 7));
    expect(clampMonth('2099-13', product, today)).toBe(today.slice(0, 7));
    expect(clampMonth('2098-12', product, today)).toBe(addDays(today, 20).slice(0, 7));
    expect(addMonths('2026-12', 1)).toBe('2027-01');
  });
});

describe('the times of a day', () => {
  it('are those of the day, with the words of an exception', async () => {
    expect(await times(date(0))).toMatchObject({
      isBookable: true,
      closedReasons: null,
      emptyBecause: null,
      times: [{}, {}],
    });
    expect(await times(date(1))).toMatchObject({ isBookable: true, closedReasons: text('Holiday'), times: [] });
    expect(await times(addDays(today, 21))).toMatchObject({ isBookable: false, times: [] });
    expect(await times(addDays(today, -1))).toMatchObject({ emptyBecause: 'past', times: [] });
  });

  it('stay to be seen when they are over, also once they are marked so', async () => {
    const late = instantOf(date(0), '12:00', museum.zone);
    const before = await times(date(0), late);
    expect(before.times.map((time) => time.state)).toEqual(['past', 'past']);
    expect(await endTimeslots({ ...systemCtx(database.db), now: late })).toEqual({ ok: true, ended: 1 });
    expect(await times(date(0), late)).toEqual(before);
    expect(await day(date(0), 1, late)).toMatchObject({ state: 'past', closedBecause: null });
    expect(dateAt(late, museum.zone)).toBe(date(0));
  });
});

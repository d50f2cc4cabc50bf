import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { instantOf } from '#lib/platform/time.ts';
import { endTimeslots } from '#lib/schedule/end-timeslots.ts';
import { staffCtx, systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

let database: TestDatabase;
let museum: TestMuseum;

beforeAll(async () => {
  database = await createTestDatabase();
  // Each visit lasts an hour.
  museum = await buildMuseum(database.owner, { startTimes: ['10:30', '11:00', '11:30', '12:00'] });
  await database.owner.execute(sql`update timeslot set state = 'closed' where id = ${museum.timeslots[1]}`);
});
afterAll(() => database.close());

const at = (time: string) => ({ ...systemCtx(database.db), now: instantOf(museum.visitDate, time, museum.zone) });
async function states(): Promise<string[]> {
  const { rows } = await database.owner.execute<{ state: string }>(sql`select state from timeslot order by starts_at`);
  return rows.map((row) => row.state);
}

it('is refused to those who may not change the schedule', async () => {
  for (const ctx of [visitorCtx(database.db), staffCtx(database.db, { permissions: ['schedule.see'] })]) {
    expect(await endTimeslots(ctx)).toEqual({ ok: false, code: 'forbidden' });
  }
});

it('leaves what is still going on', async () => {
  expect(await endTimeslots(at('11:29'))).toEqual({ ok: true, ended: 0 });
});

it('marks what is over, once, and leaves what somebody closed', async () => {
  const both = await Promise.all([endTimeslots(at('12:30')), endTimeslots(at('12:30'))]);
  expect(both.map((result) => (result.ok ? result.ended : 0)).reduce((sum, ended) => sum + ended)).toBe(2);
  expect(await states()).toEqual(['done', 'closed', 'done', 'on_sale']);
});

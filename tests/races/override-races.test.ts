import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { loadRolePermissions } from '#db/seed/roles.ts';
import { holdTickets } from '#lib/booking/hold-tickets.ts';
import { changeFireLimit } from '#lib/capacity/change-fire-limit.ts';
import { overrideCapacity } from '#lib/capacity/override-capacity.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { newId } from '#lib/platform/ids.ts';
import { runInvariants } from '#lib/reports/invariants.ts';
import { staffCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

let database: TestDatabase;
let museum: TestMuseum;
let director: Ctx;
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase({ most: 24 });
  await loadRolePermissions(database.owner);
  const staffId = newId();
  await database.owner.execute(
    sql`insert into staff_member (id, email, name) values (${staffId}, 'nigar@example.az', 'Nigar')`,
  );
  await database.owner.execute(sql`insert into staff_role (staff_member_id, role) values (${staffId}, 'director')`);
  director = staffCtx(database.db, { staffId, roles: ['director'] });
});
afterAll(() => database.close());
beforeEach(async () => {
  count += 1;
  museum = await buildMuseum(database.owner, {
    code: `race-${count}`,
    daysAhead: 5 + count,
    lanes: { public: 100 },
    peopleAtOnce: 20,
  });
});

const hold = () =>
  holdTickets(
    visitorCtx(database.db),
    {
      timeslotId: museum.timeslots[0] ?? '',
      lines: [{ ticketTypeId: museum.ticketTypes.adult, quantity: 1 }],
      channel: 'web',
      lane: 'public',
    },
    'secret',
  );

async function rooms() {
  const { rows } = await database.owner.execute<{
    id: string;
    capacity: number;
    overbook: number;
    fire: number;
    taken: number;
  }>(sql`
    select id, capacity, overbook, fire_limit as fire, held + sold as taken from pool where space_id = ${museum.spaceId} order by quarter_at`);
  return rows;
}

const broken = async () => (await runInvariants(database.owner)).filter(({ violations }) => violations.length > 0);

it('thirty who add a place at once, while visitors take them: up to the fire limit, each with its row', async () => {
  await changeFireLimit(director, { spaceId: museum.spaceId, limit: 25, note: 'Inspection' });
  const [room] = await rooms();
  const add = () =>
    overrideCapacity(director, { poolId: room?.id ?? '', change: 1, reason: 'guests', note: 'Announced late' });
  const [added] = await Promise.all([
    Promise.all(Array.from({ length: 30 }, add)),
    Promise.all(Array.from({ length: 40 }, hold)),
  ]);
  expect(added.filter((one) => one.ok)).toHaveLength(5);
  expect(added.filter((one) => !one.ok && one.code === 'above_fire_limit')).toHaveLength(25);
  expect((await rooms())[0]).toMatchObject({ capacity: 20, overbook: 5, fire: 25 });
  const { rows } = await database.owner.execute(
    sql`select count(*)::int as rows, sum(change)::int as sum from capacity_override where pool_id = ${room?.id}`,
  );
  expect(rows).toEqual([{ rows: 5, sum: 5 }]);
  expect(await broken()).toEqual([]);
});

it('a fire limit lowered while visitors come: no room ever has more than it allows', async () => {
  const lower = () => changeFireLimit(director, { spaceId: museum.spaceId, limit: 12, note: 'Inspection' });
  const [held, lowered] = await Promise.all([
    Promise.all(Array.from({ length: 40 }, hold)),
    Promise.all(Array.from({ length: 3 }, lower)),
  ]);
  const taken = held.filter((one) => one.ok).length;
  for (const room of await rooms()) expect(room.taken).toBeLessThanOrEqual(room.fire);
  // Either it came in time, and twelve came; or too many were there already, and it was refused.
  if (lowered.some((one) => one.ok)) expect(taken).toBeLessThanOrEqual(12);
  else expect(lowered).toMatchObject(lowered.map(() => ({ code: 'below_taken' })));
  expect(await broken()).toEqual([]);
});

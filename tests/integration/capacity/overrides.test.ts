import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadRolePermissions } from '#db/seed/roles.ts';
import { holdTickets } from '#lib/booking/hold-tickets.ts';
import { changeFireLimit } from '#lib/capacity/change-fire-limit.ts';
import { overrideCapacity } from '#lib/capacity/override-capacity.ts';
import type { Permission, Role } from '#lib/identity/values.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { newId } from '#lib/platform/ids.ts';
import { inTransaction, sqlState } from '#lib/platform/transaction.ts';
import { getSlotPage } from '#lib/reports/get-slot-page.ts';
import { staffCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

let database: TestDatabase;
let museum: TestMuseum;
let manager: Ctx;
let director: Ctx;
let count = 0;
const words = { reason: 'larger_party' as const, note: 'A class came with two more' };

async function person(role: Role, permissions?: Permission[]): Promise<Ctx> {
  const staffId = newId();
  await database.owner.execute(sql`
    insert into staff_member (id, email, name) values (${staffId}, ${`${staffId}@example.az`}, 'Leyla')`);
  await database.owner.execute(sql`insert into staff_role (staff_member_id, role) values (${staffId}, ${role})`);
  return staffCtx(database.db, { staffId, roles: [role], permissions });
}

beforeAll(async () => {
  database = await createTestDatabase();
  await loadRolePermissions(database.owner);
  manager = await person('duty_manager');
  director = await person('director');
});
afterAll(() => database.close());
beforeEach(async () => {
  count += 1;
  museum = await buildMuseum(database.owner, {
    code: `route-${count}`,
    daysAhead: 5 + count,
    lanes: { public: 4 },
    peopleAtOnce: 10,
  });
});

const slot = () => museum.timeslots[0] ?? '';
const hold = (people: number) =>
  holdTickets(
    visitorCtx(database.db),
    {
      timeslotId: slot(),
      lines: [{ ticketTypeId: museum.ticketTypes.adult, quantity: people }],
      channel: 'web',
      lane: 'public',
    },
    'secret',
  );

async function pool(
  kind: string,
): Promise<{ id: number; overbook: number; capacity: number; fire_limit: number | null }> {
  const { rows } = await database.owner.execute<{
    id: string;
    overbook: number;
    capacity: number;
    fire_limit: number;
  }>(sql`
    select p.id, p.overbook, p.capacity, p.fire_limit from pool_set s join pool_set_member m on m.pool_set_id = s.id join pool p on p.id = m.pool_id
     where s.timeslot_id = ${slot()} and p.kind = ${kind} order by p.id limit 1`);
  const row = rows[0];
  if (!row) throw new Error(kind);
  return { ...row, id: Number(row.id) };
}

async function refusal(ctx: Ctx, statement: ReturnType<typeof sql>): Promise<string | null> {
  try {
    await inTransaction(ctx, (tx) => tx.db.execute(statement));
    return null;
  } catch (error) {
    return sqlState(error);
  }
}

describe('places added by a duty manager', () => {
  it('are sold at once, and stand with who, when and why', async () => {
    expect(await hold(4)).toMatchObject({ ok: true });
    expect(await hold(2)).toMatchObject({ ok: false, code: 'full', room: 0 });
    const lane = await pool('lane');
    expect(await overrideCapacity(manager, { poolId: lane.id, change: 2, ...words })).toEqual({
      ok: true,
      overbook: 2,
    });
    expect(await hold(2)).toMatchObject({ ok: true });
    const page = await getSlotPage(manager, slot());
    const [written] = page.ok ? page.slot.overrides : [];
    expect(written).toMatchObject({ change: 2, reason: 'larger_party', note: words.note, by: 'Leyla', lane: 'public' });
    const audit = await database.owner.execute(sql`
      select before, after from audit_log where action = 'capacity_overridden' and object_id = ${String(lane.id)}`);
    expect(audit.rows).toEqual([{ before: { overbook: 0 }, after: { overbook: 2, ...words } }]);
  });

  it('may be taken back, but not those that are sold, nor more than were added', async () => {
    const { id: poolId } = await pool('lane');
    await overrideCapacity(manager, { poolId, change: 2, ...words });
    await hold(5);
    expect(await overrideCapacity(manager, { poolId, change: -2, ...words })).toEqual({
      ok: false,
      code: 'below_taken',
    });
    expect(await overrideCapacity(manager, { poolId, change: -3, ...words })).toEqual({
      ok: false,
      code: 'none_added',
    });
    expect(await overrideCapacity(manager, { poolId, change: -1, ...words })).toEqual({ ok: true, overbook: 1 });
  });

  it('never pass the fire limit of the room', async () => {
    const { id: poolId, fire_limit, capacity } = await pool('space');
    const most = (fire_limit ?? 0) - capacity;
    const more = (change: number) => overrideCapacity(manager, { poolId, change, ...words });
    expect(await more(most)).toEqual({ ok: true, overbook: most });
    expect(await more(1)).toEqual({ ok: false, code: 'above_fire_limit' });
  });

  it.each([
    ['no number', { change: 0 }, 'change_missing'],
    ['no whole number', { change: 1.5 }, 'change_missing'],
    ['no reason', { reason: 'because' as never }, 'reason_missing'],
    ['no note', { note: '  ' }, 'note_missing'],
    ['a pool that is not there', { poolId: 9_999_999 }, 'unknown_pool'],
  ])('are refused with %s', async (_what, changes, code) => {
    const { id: poolId } = await pool('lane');
    expect(await overrideCapacity(manager, { poolId, change: 1, ...words, ...changes })).toEqual({ ok: false, code });
  });

  it('need the right, in the code and in the database', async () => {
    const { id: poolId } = await pool('lane');
    const desk = await person('desk', ['today.see']);
    expect(await overrideCapacity(desk, { poolId, change: 1, ...words })).toEqual({ ok: false, code: 'forbidden' });
    const bold = await person('desk');
    expect(await overrideCapacity(bold, { poolId, change: 1, ...words })).toEqual({ ok: false, code: 'forbidden' });
    const call = sql`select override_capacity(${poolId}, 1, 'other', 'by hand')`;
    expect(await refusal(visitorCtx(database.db), call)).toBe('MU015');
    expect(await refusal(manager, sql`update pool set overbook = 1 where id = ${poolId}`)).toBe('42501');
    expect(await refusal(manager, sql`delete from capacity_override`)).toBe('42501');
  });
});

describe('the fire limit', () => {
  const note = 'Inspection of 12 November';

  it('is the director’s, in the code and in the database', async () => {
    const input = { spaceId: museum.spaceId, limit: 300, note };
    const unable = await person('duty_manager', ['capacity.override']);
    expect(await changeFireLimit(unable, input)).toEqual({ ok: false, code: 'forbidden' });
    expect(await changeFireLimit(manager, input)).toEqual({ ok: false, code: 'forbidden' });
    expect(await refusal(director, sql`update space set fire_limit = 999`)).toBe('42501');
    expect(await refusal(director, sql`update pool set fire_limit = 999`)).toBe('42501');
    const setting = sql`insert into setting (key, valid_from, value) values ('building_fire_limit', current_date, '999')`;
    expect(await refusal(director, setting)).toBe('MU015');
    expect(await refusal(director, sql`update setting set key = 'gone' where key = 'building_fire_limit'`)).toBe(
      'MU015',
    );
    expect(await changeFireLimit(director, input)).toEqual({ ok: true, before: 400 });
    expect(await pool('space')).toMatchObject({ fire_limit: 300, capacity: 10 });
  });

  it('lowered brings capacities and added places down with it', async () => {
    const { id: poolId } = await pool('space');
    await overrideCapacity(manager, { poolId, change: 5, ...words });
    expect(await changeFireLimit(director, { spaceId: museum.spaceId, limit: 12, note })).toMatchObject({ ok: true });
    expect(await pool('space')).toMatchObject({ fire_limit: 12, capacity: 10, overbook: 2 });
    expect(await changeFireLimit(director, { spaceId: museum.spaceId, limit: 8, note })).toMatchObject({ ok: true });
    expect(await pool('space')).toMatchObject({ fire_limit: 8, capacity: 8, overbook: 0 });
    const { rows } = await database.owner.execute(sql`
      select sum(change)::int as sum, array_agg(reason order by id) as reasons from capacity_override where pool_id = ${poolId}`);
    expect(rows).toEqual([{ sum: 0, reasons: ['larger_party', 'fire_limit', 'fire_limit'] }]);
  });

  it('is not lowered below what is taken: who is sold a place keeps it, and the answer says where', async () => {
    await hold(4);
    const answer = await changeFireLimit(director, { spaceId: museum.spaceId, limit: 3, note });
    expect(answer).toMatchObject({ ok: false, code: 'below_taken', most: 4, at: expect.any(Date) });
    expect(await pool('space')).toMatchObject({ fire_limit: 400, capacity: 10 });
  });

  it('of the building holds for the times made from now on too', async () => {
    expect(await changeFireLimit(director, { spaceId: null, limit: 60, note })).toMatchObject({ ok: true });
    expect(await pool('building')).toMatchObject({ fire_limit: 60, capacity: 60 });
    museum = await buildMuseum(database.owner, { code: `later-${count}`, daysAhead: 70 });
    expect(await pool('building')).toMatchObject({ fire_limit: 60, capacity: 60 });
    expect(await changeFireLimit(director, { spaceId: newId(), limit: 60, note })).toEqual({
      ok: false,
      code: 'unknown_space',
    });
  });
});

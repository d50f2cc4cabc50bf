import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Db } from '#db/client.ts';
import { holdTickets } from '#lib/booking/hold-tickets.ts';
import { listAvailability } from '#lib/capacity/queries.ts';
import { sqlState } from '#lib/platform/transaction.ts';
import { visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

let database: TestDatabase;
let museum: TestMuseum;
let orderId: string;
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  count += 1;
  museum = await buildMuseum(database.owner, { code: `route-${count}`, daysAhead: 5 + count });
  const held = await holdTickets(
    visitorCtx(database.db),
    {
      timeslotId: museum.timeslots[0] ?? '',
      lines: [{ ticketTypeId: museum.ticketTypes.adult, quantity: 2 }],
      channel: 'web',
      lane: 'public',
    },
    'secret',
  );
  if (!held.ok) throw new Error(held.code);
  orderId = held.orderId;
});

/** The SQLSTATE with which a statement by hand is refused; null when it was let through. */
async function refusal(statement: ReturnType<typeof sql>, db: Db = database.db): Promise<string | null> {
  try {
    await db.execute(statement);
    return null;
  } catch (error) {
    return sqlState(error);
  }
}

async function counters(): Promise<{ kind: string; held: number; sold: number }[]> {
  const { rows } = await database.owner.execute<{ kind: string; held: number; sold: number }>(sql`
    select distinct p.kind, p.held, p.sold from claim c join pool_set_member m using (pool_set_id) join pool p on p.id = m.pool_id
     where c.order_id = ${orderId} order by p.kind`);
  return rows;
}

describe('raw SQL by the app’s role', () => {
  it('cannot take more places than there are', async () => {
    expect(await refusal(sql`update claim set quantity = 11 where order_id = ${orderId}`)).toBe('23514');
    expect(await counters()).toEqual(['building', 'day', 'lane', 'space'].map((kind) => ({ kind, held: 2, sold: 0 })));
  });

  it('cannot write the counters', async () => {
    expect(await refusal(sql`update pool set held = 0 where kind = 'lane'`)).toBe('42501');
    expect(await refusal(sql`update pool set sold = 0 where kind = 'lane'`)).toBe('42501');
    expect(await refusal(sql`insert into pool (kind, capacity, visit_date) values ('day', 5, '2040-01-01')`)).toBe(
      '42501',
    );
    expect(await refusal(sql`delete from pool`)).toBe('42501');
  });

  it('cannot lower a capacity below what is taken, nor lift a room above its fire limit', async () => {
    const lower = sql`update pool set capacity = 1 where timeslot_id = ${museum.timeslots[0]} and lane = 'public'`;
    expect(await refusal(lower)).toBe('42501');
    expect(await refusal(lower, database.owner)).toBe('23514');
    const lift = sql`update pool set overbook = 1000 where space_id = ${museum.spaceId}`;
    expect(await refusal(lift)).toBe('42501');
    expect(await refusal(lift, database.owner)).toBe('23514');
  });

  it('cannot delete or re-point a claim, nor make a pool set of its own', async () => {
    expect(await refusal(sql`delete from claim where order_id = ${orderId}`)).toBe('42501');
    expect(await refusal(sql`update claim set pool_set_id = 1 where order_id = ${orderId}`)).toBe('42501');
    expect(await refusal(sql`insert into pool_set (timeslot_id, lane) values (${museum.timeslots[0]}, 'desk')`)).toBe(
      '42501',
    );
    expect(await refusal(sql`delete from pool_set_member`)).toBe('42501');
  });

  it('cannot begin a claim as sold, nor claim without an order', async () => {
    expect(
      await refusal(sql`insert into claim (order_id, pool_set_id, quantity, state)
      select ${orderId}, s.id, 1, 'sold' from pool_set s where s.timeslot_id = ${museum.timeslots[1]} and s.lane = 'public'`),
    ).toBe('MU002');
    expect(
      await refusal(sql`insert into claim (order_id, pool_set_id, quantity, state)
      select null, s.id, 1, 'held' from pool_set s where s.timeslot_id = ${museum.timeslots[1]} and s.lane = 'public'`),
    ).toBe('MU002');
  });

  it('cannot claim from a pool that is closed', async () => {
    await database.db.execute(sql`update pool set status = 'closed' where timeslot_id = ${museum.timeslots[0]}`);
    expect(await refusal(sql`update claim set quantity = 3 where order_id = ${orderId}`)).toBe('MU001');
    expect(await refusal(sql`update claim set quantity = 1 where order_id = ${orderId}`)).toBeNull();
  });

  it('cannot call an unpaid order paid, nor make tickets without a sold place', async () => {
    expect(await refusal(sql`update orders set state = 'paid' where id = ${orderId}`)).toBe('MU004');
    expect(
      await refusal(sql`insert into ticket (id, order_id, order_line_id, timeslot_id, ticket_type_id, unit_no, short_code)
      select uuidv7(), l.order_id, l.id, l.timeslot_id, l.ticket_type_id, 1, 'ABCDEFGH' from order_line l where l.order_id = ${orderId}`),
    ).toBe('MU003');
  });

  it('cannot change the ledger, the audit log or the history, nor alter a table', async () => {
    for (const table of ['ledger_entry', 'audit_log', 'order_event', 'scan', 'admission', 'revocation']) {
      expect(await refusal(sql`delete from ${sql.identifier(table)}`), table).toBe('42501');
    }
    expect(await refusal(sql`update ledger_entry set amount_minor = 1`)).toBe('42501');
    expect(await refusal(sql`update audit_log set action = 'x'`)).toBe('42501');
    expect(
      await refusal(
        sql`insert into order_event (order_id, to_state, actor_kind) values (${orderId}, 'paid', 'system')`,
      ),
    ).toBe('42501');
    expect(await refusal(sql`alter table pool drop constraint pool_room`)).toBe('42501');
    expect(await refusal(sql`alter table claim disable trigger all`)).toBe('42501');
    expect(await refusal(sql`truncate claim`)).toBe('42501');
    expect(await refusal(sql`set session_replication_role = replica`)).toBe('42501');
  });

  it('cannot take a transition that the tables do not list', async () => {
    expect(await refusal(sql`update orders set state = 'refunded' where id = ${orderId}`)).toBe('MU002');
    expect(await refusal(sql`update orders set state = 'nonsense' where id = ${orderId}`)).toMatch(/^(MU002|23514)$/);
  });
});

describe('the owner’s own hand', () => {
  it('is refused by the same CHECK', async () => {
    expect(
      await refusal(sql`update pool set sold = sold + 100 where timeslot_id = ${museum.timeslots[0]}`, database.owner),
    ).toBe('23514');
    expect(await refusal(sql`update pool_set_member set pool_id = pool_id`, database.owner)).toBe('MU005');
  });
});

describe('pools that products share', () => {
  it('takes places from another product through the same room', async () => {
    const other = await buildMuseum(database.owner, {
      code: `other-${count}`,
      daysAhead: 5 + count,
      spaceId: museum.spaceId,
      startTimes: ['10:45'],
      lanes: { public: 15 },
    });
    const places = (product: string) =>
      listAvailability(database.db, {
        productId: product,
        fromDate: museum.visitDate,
        untilDate: museum.visitDate,
        lane: 'public',
      });
    expect((await places(other.productId)).map((slot) => slot.free)).toEqual([13]);
    const held = await holdTickets(
      visitorCtx(database.db),
      {
        timeslotId: other.timeslots[0] ?? '',
        lines: [{ ticketTypeId: museum.ticketTypes.adult, quantity: 6 }],
        channel: 'web',
        lane: 'public',
      },
      'secret',
    );
    expect(held.ok).toBe(true);
    expect((await places(museum.productId)).map((slot) => slot.free)).toEqual([7, 9]);
  });

  it('counts a guide for occupancy, not for tickets', async () => {
    const tour = await buildMuseum(database.owner, {
      code: `tour-${count}`,
      daysAhead: 40 + count,
      isGuided: true,
      peopleAtOnce: 12,
      lanes: { public: 12 },
    });
    const [slot] = await listAvailability(database.db, {
      productId: tour.productId,
      fromDate: tour.visitDate,
      untilDate: tour.visitDate,
      lane: 'public',
    });
    expect(slot).toMatchObject({ capacity: 12, free: 11 });
  });
});

import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Db } from '#db/client.ts';
import { type HoldTicketsResult, holdTickets } from '#lib/booking/hold-tickets.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { holdThroughFunnel } from '#lib/capacity/hold-funnel.ts';
import { type HoldRequest, holdPlaces } from '#lib/capacity/hold-places.ts';
import { hashLinkToken, newId, newOrderCode } from '#lib/platform/ids.ts';
import { sqlState } from '#lib/platform/transaction.ts';
import { visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

let database: TestDatabase;
let museum: TestMuseum;
let counted: { db: Db; statements: string[]; close(): Promise<void> };

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
  museum = await buildMuseum(database.owner, {
    startTimes: Array.from({ length: 9 }, (_, index) => `1${index}:00`),
    lanes: { public: 40, desk: 5 },
    peopleAtOnce: 300,
    buildingPeople: 300,
    dayCap: 10_000,
    orderLimit: 500,
  });
  const { pool, close } = connect(database.appUrl);
  const statements: string[] = [];
  const logger = { logQuery: (text: string) => void statements.push(text) };
  counted = { db: drizzle(pool, { logger }), statements, close };
});
afterAll(async () => {
  await counted.close();
  await database.close();
});

const slot = (index: number): string => museum.timeslots[index] ?? '';

function hold(db: Db, index: number, adults = 1): Promise<HoldTicketsResult> {
  const lines = [{ ticketTypeId: museum.ticketTypes.adult, quantity: adults }];
  return holdTickets(
    visitorCtx(db),
    { timeslotId: slot(index), lines, channel: 'web', lane: 'public' },
    'a secret of the test',
  );
}

function wish(index: number, quantity: number, given: Partial<HoldRequest> = {}): HoldRequest {
  const orderId = newId();
  return {
    actorKind: 'visitor',
    actorId: null,
    orderId,
    code: newOrderCode(),
    linkHash: hashLinkToken(orderId).toString('hex'),
    requestKey: null,
    channel: 'web',
    lane: 'public',
    locale: 'az',
    currency: 'AZN',
    timeslotId: slot(index),
    holdMinutes: 10,
    totalMinor: 500 * quantity,
    lines: [{ ticketTypeId: museum.ticketTypes.adult, quantity, unitPriceMinor: 500, taxMinor: 0 }],
    ...given,
  };
}

describe('the funnel', () => {
  it('costs one statement for a hold whose prices are known', async () => {
    const costs: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      counted.statements.length = 0;
      expect(await hold(counted.db, 0)).toMatchObject({ ok: true });
      costs.push(counted.statements.length);
    }
    // Prices are read anew every two seconds; the first hold finds none.
    expect(costs[0]).toBeGreaterThan(1);
    expect(Math.min(...costs)).toBe(1);
  });

  it('takes many at once through few statements, exactly as many as there is room for, in the order they came', async () => {
    await hold(counted.db, 1);
    counted.statements.length = 0;
    const results = await Promise.all(Array.from({ length: 128 }, () => hold(counted.db, 1)));
    expect(results.map((result) => result.ok)).toEqual(Array.from({ length: 128 }, (_, index) => index < 39));
    expect(counted.statements.filter((text) => text.includes('hold_places')).length).toBeLessThanOrEqual(4);
  });

  it('lets an order that fails fail alone', async () => {
    const taken = await hold(database.db, 2);
    const [{ code } = { code: '' }] = (
      await database.owner.execute<{ code: string }>(sql`
        select code from orders where id = ${taken.ok ? taken.orderId : null}`)
    ).rows;
    const requests = [wish(2, 1), wish(2, 1, { code }), wish(2, 2)];
    const [first, second, third] = await Promise.allSettled(
      requests.map((request) => holdThroughFunnel(database.db, request)),
    );
    expect(first).toMatchObject({ status: 'fulfilled', value: { verdict: 'held' } });
    expect(second?.status === 'rejected' && sqlState(second.reason)).toBe('23505');
    expect(third).toMatchObject({ status: 'fulfilled', value: { verdict: 'held' } });
  });

  it('finds the same form twice in one flush', async () => {
    const requestKey = newId();
    const [first, again] = await Promise.all(
      [wish(2, 1, { requestKey }), wish(2, 1, { requestKey })].map((request) =>
        holdThroughFunnel(database.db, request),
      ),
    );
    expect(first).toMatchObject({ verdict: 'held' });
    expect(again).toMatchObject({ verdict: 'repeat', orderId: first?.verdict === 'held' && first.orderId });
  });

  it('serves other timeslots while one is locked', async () => {
    await Promise.all([hold(database.db, 3), hold(database.db, 4)]);
    const locker = new pg.Client({ connectionString: database.ownerUrl });
    await locker.connect();
    await locker.query('begin');
    await locker.query(`select 1 from pool where timeslot_id = $1 for update`, [slot(3)]);
    const waiting = [hold(database.db, 3), hold(database.db, 3)];
    const begin = performance.now();
    const others = await Promise.all(Array.from({ length: 20 }, () => hold(database.db, 4)));
    expect(others.every((result) => result.ok)).toBe(true);
    expect(performance.now() - begin).toBeLessThan(500);
    await locker.query('rollback');
    await locker.end();
    expect((await Promise.all(waiting)).every((result) => result.ok)).toBe(true);
  });
});

describe('several processes side by side', () => {
  it('sell exactly the places there are, and find each other’s forms', async () => {
    const requestKey = newId();
    const processes = await Promise.all(Array.from({ length: 3 }, () => connect(database.appUrl, { most: 4 })));
    try {
      const wishes = processes.flatMap(({ db }) => [
        holdThroughFunnel(db, wish(8, 2, { requestKey })),
        ...Array.from({ length: 40 }, () => holdThroughFunnel(db, wish(8, 1))),
      ]);
      const verdicts = await Promise.all(wishes.map((verdict) => verdict.catch(sqlState)));
      const count = (kind: string) =>
        verdicts.filter((verdict) => verdict && typeof verdict === 'object' && verdict.verdict === kind).length;
      expect({ held: count('held'), repeat: count('repeat'), full: count('full') }).toEqual({
        held: 39,
        repeat: 2,
        full: 82,
      });
    } finally {
      await Promise.all(processes.map((one) => one.close()));
    }
    const { rows } = await database.owner.execute(
      sql`select held, sold from pool where timeslot_id = ${slot(8)} and lane = 'public'`,
    );
    expect(rows).toEqual([{ held: 40, sold: 0 }]);
  });
});

describe('hold_places', () => {
  it('judges and writes a list of timeslots, lanes and actors in the list’s order', async () => {
    const staffId = newId();
    const staff = { actorKind: 'staff', actorId: staffId, channel: 'desk', lane: 'desk' } as const;
    const requestKey = newId();
    const requests = [
      wish(5, 39),
      wish(5, 2),
      wish(5, 1, { requestKey }),
      wish(5, 4, staff),
      wish(6, 1),
      wish(5, 2, staff),
      wish(5, 1, { requestKey }),
      wish(5, 1, { timeslotId: newId() }),
      wish(5, 1),
      wish(6, 1, { lane: 'schools' }),
    ];
    const verdicts = await holdPlaces(database.db, requests);
    expect(verdicts.map((verdict) => verdict.verdict)).toEqual([
      'held',
      'full',
      'held',
      'held',
      'held',
      'full',
      'repeat',
      'unknown_timeslot',
      'full',
      'not_on_sale',
    ]);
    expect(verdicts[1]).toMatchObject({ room: 1, scarce: 'lane' });
    expect(verdicts[5]).toMatchObject({ room: 1, scarce: 'lane' });
    expect(verdicts[8]).toMatchObject({ room: 0, scarce: 'lane' });
    const { rows } = await database.owner.execute(sql`
      select o.id, e.actor_kind, e.actor_id, c.quantity, l.quantity as people from orders o join order_event e on e.order_id = o.id and e.machine = 'order'
        join claim c on c.order_id = o.id join order_line l on l.order_id = o.id
       where o.id in ${requests.map((request) => request.orderId)} order by e.id`);
    expect(rows).toEqual(
      [requests[0], requests[2], requests[3], requests[4]].map((request) => ({
        id: request?.orderId,
        actor_kind: request?.actorKind,
        actor_id: request?.actorId ?? null,
        quantity: request?.lines[0]?.quantity,
        people: request?.lines[0]?.quantity,
      })),
    );
  });
});

describe('what a commit waits for', () => {
  it('is nothing for a hold, and the disk for everything from payment on', async () => {
    await database.owner.execute(sql`create table commit_seen (what text not null, setting text not null)`);
    await database.owner.execute(sql`
      create function see_commit() returns trigger language plpgsql security definer as $$ begin
        insert into public.commit_seen values (tg_table_name, current_setting('synchronous_commit')); return null; end $$`);
    // Deferred: it runs as the last thing before the commit, and sees what the commit will see.
    for (const [table, event] of [
      ['claim', 'insert'],
      ['payment', 'insert or update'],
      ['ticket', 'insert'],
    ] as const) {
      await database.owner.execute(
        sql.raw(
          `create constraint trigger see_commit after ${event} on ${table} deferrable initially deferred for each row execute function see_commit()`,
        ),
      );
    }
    const url = new URL(database.appUrl);
    url.searchParams.set('options', '-c synchronous_commit=on');
    const { db, close } = connect(url.href, { most: 1 });
    try {
      const { orderId } = await heldOrder(db, museum, { free: 1, slot: 7 });
      expect(await startPayment(visitorCtx(db), { orderId })).toEqual({ ok: true, kind: 'paid' });
      const { rows } = await database.owner.execute(sql`
        select distinct what, setting from commit_seen order by what`);
      expect(rows).toEqual([
        { what: 'claim', setting: 'off' },
        { what: 'payment', setting: 'on' },
        { what: 'ticket', setting: 'on' },
      ]);
    } finally {
      await close();
    }
  });
});

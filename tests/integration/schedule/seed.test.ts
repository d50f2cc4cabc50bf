import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeedResult, seedMuseum } from '#db/seed/load.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';

// A Tuesday, 15:00 in Baku: half the day has been.
const now = new Date('2026-12-01T11:00:00Z');
const nextDay = new Date('2026-12-02T05:00:00Z');

let database: TestDatabase;
let first: SeedResult;

beforeAll(async () => {
  database = await createTestDatabase();
  first = await seedMuseum({ ownerUrl: database.ownerUrl, now, linkSecret: 'test-link-secret' });
});
afterAll(() => database.close());

async function rowsOf(query: ReturnType<typeof sql>): Promise<Record<string, unknown>[]> {
  return (await database.owner.execute(query)).rows;
}
async function one(query: ReturnType<typeof sql>): Promise<number> {
  return Number(Object.values((await rowsOf(query))[0] ?? {})[0]);
}
async function counts(): Promise<Record<string, unknown>> {
  const tables = [
    'museum',
    'setting',
    'role_permission',
    'staff_member',
    'guide',
    'space',
    'product',
    'ticket_type',
    'price',
    'closure',
    'day_type',
    'schedule_rule',
    'timeslot',
    'pool',
    'pool_set_member',
    'orders',
    'claim',
    'payment',
    'ledger_entry',
    'ticket',
    'scan',
    'admission',
    'order_event',
    'audit_log',
  ];
  const [row] = await rowsOf(
    sql.raw(`select ${tables.map((table) => `(select count(*)::int from ${table}) as ${table}`).join(', ')}`),
  );
  return row ?? {};
}

describe('the demonstration museum', () => {
  it('loads, with sixty days of timeslots', async () => {
    expect(first.state).toBe('loaded');
    expect(
      await one(sql`select count(distinct visit_date)::int from timeslot where state = 'on_sale'`),
    ).toBeGreaterThan(48);
    expect(await rowsOf(sql`select min(visit_date) as first, max(visit_date) as last from timeslot`)).toEqual([
      { first: '2026-12-01', last: '2027-01-30' },
    ]);
    expect(await one(sql`select count(*)::int from timeslot where state not in ('on_sale','dormant')`)).toBe(0);
    expect(
      await one(sql`select count(*)::int from timeslot t join closure c using (visit_date) where c.opens_time is null`),
    ).toBe(0);
    expect(await one(sql`select count(*)::int from timeslot where extract(isodow from visit_date) = 1`)).toBe(0);
  });

  it('has a guide for every guided timeslot', async () => {
    expect(
      await one(
        sql`select count(*)::int from timeslot t join product p on p.id = t.product_id where p.is_guided and p.booking_mode = 'order' and t.guide_id is null and t.state <> 'dormant' and t.ends_at > ${now.toISOString()}::timestamptz`,
      ),
    ).toBe(0);
    expect(
      await one(
        sql`select count(*)::int from timeslot t join guide g on g.id = t.guide_id where not t.language = any (g.languages)`,
      ),
    ).toBe(0);
  });

  it('says everything in three languages', async () => {
    for (const [table, column] of [
      ['space', 'names'],
      ['product', 'names'],
      ['product', 'summaries'],
      ['product', 'descriptions'],
      ['product', 'meeting_points'],
      ['ticket_type', 'names'],
      ['ticket_type', 'eligibilities'],
      ['closure', 'reasons'],
      ['day_type', 'names'],
    ]) {
      const empty = await one(
        sql.raw(
          `select count(*)::int from ${table}, unnest(array['az','en','ru']) l where coalesce(${column} ->> l, '') = ''`,
        ),
      );
      expect(empty, `${table}.${column}`).toBe(0);
    }
  });

  it('offers adult-citizen first, and knows the tariff to come', async () => {
    const rows = await rowsOf(sql`
      select t.code, r.amount_minor, r.valid_from, r.valid_until from price r join product p on p.id = r.product_id
        join ticket_type t on t.id = r.ticket_type_id
       where p.code = 'full-route' and t.position = 1 and r.day_type is null order by r.valid_from`);
    expect(rows).toEqual([
      { code: 'adult-citizen', amount_minor: 500, valid_from: '2019-05-24', valid_until: '2026-12-31' },
      { code: 'adult-citizen', amount_minor: 600, valid_from: '2027-01-01', valid_until: null },
    ]);
  });

  it('keeps the invariants of pools, money, tickets and history', async () => {
    const broken: [string, ReturnType<typeof sql>][] = [
      ['I1', sql`select count(*)::int from pool where held + sold > capacity + overbook`],
      [
        'I2',
        sql`select count(*)::int from pool p left join (
          select m.pool_id, sum(c.quantity) filter (where c.state = 'held') as held, sum(c.quantity) filter (where c.state = 'sold') as sold
            from claim c join pool_set_member m using (pool_set_id) group by 1) c on c.pool_id = p.id
          where p.held <> coalesce(c.held, 0) or p.sold <> coalesce(c.sold, 0)`,
      ],
      [
        'I3',
        sql`select count(*)::int from orders o where o.state = 'paid'
          and (select sum(quantity) from order_line where order_id = o.id) is distinct from (select sum(party_size) from ticket where order_id = o.id)`,
      ],
      [
        'I4',
        sql`select count(*)::int from ticket t join orders o on o.id = t.order_id where o.state not in ('paid','on_account')`,
      ],
      [
        'I7',
        sql`select count(*)::int from orders o where o.state = 'paid' and o.total_minor <> (select coalesce(sum(amount_minor), 0) from ledger_entry where order_id = o.id)`,
      ],
      [
        'lines',
        sql`select count(*)::int from orders o where o.total_minor <> (select sum(total_minor) from order_line where order_id = o.id)`,
      ],
      [
        'I13',
        sql`select count(*)::int from order_event e where from_state is not null and not exists (
          select 1 from allowed_transition a where a.machine = e.machine and a.from_state = e.from_state and a.to_state = e.to_state)`,
      ],
      [
        'history',
        sql`select count(*)::int from orders o where o.state is distinct from (select to_state from order_event where order_id = o.id and machine = 'order' order by id desc limit 1)`,
      ],
      ['triggers', sql`select count(*)::int from pg_trigger where tgenabled = 'D'`],
      [
        'prices',
        sql`select count(*)::int from order_line l join timeslot t on t.id = l.timeslot_id where not exists (
          select 1 from price r where r.product_id = t.product_id and r.ticket_type_id = l.ticket_type_id and r.amount_minor = l.unit_price_minor)`,
      ],
    ];
    for (const [name, query] of broken) expect(await one(query), name).toBe(0);
  });

  it('has orders of every kind for today and the days after it', async () => {
    const states = await rowsOf(sql`select state, count(*)::int as n from orders group by 1 order by 1`);
    expect(states.map((row) => row.state)).toEqual(['expired', 'held', 'on_account', 'paid']);
    const visits = await rowsOf(sql`select state from group_visit order by 1`);
    expect(visits.map((row) => row.state)).toEqual(['confirmed', 'offered', 'submitted']);
    expect(
      await one(sql`select count(distinct t.visit_date)::int from ticket k join timeslot t on t.id = k.timeslot_id`),
    ).toBeGreaterThan(10);
    expect(
      await one(
        sql`select count(*)::int from ticket k join orders o on o.id = k.order_id where o.lane = 'schools' and k.party_size > 10`,
      ),
    ).toBeGreaterThanOrEqual(2);
    // a full time and a nearly full one, tomorrow
    const lanes = await rowsOf(sql`
      select to_char(t.start_time, 'HH24:MI') as start, p.capacity - p.held - p.sold as free from pool p join timeslot t on t.id = p.timeslot_id
        join product r on r.id = t.product_id
       where p.lane = 'public' and r.code = 'full-route' and t.visit_date = '2026-12-02' and to_char(t.start_time, 'HH24:MI') in ('11:15', '14:15')
       order by 1`);
    expect(lanes).toEqual([
      { start: '11:15', free: 0 },
      { start: '14:15', free: 1 },
    ]);
  });

  it('has let in most of today’s visitors whose time has come, and nobody else', async () => {
    expect(await one(sql`select count(*)::int from admission`)).toBeGreaterThan(20);
    expect(
      await one(sql`select count(*)::int from admission where admitted_at > ${now.toISOString()}::timestamptz`),
    ).toBe(0);
    expect(
      await one(sql`select count(*)::int from ticket where admitted_people > 0 and admitted_people <> party_size`),
    ).toBe(0);
  });

  it('has a member of staff for every role, whose password is only kept hashed', async () => {
    expect(await rowsOf(sql`select role from staff_role except select role from role_permission`)).toEqual([]);
    expect(await one(sql`select count(distinct role)::int from staff_role`)).toBe(8);
    expect(await one(sql`select count(*)::int from staff_member where password_hash not like '$argon2id$%'`)).toBe(0);
  });

  it('changes nothing when it runs again', async () => {
    const before = await counts();
    const again = await seedMuseum({ ownerUrl: database.ownerUrl, now, linkSecret: 'test-link-secret' });
    expect(again).toEqual({ state: 'loaded', isFirst: false, timeslots: 0, orders: 0, admissions: 0 });
    expect(await counts()).toEqual(before);
  });

  it('adds what is missing on the next day', async () => {
    const before = await counts();
    const result = await seedMuseum({ ownerUrl: database.ownerUrl, now: nextDay, linkSecret: 'test-link-secret' });
    // 31 January 2027 is a Sunday, 15 December a Tuesday: a new day of timeslots and one of orders
    expect(result).toMatchObject({ state: 'loaded', isFirst: false });
    expect(await one(sql`select count(*)::int from timeslot where visit_date = '2027-01-31'`)).toBeGreaterThan(40);
    const after = await counts();
    expect(Number(after.orders)).toBeGreaterThan(Number(before.orders));
    for (const table of ['museum', 'price', 'staff_member', 'product', 'schedule_rule', 'setting'])
      expect(after[table], table).toBe(before[table]);
  });

  it('leaves a real museum alone', async () => {
    const real = await createTestDatabase();
    try {
      await real.owner.execute(sql`
        insert into museum (slug, names, addresses, time_zone, currency, contact_email, contact_phone)
        values ('real', '{}', '{}', 'Asia/Baku', 'AZN', 'a@example.org', '1')`);
      expect(await seedMuseum({ ownerUrl: real.ownerUrl, now })).toEqual({ state: 'not_a_demonstration' });
      const { rows } = await real.owner.execute(
        sql`select (select count(*)::int from product) as products, (select count(*)::int from role_permission) as rights`,
      );
      expect(rows[0]).toMatchObject({ products: 0 });
      expect(Number(rows[0]?.rights)).toBeGreaterThan(0);
    } finally {
      await real.close();
    }
  });
});

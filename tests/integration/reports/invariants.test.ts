import { type SQL, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '#db/client.ts';
import { seedMuseum } from '#db/seed/load.ts';
import { examine } from '#lib/reports/doctor.ts';
import { invariants, runInvariants } from '#lib/reports/invariants.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { type BusyMuseum, buildBusyMuseum } from './busy-museum.ts';

let database: TestDatabase;
let museum: BusyMuseum;

beforeAll(async () => {
  database = await createTestDatabase();
  museum = await buildBusyMuseum(database);
});
afterAll(() => database.close());

const undo = new Error('undone');

/** Breaks the database in a transaction with its guards off, asks which invariants notice, and undoes it all. */
async function foundAfter(...faults: SQL[]): Promise<string[]> {
  let found: string[] = [];
  const planted = database.owner.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    for (const fault of faults) expect((await tx.execute(fault)).rowCount).not.toBe(0);
    const findings = await runInvariants(tx as unknown as Db);
    found = findings.filter(({ violations }) => violations.length > 0).map(({ id }) => id);
    throw undo;
  });
  await expect(planted).rejects.toBe(undo);
  return found;
}

test('a museum at work violates nothing, as the app’s own role sees it', async () => {
  const findings = await runInvariants(database.db);
  expect(findings.map(({ id }) => id)).toEqual(invariants.map(({ id }) => id));
  expect(findings.flatMap(({ violations }) => violations)).toEqual([]);
});

type Fault = [id: string, what: string, plant: (museum: BusyMuseum) => SQL[]];
const faults: Fault[] = [
  [
    'I1',
    'a pool is oversold',
    () => [
      sql`alter table pool drop constraint pool_room`,
      sql`update pool set sold = capacity + overbook + 1 where id = (select min(id) from pool)`,
    ],
  ],
  ['I2', 'a counter drifts', () => [sql`update pool set held = held + 1 where id = (select min(id) from pool)`]],
  ['I2', 'a claim vanishes', ({ paid }) => [sql`delete from claim where order_id = ${paid.orderId}`]],
  ['I3', 'a paid order lacks a ticket', ({ paid }) => [sql`delete from ticket where id = ${paid.tickets[1]?.id}`]],
  [
    'I4',
    'a ticket outlives its order',
    ({ paid }) => [sql`update orders set state = 'cancelled' where id = ${paid.orderId}`],
  ],
  [
    'I5',
    'two live attempts',
    ({ heldId }) => [
      sql`drop index payment_one_live`,
      sql`insert into payment (order_id, provider, amount_minor, currency) select ${heldId}::uuid, 'stripe', 500, 'AZN' from generate_series(1, 2)`,
    ],
  ],
  [
    'I6',
    'money without an order',
    ({ heldId }) => [
      sql`insert into payment (order_id, provider, state, amount_minor, captured_minor, currency)
        values (${heldId}, 'stripe', 'succeeded', 500, 500, 'AZN')`,
    ],
  ],
  ['I7', 'a charge the ledger does not know', () => [sql`delete from ledger_entry`]],
  [
    'I7',
    'a refund the ledger does not know',
    ({ paid }) => [
      sql`insert into refund (payment_id, order_id, amount_minor, currency, state, reason)
        select id, order_id, 500, currency, 'succeeded', 'mistake' from payment where order_id = ${paid.orderId}`,
    ],
  ],
  [
    'I8',
    'more refunded than captured',
    ({ paid }) => [
      sql`alter table payment drop constraint payment_refund_room`,
      sql`update payment set refund_reserved_minor = captured_minor + 1 where order_id = ${paid.orderId}`,
    ],
  ],
  [
    'I9',
    'a second entry on one ticket',
    ({ paid, scanId }) => [
      sql`insert into scan (id, ticket_id, station, way, people, scanned_at, sent_at, outcome)
        select uuidv7(), ticket_id, station, way, people, scanned_at, sent_at, outcome from scan where id = ${scanId}`,
      sql`insert into admission (scan_id, ticket_id, people, admitted_at)
        select id, ticket_id, people, scanned_at from scan where ticket_id = ${paid.tickets[0]?.id} and id <> ${scanId}`,
    ],
  ],
  [
    'I9',
    'a count of entries that drifts',
    ({ paid }) => [sql`update ticket set admitted_people = 1 where id = ${paid.tickets[1]?.id}`],
  ],
  ['I10', 'a scan is lost', ({ scanId }) => [sql`delete from scan where id = ${scanId}`]],
  ['I10', 'an answer without its admission', ({ scanId }) => [sql`delete from admission where scan_id = ${scanId}`]],
  [
    'I11',
    'a hold that never ends',
    ({ heldId }) => [
      sql`update orders set held_at = now() - interval '1 hour', expires_at = now() - interval '6 minutes' where id = ${heldId}`,
    ],
  ],
  ['I11', 'places held for nobody', ({ heldId }) => [sql`update orders set state = 'expired' where id = ${heldId}`]],
  [
    'I12',
    'a message sent twice',
    () => [
      sql`alter table message drop constraint message_dedupe_key_key`,
      sql`insert into message (dedupe_key, kind, locale, recipient, state, sent_at)
        select 'twice', 'order_confirmed', 'az', 'a@example.org', 'sent', now() from generate_series(1, 2)`,
    ],
  ],
  [
    'I13',
    'a step that is not allowed',
    ({ paid }) => [
      sql`insert into order_event (order_id, from_state, to_state, actor_kind) values (${paid.orderId}, 'paid', 'held', 'system')`,
    ],
  ],
  ['I13', 'a state without history', ({ paid }) => [sql`delete from order_event where order_id = ${paid.orderId}`]],
  [
    'I14',
    'a ticket of another order than its line',
    ({ paid, heldId }) => [sql`update ticket set order_id = ${heldId} where id = ${paid.tickets[0]?.id}`],
  ],
  [
    'I14',
    'money booked to another order than it was paid for',
    ({ heldId }) => [sql`update ledger_entry set order_id = ${heldId}`],
  ],
  [
    'I15',
    'a ticket refunded twice',
    ({ paid }) => [
      sql`drop index refund_ticket_once`,
      sql`insert into refund (payment_id, order_id, ticket_id, amount_minor, currency, state, reason)
        select id, order_id, ${paid.tickets[0]?.id}::uuid, 250, currency, 'succeeded', 'mistake' from payment, generate_series(1, 2)
         where order_id = ${paid.orderId}`,
    ],
  ],
  [
    'I16',
    'a movement that the provider knows and we do not',
    () => [
      sql`insert into reconciliation (provider, date, currency, ours_minor, theirs_minor, under_way_minor, lines)
        values ('stripe', '2026-01-01', 'AZN', 0, 500, 0,
          '[{"why":"missing_here","kind":"charge","reference":"pi_x","oursMinor":0,"theirsMinor":500}]')`,
    ],
  ],
  [
    'I16',
    'a difference that nothing names',
    () => [
      sql`insert into reconciliation (provider, date, currency, ours_minor, theirs_minor, under_way_minor, lines)
        values ('stripe', '2026-01-01', 'AZN', 7, 0, 0, '[]')`,
    ],
  ],
  [
    'I17',
    'a voucher’s counter that drifts',
    () => [
      sql`insert into voucher (code, label, effect, effect_value, max_uses, uses, valid_from, valid_until)
        values ('DRIFTING', 'Drifts', 'per_cent_off', 10, 3, 1, now(), now() + interval '1 day')`,
    ],
  ],
  [
    'I17',
    'a lowered price without its voucher',
    ({ heldId }) => [sql`update order_line set full_price_minor = unit_price_minor where order_id = ${heldId}`],
  ],
  [
    'I17',
    'places kept for a voucher that is over',
    () => [
      sql`insert into voucher (id, code, label, timeslot_id, reserved_places, max_uses, valid_from, valid_until)
        select uuidv7(), 'FOREVER1', 'Over', timeslot_id, 1, 1, now() - interval '2 days', now() - interval '1 day' from pool_set
         where lane = 'public' limit 1`,
      sql`insert into claim (voucher_id, pool_set_id, quantity, state) select v.id, s.id, 1, 'held' from voucher v
        join pool_set s on s.timeslot_id = v.timeslot_id and s.lane = 'public'`,
    ],
  ],
  [
    'I18',
    'a place that nobody has added',
    () => [sql`update pool set overbook = 1 where id = (select min(id) from pool)`],
  ],
  [
    'I19',
    'somebody who was forgotten when their time was cancelled',
    ({ timeslots }) => [
      sql`update timeslot set state = 'cancelled' where id = ${timeslots[0] ?? ''}`,
      sql`insert into slot_cancellation (timeslot_id, reason, note, answer_until, requested_by) values (${timeslots[0] ?? ''}, 'weather', 'Snow', now(), 'x')`,
    ],
  ],
  [
    'I20',
    'a donation that the ledger does not know',
    ({ paid }) => [
      sql`update orders set donation_minor = 100, total_minor = total_minor + 100 where id = ${paid.orderId}`,
    ],
  ],
  [
    'I21',
    'an offer whose places anybody may buy',
    ({ timeslots }) => [
      sql`insert into waiting_entry (id, link_hash, request_key, product_id, people, locale, email, email_key, state)
        select '00000000-0000-7000-8000-0000000000a1', sha256('x'), uuidv7(), product_id, 2, 'az', 'x@example.az', 'x', 'offered'
          from timeslot where id = ${timeslots[0] ?? ''}`,
      sql`insert into waiting_offer (entry_id, timeslot_id, people, expires_at)
        values ('00000000-0000-7000-8000-0000000000a1', ${timeslots[0] ?? ''}, 2, now() + interval '1 day')`,
    ],
  ],
  ['I22', 'a change that was made without its money', ({ paid }) => [changeOf(paid.orderId, 'applied', '10 minutes')]],
  [
    'I22',
    'places held for a change that is over',
    ({ paid }) => [
      changeOf(paid.orderId, 'dropped', '10 minutes'),
      sql`insert into claim (change_id, pool_set_id, quantity, state) select c.id, s.id, 1, 'held' from order_change c
        join pool_set s on s.timeslot_id = c.to_timeslot_id and s.lane = 'public' and s.is_current`,
    ],
  ],
  ['I22', 'a change that never ends', ({ paid }) => [changeOf(paid.orderId, 'open', '-6 minutes')]],
  [
    'I23',
    'a settled sum that is not that of its lines',
    ({ paid }) => [sql`update orders set total_minor = total_minor + 1 where id = ${paid.orderId}`],
  ],
  ['I24', 'places that were promised and are nowhere', () => [aLane(sql`capacity = capacity - 1`)]],
  ['I24', 'places withheld for no wave', () => [aLane(sql`capacity = capacity - 1, withheld = 1`)]],
  ['I24', 'places given to no lane', () => [aLane(sql`capacity = capacity - 1, given = 1`)]],
  [
    'I24',
    'a wave that nobody opens',
    () => [
      aLane(sql`capacity = capacity - 1, withheld = 1, opens_at = now() - interval '6 minutes'`),
      sql`insert into pool_release (pool_id, opens_at, places) select id, opens_at, withheld from pool where withheld = 1`,
    ],
  ],
  ['I25', 'a number that was left out', ({ paid }) => [visitOf(paid.orderId), paperOf('quote', 2)]],
  [
    'I26',
    'more taken back than was asked for',
    ({ paid }) => [
      visitOf(paid.orderId),
      paperOf('invoice', 1),
      sql`insert into account_document (kind, year, no, visit_id, corrects_id, issued_date, locale, currency, lines, total_minor, tax_minor, basis, payer, issued_by)
        select 'credit_note', year, 1, visit_id, id, issued_date, locale, currency, '[{"totalMinor": 101, "taxMinor": 0}]', 101, 0, basis, payer, 'x' from account_document`,
    ],
  ],
  ['I27', 'a visit whose money names no paper', ({ paid }) => [visitOf(paid.orderId)]],
];

/** The desk's lane of the first time is changed by hand. */
function aLane(change: SQL): SQL {
  return sql`update pool set ${change} where id = (select min(id) from pool where lane = 'desk')`;
}

/** An order that is a group's visit. */
function visitOf(orderId: string): SQL {
  return sql`insert into group_visit (code, link_hash, request_key, state, product_id, locale, tour_language, pupils, order_id)
    select 'VISIT000', sha256('v'), uuidv7(), 'draft', id, 'az', 'az', 10, ${orderId}::uuid from product limit 1`;
}

/** A paper of 100 for it. */
function paperOf(kind: string, no: number): SQL {
  return sql`insert into account_document (kind, year, no, visit_id, issued_date, locale, currency, lines, total_minor, tax_minor, basis, payer, issued_by)
    select ${kind}, 2026, ${no}, id, current_date, 'az', 'AZN', '[{"totalMinor": 100, "taxMinor": 0}]', 100, 0, 'booked', '{}', 'x' from group_visit`;
}

/** A dearer change of an order. */
function changeOf(orderId: string, state: string, expiresIn: string): SQL {
  return sql`insert into order_change (order_id, kind, state, from_timeslot_id, to_timeslot_id, lines, before_minor, after_minor, share_per_mille,
      currency, made_at, expires_at, applied_at)
    select order_id, 'types', ${state}, timeslot_id, timeslot_id, '[{}]', 0, 500, 1000, 'AZN', now() - interval '20 minutes',
           now() + ${expiresIn}::interval, case when ${state} = 'applied' then now() end
      from order_line where order_id = ${orderId} limit 1`;
}

test.each(faults)('%s notices: %s', async (id, _what, plant) => {
  expect(await foundAfter(...plant(museum))).toContain(id);
});

test('every invariant has a fault that it notices', () => {
  expect(new Set(faults.map(([id]) => id))).toEqual(new Set(invariants.map(({ id }) => id)));
});

test('the doctor says what it ran, and each violation', async () => {
  const lines: string[] = [];
  expect(await examine(database.appUrl, (line) => lines.push(line))).toBe(0);
  expect(lines.filter((line) => line.startsWith('✓'))).toHaveLength(invariants.length);
  expect(lines.at(-1)).toBe(`${invariants.length} invariants ran, nothing violates them`);

  await database.owner.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`delete from ledger_entry`);
  });
  lines.length = 0;
  expect(await examine(database.appUrl, (line) => lines.push(line))).toBe(1);
  expect(lines.join('\n')).toContain(`"order_id":"${museum.paid.orderId}"`);
});

test('the demonstration museum violates nothing', async () => {
  const seeded = await createTestDatabase();
  try {
    await seedMuseum({ ownerUrl: seeded.ownerUrl, now: new Date() });
    expect((await runInvariants(seeded.db)).flatMap(({ violations }) => violations)).toEqual([]);
  } finally {
    await seeded.close();
  }
});

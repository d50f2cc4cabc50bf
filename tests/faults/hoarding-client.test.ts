import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyVoucher } from '#lib/booking/apply-voucher.ts';
import { extendHold } from '#lib/booking/extend-hold.ts';
import { holdVisit } from '#lib/booking/hold-visit.ts';
import { spendChallenge, wrongCodesAllowed } from '#lib/identity/limit-visitors.ts';
import { newId } from '#lib/platform/ids.ts';
import { visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { makeVoucher } from '#tests/support/vouchers.ts';

let database: TestDatabase;
let museum: TestMuseum;
const cap = 40;

beforeAll(async () => {
  database = await createTestDatabase({ most: 16 });
  museum = await buildMuseum(database.owner, {
    startTimes: ['10:00', '11:00', '12:00', '13:00'],
    lanes: { public: 5000 },
    peopleAtOnce: 20_000,
    buildingPeople: 400,
    dayCap: 20_000,
  });
  await database.owner.execute(sql`update pool set fire_limit = null, capacity = 20000 where kind = 'building'`);
});
afterAll(() => database.close());

const ctx = () => visitorCtx(database.db);
const hold = (client: string | null, index = 0) =>
  holdVisit(
    ctx(),
    { timeslotId: museum.timeslots[index % 4] ?? '', people: 6, requestKey: newId() },
    'secret',
    client === null ? null : { address: client },
  );

async function heldOrders(): Promise<number> {
  const { rows } = await database.owner.execute<{ held: number }>(
    sql`select count(*)::int as held from orders where state = 'held'`,
  );
  return rows[0]?.held ?? 0;
}

it('five thousand holds from one address: as many as the rule says, and others are served beside it', async () => {
  const codes = new Map<string, number>();
  const many = 5000;
  for (let sent = 0; sent < many; sent += 500) {
    const answers = await Promise.all(Array.from({ length: 500 }, (_, index) => hold('203.0.113.7', index)));
    for (const answer of answers) {
      const code = answer.ok ? 'held' : answer.code;
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
  }
  expect(Object.fromEntries(codes)).toEqual({ held: cap, proof_needed: many - cap });
  expect(await heldOrders()).toBe(cap);
  expect(await hold('203.0.113.7')).toMatchObject({ ok: false, code: 'proof_needed', minutes: expect.any(Number) });
  expect(await hold('198.51.100.9')).toMatchObject({ ok: true });
});

const holdFrom = (client: { address: string; browser?: string | null; hasProof?: boolean }) =>
  holdVisit(ctx(), { timeslotId: museum.timeslots[0] ?? '', people: 1, requestKey: newId() }, 'secret', client);

it('one browser holds as many as the rule says, then one for each proof, then none; others at its address go on', async () => {
  const one = { address: '203.0.113.50', browser: 'a browser' };
  for (let time = 0; time < 8; time += 1) expect(await holdFrom(one)).toMatchObject({ ok: true });
  expect(await holdFrom(one)).toMatchObject({ ok: false, code: 'proof_needed' });
  for (let time = 0; time < 3; time += 1)
    expect(await holdFrom({ ...one, hasProof: true })).toMatchObject({ ok: true });
  expect(await holdFrom({ ...one, hasProof: true })).toMatchObject({ ok: false, code: 'too_many_holds' });
  expect(await holdFrom({ ...one, browser: 'another' })).toMatchObject({ ok: true });
});

it('browsers that keep no mark count as one, and a school behind one address as many', async () => {
  const address = '203.0.113.60';
  for (let time = 0; time < 8; time += 1)
    expect(await holdFrom({ address, browser: null })).toMatchObject({ ok: true });
  expect(await holdFrom({ address, browser: null })).toMatchObject({ code: 'proof_needed' });
  for (let child = 0; child < 30; child += 1) {
    expect(await holdFrom({ address, browser: `child ${child}` })).toMatchObject({ ok: true });
  }
});

it('with a proof each, an address holds twice its number, and then waits', async () => {
  const address = '203.0.113.70';
  let held = 0;
  let last = '';
  for (let time = 0; time < 100; time += 1) {
    const answer = await holdFrom({ address, browser: `drawn ${time}`, hasProof: true });
    if (answer.ok) held += 1;
    else last = answer.code;
  }
  expect({ held, last }).toEqual({ held: 80, last: 'too_many_holds' });
});

it('a challenge is good for one form, however often that is sent', async () => {
  const spend = (form: string) => spendChallenge(database.db, 'a challenge', form);
  expect(await spend('one')).toBe(true);
  expect(await Promise.all([spend('one'), spend('another'), spend('one')])).toEqual([true, false, true]);
});

it('a hold lasts no longer for being extended again and again', async () => {
  const held = await hold('198.51.100.10');
  if (!held.ok) throw new Error(held.code);
  expect(await extendHold(ctx(), { orderId: held.orderId })).toMatchObject({ ok: true });
  expect(await extendHold(ctx(), { orderId: held.orderId })).toEqual({ ok: false, code: 'already_extended' });
  const forever = sql`update orders set expires_at = now() + interval '2 hours' where id = ${held.orderId}`;
  await expect(database.db.execute(forever)).rejects.toThrow();
});

it('what comes to nothing, and the same form again, counts against nobody', async () => {
  const client = '198.51.100.11';
  const requestKey = newId();
  const same = () =>
    holdVisit(ctx(), { timeslotId: museum.timeslots[0] ?? '', people: 1, requestKey }, 'secret', { address: client });
  for (let time = 0; time < 60; time += 1) expect(await same()).toMatchObject({ ok: true });
  for (let time = 0; time < 60; time += 1) {
    const none = holdVisit(ctx(), { timeslotId: museum.timeslots[0] ?? '', people: 7, requestKey: newId() }, 'secret', {
      address: client,
    });
    expect(await none).toMatchObject({ ok: false, code: 'too_many_tickets' });
  }
  expect(await hold(client)).toMatchObject({ ok: true });
});

it('codes are not guessed: after some wrong ones the right one is not believed either, from that address', async () => {
  const { code } = await makeVoucher(database);
  const held = await hold(null);
  if (!held.ok) throw new Error(held.code);
  const guess = (typed: string, client: string) => applyVoucher(ctx(), { orderId: held.orderId, code: typed, client });
  for (let time = 0; time < wrongCodesAllowed; time += 1) {
    expect(await guess(`GUESS${time}A`, '203.0.113.8')).toMatchObject({ why: 'unknown' });
  }
  expect(await guess(code, '203.0.113.8')).toMatchObject({ why: 'too_often' });
  expect(await guess(code, '198.51.100.12')).toMatchObject({ ok: true });
  const { rows } = await database.owner.execute<{ key: string }>(sql`select key from rate_limit`);
  expect(rows.some(({ key }) => key.includes('203.0.113'))).toBe(false);
});

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applyVoucher } from '#lib/booking/apply-voucher.ts';
import { chooseTickets } from '#lib/booking/choose-tickets.ts';
import { giveBackHold } from '#lib/booking/give-back-hold.ts';
import { holdAgain } from '#lib/booking/hold-again.ts';
import { holdVisit } from '#lib/booking/hold-visit.ts';
import { makeVouchers } from '#lib/booking/make-vouchers.ts';
import { releaseReserved } from '#lib/booking/release-reserved.ts';
import { removeVoucher } from '#lib/booking/remove-voucher.ts';
import { sweepHolds } from '#lib/booking/sweep-holds.ts';
import { withdrawVoucher } from '#lib/booking/withdraw-voucher.ts';
import { listAvailability } from '#lib/capacity/queries.ts';
import { newId, newOrderCode } from '#lib/platform/ids.ts';
import { sqlState } from '#lib/platform/transaction.ts';
import { getSlotPage } from '#lib/reports/get-slot-page.ts';
import { runInvariants } from '#lib/reports/invariants.ts';
import { staffCtx, systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { runOutOfTime } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { makeVoucher, reserveOf, usesOf, voucherOf } from '#tests/support/vouchers.ts';

let database: TestDatabase;
let museum: TestMuseum;
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  count += 1;
  museum = await buildMuseum(database.owner, {
    code: `route-${count}`,
    daysAhead: 5 + count,
    lanes: { public: 10, schools: 12 },
    peopleAtOnce: 20,
  });
});

const ctx = () => visitorCtx(database.db);
const slot = () => museum.timeslots[0] ?? '';
const manager = () => staffCtx(database.db, { permissions: ['vouchers.change'] });
const hold = (people: number, code?: string) =>
  holdVisit(ctx(), { timeslotId: slot(), people, requestKey: newId(), ...(code ? { code } : {}) }, 'secret');
async function held(people: number, code?: string): Promise<string> {
  const answer = await hold(people, code);
  if (!answer.ok) throw new Error(JSON.stringify(answer));
  return answer.orderId;
}
async function free(lane: 'public' | 'schools' = 'public'): Promise<number> {
  const [first] = await listAvailability(database.db, {
    productId: museum.productId,
    fromDate: museum.visitDate,
    untilDate: museum.visitDate,
    lane,
  });
  return first?.free ?? -1;
}
const reserving = (changes: Parameters<typeof makeVoucher>[1] = {}) =>
  makeVoucher(database, {
    effect: null,
    value: null,
    timeslotId: slot(),
    reservedPlaces: 6,
    maxUses: 5,
    ...changes,
  });

describe('reserved places', () => {
  it('are nobody else’s: whoever has the code draws from them, the rest of the party from what is open', async () => {
    const { id, code } = await reserving();
    expect(await free()).toBe(4);
    expect(await hold(5)).toMatchObject({ ok: false, code: 'full', room: 4 });
    await held(5, code);
    expect(await reserveOf(database, id)).toBe(1);
    const page = await getSlotPage(staffCtx(database.db, { permissions: ['today.see'] }), slot());
    expect(page.ok && page.slot.reserves).toMatchObject([{ voucherId: id, code, lane: 'public', left: 1, places: 6 }]);
    expect(await free()).toBe(4);
    await held(3, code);
    expect(await reserveOf(database, id)).toBe(0);
    expect(await free()).toBe(2);
    expect(await usesOf(database, id)).toMatchObject({ uses: 2 });
  });

  it('that do not fit are not reserved, and the voucher is not made', async () => {
    await held(6);
    const made = await makeVouchers(
      manager(),
      voucherOf({ effect: null, value: null, timeslotId: slot(), reservedPlaces: 5 }),
    );
    expect(made).toEqual({ ok: false, code: 'full', room: 4 });
    const batch = await makeVouchers(
      manager(),
      voucherOf({ effect: null, value: null, timeslotId: slot(), reservedPlaces: 2, count: 3 }),
    );
    expect(batch).toEqual({ ok: false, code: 'full', room: 4 });
    expect(await free()).toBe(4);
  });

  it('return to the voucher with the hold, by hand and by the sweeper, and are drawn again with it', async () => {
    const { id, code } = await reserving();
    const first = await held(4, code);
    await giveBackHold(ctx(), { orderId: first });
    expect([await reserveOf(database, id), await free()]).toEqual([6, 4]);
    const second = await held(5, code);
    await runOutOfTime(database.owner, second);
    await sweepHolds(systemCtx(database.db));
    expect([await reserveOf(database, id), await free()]).toEqual([6, 4]);
    // Everything open is gone meanwhile: the way back is through the reserve.
    await held(4);
    expect(await holdAgain(ctx(), { orderId: second })).toMatchObject({ ok: true });
    expect([await reserveOf(database, id), await free()]).toEqual([1, 0]);
    expect(await usesOf(database, id)).toMatchObject({ uses: 1 });
  });

  it('follow the number of people, and a code that is put in later', async () => {
    const { id, code } = await reserving({ maximumTickets: 10 });
    const orderId = await held(2);
    expect(await free()).toBe(2);
    expect(await applyVoucher(ctx(), { orderId, code })).toMatchObject({ ok: true });
    expect([await reserveOf(database, id), await free()]).toEqual([4, 4]);
    const choose = (quantity: number) =>
      chooseTickets(ctx(), { orderId, lines: [{ ticketTypeId: museum.ticketTypes.adult, quantity }] });
    expect(await choose(9)).toMatchObject({ ok: true });
    expect([await reserveOf(database, id), await free()]).toEqual([0, 1]);
    expect(await choose(3)).toMatchObject({ ok: true });
    expect([await reserveOf(database, id), await free()]).toEqual([3, 4]);
    expect(await removeVoucher(ctx(), { orderId })).toEqual({ ok: true });
    expect([await reserveOf(database, id), await free()]).toEqual([6, 1]);
  });

  it('that nobody has used by the end return to the time; so do a withdrawn voucher’s', async () => {
    const { id, code } = await reserving();
    await held(2, code);
    await releaseReserved(systemCtx(database.db));
    expect(await reserveOf(database, id)).toBe(4);
    await database.owner.execute(sql`update voucher set valid_until = now() where id = ${id}`);
    expect(await releaseReserved(systemCtx(database.db))).toEqual({ returned: 1 });
    expect([await reserveOf(database, id), await free()]).toEqual([0, 8]);
    const other = await reserving();
    expect(await withdrawVoucher(manager(), { voucherId: other.id })).toEqual({ ok: true });
    expect([await reserveOf(database, other.id), await free()]).toEqual([0, 8]);
    expect(await withdrawVoucher(manager(), { voucherId: other.id })).toEqual({ ok: true });
  });

  it('of an order whose hold ends after the voucher’s own end go to everybody', async () => {
    const { id, code } = await reserving();
    const orderId = await held(3, code);
    await database.owner.execute(sql`update voucher set valid_until = now() where id = ${id}`);
    await giveBackHold(ctx(), { orderId });
    await releaseReserved(systemCtx(database.db));
    expect([await reserveOf(database, id), await free()]).toEqual([0, 10]);
  });
});

describe('a lane behind a code', () => {
  it('opens to whoever has it, and to nobody else', async () => {
    const { id, code } = await makeVoucher(database, { lane: 'schools', maximumTickets: 12, value: 50 });
    await held(6);
    await held(4);
    expect(await hold(1)).toMatchObject({ ok: false, code: 'full' });
    const orderId = await held(9, code);
    expect([await free('schools'), await usesOf(database, id)]).toEqual([1, { uses: 1, states: ['held'] }]);
    const { rows } = await database.owner.execute(sql`
      select o.lane, o.total_minor as total, l.full_price_minor as full from orders o join order_line l on l.order_id = o.id where o.id = ${orderId}`);
    expect(rows).toEqual([{ lane: 'schools', total: 2250, full: 500 }]);
    expect(await removeVoucher(ctx(), { orderId })).toEqual({ ok: false, code: 'voucher_needed' });
    expect(await hold(1, code)).toEqual({ ok: false, code: 'voucher_refused', why: 'used_up' });
    expect(await hold(1, 'NOSUCHCODE')).toEqual({ ok: false, code: 'voucher_refused', why: 'unknown' });
  });

  it('that is full is counted as such among what was asked in vain', async () => {
    const { code } = await makeVoucher(database, { lane: 'schools', maximumTickets: 15, maxUses: 3 });
    await held(12, code);
    expect(await hold(2, code)).toMatchObject({ ok: false, code: 'full' });
    const { rows } = await database.owner.execute(sql`
      select why, people from refused_demand d join timeslot t on t.product_id = d.product_id where t.id = ${slot()}`);
    expect(rows).toEqual([{ why: 'lane_full', people: 2 }]);
  });

  it('lets no visitor’s order in without one, whatever statement is sent', async () => {
    const make = database.db.execute(sql`
      insert into orders (id, code, link_hash, channel, lane, locale, currency, total_minor, expires_at)
      values (${newId()}, ${newOrderCode()}, sha256('x'), 'web', 'schools', 'az', 'AZN', 0, now() + interval '5 minutes')`);
    expect(await make.then(String, sqlState)).toBe('MU013');
  });
});

it('leaves every count right', async () => {
  const found = await runInvariants(database.owner);
  expect(found.filter(({ violations }) => violations.length > 0)).toEqual([]);
});

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applyVoucher } from '#lib/booking/apply-voucher.ts';
import { chooseTickets } from '#lib/booking/choose-tickets.ts';
import { giveBackHold } from '#lib/booking/give-back-hold.ts';
import { giveBackTickets } from '#lib/booking/give-back-tickets.ts';
import { holdAgain } from '#lib/booking/hold-again.ts';
import { removeVoucher } from '#lib/booking/remove-voucher.ts';
import { saveDetails } from '#lib/booking/save-details.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { sweepHolds } from '#lib/booking/sweep-holds.ts';
import { withdrawVoucher } from '#lib/booking/withdraw-voucher.ts';
import { inTransaction, sqlState } from '#lib/platform/transaction.ts';
import { staffCtx, systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, readOutcome, runOutOfTime, useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { makeVoucher, usesOf } from '#tests/support/vouchers.ts';

let database: TestDatabase;
let museum: TestMuseum;
let count = 0;

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  count += 1;
  museum = await buildMuseum(database.owner, { code: `route-${count}`, daysAhead: 5 + count });
});

const ctx = () => visitorCtx(database.db);
const apply = (orderId: string, code: string) => applyVoucher(ctx(), { orderId, code });

async function order(orderId: string) {
  const { rows } = await database.owner.execute(sql`
    select o.state, o.total_minor as total, o.voucher_id is not null as "hasVoucher",
           array_agg(l.unit_price_minor order by l.line_no) as prices, array_agg(l.full_price_minor order by l.line_no) as full
      from orders o join order_line l on l.order_id = o.id where o.id = ${orderId} group by o.id`);
  return rows[0];
}

describe('a code on the tickets', () => {
  it('lowers the price of each ticket and keeps the price before; taken off, all is as it was', async () => {
    const { id, code } = await makeVoucher(database);
    const { orderId } = await heldOrder(database.db, museum, { adults: 2, free: 1 });
    expect(await apply(orderId, ` ${code.toLowerCase().replace(/(....)/, '$1-')} `)).toEqual({
      ok: true,
      totalMinor: 500,
      savedMinor: 500,
    });
    expect(await order(orderId)).toMatchObject({ total: 500, hasVoucher: true, prices: [250, 0], full: [500, null] });
    expect(await usesOf(database, id)).toEqual({ uses: 1, states: ['held'] });
    // Again is once.
    expect(await apply(orderId, code)).toMatchObject({ ok: true, totalMinor: 500 });
    expect(await usesOf(database, id)).toEqual({ uses: 1, states: ['held'] });
    expect(await removeVoucher(ctx(), { orderId })).toEqual({ ok: true });
    expect(await order(orderId)).toMatchObject({
      total: 1000,
      hasVoucher: false,
      prices: [500, 0],
      full: [null, null],
    });
    expect(await usesOf(database, id)).toEqual({ uses: 0, states: ['removed'] });
    expect(await removeVoucher(ctx(), { orderId })).toEqual({ ok: true });
    expect(await apply(orderId, code)).toMatchObject({ ok: true, totalMinor: 500 });
    expect(await usesOf(database, id)).toEqual({ uses: 1, states: ['held'] });
  });

  it('stays when other tickets are chosen, and another code takes its place', async () => {
    const half = await makeVoucher(database);
    const pupils = await makeVoucher(database, {
      effect: 'fixed_price',
      value: 100,
      ticketTypeIds: [museum.ticketTypes.pupil],
    });
    const { orderId } = await heldOrder(database.db, museum);
    await apply(orderId, half.code);
    const lines = [
      { ticketTypeId: museum.ticketTypes.adult, quantity: 1 },
      { ticketTypeId: museum.ticketTypes.pupil, quantity: 2 },
    ];
    expect(await chooseTickets(ctx(), { orderId, lines })).toMatchObject({ ok: true, totalMinor: 450 });
    expect(await apply(orderId, pupils.code)).toMatchObject({ ok: true, totalMinor: 700, savedMinor: 200 });
    expect(await usesOf(database, half.id)).toEqual({ uses: 0, states: ['removed'] });
    expect(await usesOf(database, pupils.id)).toEqual({ uses: 1, states: ['held'] });
  });

  it('is refused with its reason, and the order stays as it was', async () => {
    const { orderId } = await heldOrder(database.db, museum);
    const other = await buildMuseum(database.owner, { code: `other-${count}`, daysAhead: 60 + count });
    const codeOf = async (changes: Parameters<typeof makeVoucher>[1]) => (await makeVoucher(database, changes)).code;
    const withdrawn = await makeVoucher(database);
    const manager = staffCtx(database.db, { permissions: ['vouchers.change'] });
    await withdrawVoucher(manager, { voucherId: withdrawn.id });
    const spent = await makeVoucher(database);
    await apply((await heldOrder(database.db, museum)).orderId, spent.code);
    const cases: [string, string][] = [
      ['NOSUCHCODE', 'unknown'],
      ["' or 1=1", 'unknown'],
      [withdrawn.code, 'unknown'],
      [await codeOf({ fromDate: '2090-01-01', untilDate: '2090-01-02' }), 'not_yet'],
      [await codeOf({ fromDate: '2020-01-01', untilDate: '2020-01-02' }), 'over'],
      [spent.code, 'used_up'],
      [await codeOf({ productIds: [other.productId] }), 'other_visit'],
      [await codeOf({ timeslotId: museum.timeslots[1] ?? '', reservedPlaces: 1 }), 'other_visit'],
      [await codeOf({ lane: 'schools' }), 'own_times'],
    ];
    for (const [code, why] of cases) {
      expect(await apply(orderId, code), why).toEqual({ ok: false, code: 'voucher_refused', why });
    }
    expect(await order(orderId)).toMatchObject({ total: 1000, hasVoucher: false });
    const { rows } = await database.owner.execute(
      sql`select count(*)::int as n from refused_demand where why = 'voucher_used_up'`,
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('asks for as many tickets as it says, and allows as many', async () => {
    const { code } = await makeVoucher(database, { minimumTickets: 3, maximumTickets: 8 });
    const { orderId } = await heldOrder(database.db, museum);
    expect(await apply(orderId, code)).toMatchObject({ ok: true });
    const choose = (quantity: number) =>
      chooseTickets(ctx(), { orderId, lines: [{ ticketTypeId: museum.ticketTypes.adult, quantity }] });
    expect(await choose(2)).toEqual({ ok: false, code: 'too_few_tickets', minimum: 3 });
    expect(await choose(8)).toMatchObject({ ok: true, totalMinor: 2000 });
    expect(await choose(9)).toEqual({ ok: false, code: 'too_many_tickets', limit: 8 });
  });

  it('stands for one address as often as it says', async () => {
    const { code } = await makeVoucher(database, { maxUses: 5, maxUsesPerEmail: 1 });
    const first = await heldOrder(database.db, museum, { email: 'aysel@example.az' });
    expect(await apply(first.orderId, code)).toMatchObject({ ok: true });
    const known = await heldOrder(database.db, museum, { email: 'Aysel@Example.AZ' });
    expect(await apply(known.orderId, code)).toEqual({ ok: false, code: 'voucher_refused', why: 'email_used' });
    const other = await heldOrder(database.db, museum, { email: 'orxan@example.az' });
    expect(await apply(other.orderId, code)).toMatchObject({ ok: true });
    const details = {
      orderId: other.orderId,
      contactName: '',
      phone: '',
      accessNeeds: '',
      hasAcknowledgedAdvisory: true,
      hasAcceptedTerms: true as const,
    };
    expect(await saveDetails(ctx(), { ...details, email: 'aysel@example.az' })).toEqual({
      ok: false,
      code: 'voucher_email_used',
    });
    expect(await saveDetails(ctx(), { ...details, email: 'nigar@example.az' })).toEqual({ ok: true });
  });
});

describe('a use goes with its order', () => {
  it('is used once paid: a whole price off is a free order', async () => {
    const { id, code } = await makeVoucher(database, { value: 100 });
    const { orderId } = await heldOrder(database.db, museum);
    expect(await apply(orderId, code)).toMatchObject({ ok: true, totalMinor: 0, savedMinor: 1000 });
    expect(await startPayment(ctx(), { orderId })).toEqual({ ok: true, kind: 'paid' });
    expect(await readOutcome(database.owner, orderId)).toMatchObject({ state: 'paid', tickets: 2, sold: 2 });
    expect(await usesOf(database, id)).toEqual({ uses: 1, states: ['used'] });
    const { rows } = await database.owner.execute(sql`
      select from_state, to_state from order_event where order_id = ${orderId} and machine = 'voucher_use' order by id`);
    expect(rows).toEqual([
      { from_state: null, to_state: 'held' },
      { from_state: 'held', to_state: 'used' },
    ]);
  });

  it.each([
    [true, { uses: 0, states: ['released'] }],
    [false, { uses: 1, states: ['used'] }],
  ])('when every ticket goes back is given back too, if the voucher says so (%s)', async (isGivenBack, expected) => {
    const { id, code } = await makeVoucher(database, { value: 100, isGivenBack });
    const { orderId } = await heldOrder(database.db, museum);
    await apply(orderId, code);
    await startPayment(ctx(), { orderId });
    const back = async (which: number) => {
      const { rows } = await database.owner.execute<{ id: string; timeslotId: string }>(sql`
        select id, timeslot_id as "timeslotId" from ticket where order_id = ${orderId} and unit_no = ${which}`);
      const tickets = rows.map((row) => ({ ...row, partySize: 1, amountMinor: 0 }));
      return inTransaction(systemCtx(database.db), (tx) =>
        giveBackTickets(tx, {
          order: { id: orderId, email: null, locale: 'az' },
          currency: 'AZN',
          tickets,
          reason: 'cancelled_by_visitor',
          requestedBy: 'test',
          note: null,
          approvedBy: null,
        }),
      );
    };
    await back(1);
    expect(await usesOf(database, id)).toEqual({ uses: 1, states: ['used'] });
    await back(2);
    expect(await usesOf(database, id)).toEqual(expected);
  });

  it('is free for others when the hold runs out, and comes back with it', async () => {
    const { id, code } = await makeVoucher(database);
    const { orderId } = await heldOrder(database.db, museum);
    await apply(orderId, code);
    await runOutOfTime(database.owner, orderId);
    await sweepHolds(systemCtx(database.db));
    expect(await usesOf(database, id)).toEqual({ uses: 0, states: ['released'] });
    expect(await holdAgain(ctx(), { orderId })).toMatchObject({ ok: true });
    expect(await usesOf(database, id)).toEqual({ uses: 1, states: ['held'] });
    expect(await order(orderId)).toMatchObject({ state: 'held', total: 500, hasVoucher: true });
  });

  it('held again after somebody else has spent it, the order costs its full price', async () => {
    const { id, code } = await makeVoucher(database);
    const { orderId } = await heldOrder(database.db, museum);
    await apply(orderId, code);
    await runOutOfTime(database.owner, orderId);
    await sweepHolds(systemCtx(database.db));
    await apply((await heldOrder(database.db, museum)).orderId, code);
    expect(await holdAgain(ctx(), { orderId })).toMatchObject({ ok: true, hasLostVoucher: true });
    expect(await order(orderId)).toMatchObject({ state: 'held', total: 1000, hasVoucher: false, full: [null] });
    expect(await usesOf(database, id)).toMatchObject({ uses: 1 });
  });

  it('is free for others when the visitor gives the hold back', async () => {
    const { id, code } = await makeVoucher(database);
    const { orderId } = await heldOrder(database.db, museum);
    await apply(orderId, code);
    await giveBackHold(ctx(), { orderId });
    expect(await usesOf(database, id)).toEqual({ uses: 0, states: ['released'] });
  });
});

describe('raw SQL by the app’s role', () => {
  const refusal = async (statement: ReturnType<typeof sql>) => {
    try {
      await database.db.execute(statement);
      return null;
    } catch (error) {
      return sqlState(error);
    }
  };
  it('spends no voucher twice, and lowers no price without one', async () => {
    const { id, code } = await makeVoucher(database);
    const { orderId } = await heldOrder(database.db, museum);
    const other = await heldOrder(database.db, museum);
    await apply(orderId, code);
    const lower = (of: string) =>
      sql`update order_line set full_price_minor = 500, unit_price_minor = 1, total_minor = quantity where order_id = ${of}`;
    expect(await refusal(sql`update voucher set uses = 0 where id = ${id}`)).toBe('42501');
    expect(await refusal(sql`insert into voucher_use (order_id, voucher_id) values (${other.orderId}, ${id})`)).toBe(
      '42501',
    );
    expect(await refusal(sql`delete from voucher_use`)).toBe('42501');
    expect(await refusal(sql`update orders set voucher_id = null where id = ${orderId}`)).toBe('42501');
    expect(await refusal(sql`select take_voucher(${other.orderId}, ${id})`)).toBe('23514');
    for (const state of ['released', 'removed', 'used']) {
      expect(await refusal(sql`update voucher_use set state = ${state} where order_id = ${orderId}`), state).toBe(
        'MU013',
      );
    }
    expect(await refusal(lower(other.orderId))).toBe('MU013');
    expect(await refusal(lower(orderId))).toBeNull();
    await runOutOfTime(database.owner, orderId);
    await sweepHolds(systemCtx(database.db));
    expect(
      await refusal(sql`update orders set state = 'held', held_at = now(), expires_at = now() where id = ${orderId}`),
    ).toBe('MU013');
    expect(await usesOf(database, id)).toEqual({ uses: 0, states: ['released'] });
  });
});

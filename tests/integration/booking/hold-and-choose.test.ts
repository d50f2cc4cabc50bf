import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chooseTickets } from '#lib/booking/choose-tickets.ts';
import { extendHold } from '#lib/booking/extend-hold.ts';
import { giveBackHold } from '#lib/booking/give-back-hold.ts';
import { holdAgain } from '#lib/booking/hold-again.ts';
import { holdTickets } from '#lib/booking/hold-tickets.ts';
import { holdVisit } from '#lib/booking/hold-visit.ts';
import { findOrderByLink, findOrderView } from '#lib/booking/order-view.ts';
import { saveDetails } from '#lib/booking/save-details.ts';
import { listAvailability } from '#lib/capacity/queries.ts';
import { newId } from '#lib/platform/ids.ts';
import { staffCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

const secret = 'link-secret';
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
    daysAhead: 3 + count,
    lanes: { public: 8, desk: 3 },
    buildingPeople: 100,
  });
});

const ctx = () => visitorCtx(database.db);
const slot = (index = 0) => museum.timeslots[index] ?? '';

async function hold(people = 2, requestKey = newId()): Promise<{ orderId: string; linkToken: string }> {
  const result = await holdVisit(ctx(), { timeslotId: slot(), people, requestKey }, secret);
  if (!result.ok) throw new Error(result.code);
  return result;
}
async function freePlaces(index = 0): Promise<number | undefined> {
  const slots = await listAvailability(database.db, {
    productId: museum.productId,
    fromDate: museum.visitDate,
    untilDate: museum.visitDate,
    lane: 'public',
  });
  return slots[index]?.free;
}
const runOut = (orderId: string) =>
  database.owner.execute(sql`
  update orders set held_at = held_at - interval '20 minutes', expires_at = now() - interval '1 second' where id = ${orderId}`);
const details = {
  email: 'aygun@example.az',
  contactName: 'Aygün Əliyeva',
  phone: '+994 50 123 45 67',
  accessNeeds: '',
  hasAcknowledgedAdvisory: false,
  hasAcceptedTerms: true as const,
};

describe('holdVisit', () => {
  it('takes the places at once, at the catalog’s price, for ten minutes', async () => {
    const held = await hold(3);
    const order = await findOrderView(database.db, held.orderId);
    expect(order).toMatchObject({
      state: 'held',
      totalMinor: 1500,
      currency: 'AZN',
      hasChosenTypes: false,
      isRunOut: false,
      channel: 'web',
      lines: [{ quantity: 3, unitPriceMinor: 500, totalMinor: 1500, ticketType: { code: 'adult' } }],
    });
    expect(Math.round(((order?.expiresAt?.getTime() ?? 0) - (order?.heldAt.getTime() ?? 0)) / 60_000)).toBe(10);
    expect(await freePlaces()).toBe(5);
  });

  it('makes one order of a form sent twice, one after the other or at once', async () => {
    const key = newId();
    const first = await hold(2, key);
    expect((await hold(2, key)).orderId).toBe(first.orderId);
    const other = newId();
    const both = await Promise.all([hold(1, other), hold(1, other), hold(1, other)]);
    expect(new Set(both.map((order) => order.orderId)).size).toBe(1);
    expect(new Set(both.map((order) => order.linkToken)).size).toBe(1);
    expect(await freePlaces()).toBe(5);
  });

  it('says how much room there is when the party does not fit, and writes nothing', async () => {
    await hold(6);
    const result = await holdVisit(ctx(), { timeslotId: slot(), people: 3, requestKey: newId() }, secret);
    expect(result).toMatchObject({ ok: false, code: 'full', room: 2, scarce: 'lane', productCode: `route-${count}` });
    expect(await freePlaces()).toBe(2);
  });

  it.each([
    ['an unknown time', () => ({ timeslotId: newId(), people: 1 }), 'unknown_timeslot'],
    ['a time of another product', () => ({ timeslotId: slot(), people: 1, product: 'hall-only' }), 'unknown_timeslot'],
    ['a time of another day', () => ({ timeslotId: slot(), people: 1, date: '2026-01-02' }), 'unknown_timeslot'],
    ['more people than one booking may have', () => ({ timeslotId: slot(), people: 7 }), 'too_many_tickets'],
  ])('refuses %s', async (_what, input, code) => {
    expect(await holdVisit(ctx(), { ...input(), requestKey: newId() }, secret)).toMatchObject({ ok: false, code });
  });

  it('refuses a time that has begun, is closed, or is not sold online', async () => {
    const past = await buildMuseum(database.owner, { code: `past-${count}`, daysAhead: -1 });
    expect(
      await holdVisit(ctx(), { timeslotId: past.timeslots[0] ?? '', people: 1, requestKey: newId() }, secret),
    ).toMatchObject({ ok: false, code: 'not_on_sale' });
    await database.owner.execute(sql`update timeslot set state = 'closed' where id = ${slot(1)}`);
    expect(await holdVisit(ctx(), { timeslotId: slot(1), people: 1, requestKey: newId() }, secret)).toMatchObject({
      ok: false,
      code: 'not_on_sale',
    });
    await database.owner.execute(sql`update product set is_sold_online = false where id = ${museum.productId}`);
    expect(await holdVisit(ctx(), { timeslotId: slot(), people: 1, requestKey: newId() }, secret)).toMatchObject({
      ok: false,
      code: 'unknown_timeslot',
    });
  });

  it('lets a visitor take no lane but the public one', async () => {
    const input = {
      timeslotId: slot(),
      lines: [{ ticketTypeId: museum.ticketTypes.adult, quantity: 1 }],
      channel: 'web' as const,
      lane: 'desk' as const,
    };
    expect(await holdTickets(ctx(), input, secret)).toEqual({ ok: false, code: 'forbidden' });
    expect(
      await holdTickets(staffCtx(database.db, { permissions: ['orders.see'] }), { ...input, channel: 'staff' }, secret),
    ).toEqual({ ok: false, code: 'forbidden' });
    expect(await holdTickets(staffCtx(database.db), { ...input, channel: 'staff' }, secret)).toMatchObject({
      ok: true,
    });
  });

  it('gives the places of run-out holds to the next buyer at once', async () => {
    const late = await hold(6);
    await runOut(late.orderId);
    const next = await hold(6);
    expect((await findOrderView(database.db, next.orderId))?.state).toBe('held');
    expect((await findOrderView(database.db, late.orderId))?.state).toBe('expired');
    expect(await freePlaces()).toBe(2);
  });
});

describe('the order’s link', () => {
  it('opens the order and nothing else does', async () => {
    const held = await hold();
    expect((await findOrderByLink(database.db, held.linkToken))?.id).toBe(held.orderId);
    for (const wrong of [
      '',
      'x',
      held.orderId,
      `${held.linkToken}A`,
      held.linkToken.slice(1),
      held.linkToken.replace(/.$/, '_'),
      null,
      7,
      "' or 1=1 --",
    ]) {
      const found = await findOrderByLink(database.db, wrong);
      expect(found === null || (wrong === held.linkToken && found.id === held.orderId)).toBe(true);
    }
  });
});

describe('chooseTickets', () => {
  it('prices the choice anew and holds as many places as there are people', async () => {
    const held = await hold(2);
    const lines = [
      { ticketTypeId: museum.ticketTypes.adult, quantity: 1 },
      { ticketTypeId: museum.ticketTypes.pupil, quantity: 2 },
      { ticketTypeId: museum.ticketTypes.free, quantity: 1 },
    ];
    expect(await chooseTickets(ctx(), { orderId: held.orderId, lines })).toEqual({
      ok: true,
      totalMinor: 900,
      people: 4,
    });
    expect(await findOrderView(database.db, held.orderId)).toMatchObject({ totalMinor: 900, hasChosenTypes: true });
    expect(await freePlaces()).toBe(4);
    await chooseTickets(ctx(), { orderId: held.orderId, lines: lines.slice(0, 1) });
    expect(await freePlaces()).toBe(7);
  });

  it('changes nothing when the larger party does not fit, and says for how many there is room', async () => {
    const held = await hold(2);
    await hold(4);
    const more = [{ ticketTypeId: museum.ticketTypes.adult, quantity: 5 }];
    expect(await chooseTickets(ctx(), { orderId: held.orderId, lines: more })).toEqual({
      ok: false,
      code: 'full',
      room: 4,
    });
    expect(await findOrderView(database.db, held.orderId)).toMatchObject({
      totalMinor: 1000,
      lines: [{ quantity: 2 }],
    });
    expect(await freePlaces()).toBe(2);
  });

  it('takes the places of a run-out hold that stands in its way', async () => {
    const held = await hold(2);
    const late = await hold(6);
    await runOut(late.orderId);
    expect(
      await chooseTickets(ctx(), {
        orderId: held.orderId,
        lines: [{ ticketTypeId: museum.ticketTypes.adult, quantity: 5 }],
      }),
    ).toMatchObject({ ok: true });
  });

  it('is refused after the hold has run out, and for tickets that are not offered', async () => {
    const held = await hold(2);
    expect(
      await chooseTickets(ctx(), { orderId: held.orderId, lines: [{ ticketTypeId: newId(), quantity: 1 }] }),
    ).toMatchObject({ ok: false, code: 'unknown_ticket_type' });
    expect(await chooseTickets(ctx(), { orderId: held.orderId, lines: [] })).toMatchObject({
      ok: false,
      code: 'nothing_chosen',
    });
    expect(await chooseTickets(ctx(), { orderId: newId(), lines: [] })).toMatchObject({
      ok: false,
      code: 'unknown_order',
    });
    await runOut(held.orderId);
    expect(
      await chooseTickets(ctx(), {
        orderId: held.orderId,
        lines: [{ ticketTypeId: museum.ticketTypes.adult, quantity: 2 }],
      }),
    ).toMatchObject({ ok: false, code: 'hold_run_out' });
  });
});

describe('a hold’s time', () => {
  it('is extended once', async () => {
    const held = await hold();
    await database.owner.execute(
      sql`update orders set expires_at = now() + interval '1 minute' where id = ${held.orderId}`,
    );
    expect(await extendHold(ctx(), { orderId: held.orderId })).toMatchObject({ ok: true });
    expect((await findOrderView(database.db, held.orderId))?.expiresAt?.getTime()).toBeGreaterThan(
      Date.now() + 9 * 60_000,
    );
    expect(await extendHold(ctx(), { orderId: held.orderId })).toEqual({ ok: false, code: 'already_extended' });
  });

  it('can begin again when it has run out, with everything that was typed', async () => {
    const held = await hold(3);
    await saveDetails(ctx(), { orderId: held.orderId, ...details });
    await runOut(held.orderId);
    expect((await findOrderView(database.db, held.orderId))?.isRunOut).toBe(true);
    expect(await holdAgain(ctx(), { orderId: held.orderId })).toMatchObject({ ok: true });
    expect(await findOrderView(database.db, held.orderId)).toMatchObject({
      state: 'held',
      isRunOut: false,
      email: details.email,
      contactName: details.contactName,
      lines: [{ quantity: 3 }],
    });
    expect(await freePlaces()).toBe(5);
  });

  it('cannot begin again when the places are gone', async () => {
    const held = await hold(3);
    await runOut(held.orderId);
    await hold(6);
    expect(await holdAgain(ctx(), { orderId: held.orderId })).toEqual({ ok: false, code: 'full' });
    expect(await findOrderView(database.db, held.orderId)).toMatchObject({ state: 'expired' });
  });

  it('ends when the visitor lets go: the places are free at once, and twice is once', async () => {
    const held = await hold(3);
    expect(await giveBackHold(ctx(), { orderId: held.orderId })).toEqual({ ok: true });
    expect(await giveBackHold(ctx(), { orderId: held.orderId })).toEqual({ ok: true });
    expect(await freePlaces()).toBe(8);
  });
});

describe('saveDetails', () => {
  it('keeps what was typed, also when the hold has run out meanwhile', async () => {
    const held = await hold();
    await runOut(held.orderId);
    expect(await saveDetails(ctx(), { orderId: held.orderId, ...details })).toEqual({
      ok: false,
      code: 'hold_run_out',
    });
    expect(await findOrderView(database.db, held.orderId)).toMatchObject({ email: details.email });
  });

  it('wants the advisory acknowledged where there is one', async () => {
    await database.owner.execute(
      sql`update product set advisories = '{"az":"a","en":"b","ru":"c"}' where id = ${museum.productId}`,
    );
    const held = await hold();
    expect(await saveDetails(ctx(), { orderId: held.orderId, ...details })).toEqual({
      ok: false,
      code: 'advisory_needed',
    });
    expect(await saveDetails(ctx(), { orderId: held.orderId, ...details, hasAcknowledgedAdvisory: true })).toEqual({
      ok: true,
    });
  });

  it('limits what one address takes in a day', async () => {
    await database.owner.execute(
      sql`insert into setting (key, valid_from, value) values ('email_day_ticket_limit', '2001-01-01', '4') on conflict do nothing`,
    );
    const email = `limit-${count}@example.az`;
    expect(await saveDetails(ctx(), { orderId: (await hold(3)).orderId, ...details, email })).toEqual({ ok: true });
    expect(await saveDetails(ctx(), { orderId: (await hold(2)).orderId, ...details, email })).toEqual({
      ok: false,
      code: 'email_day_limit',
      limit: 4,
    });
    expect(await saveDetails(ctx(), { orderId: (await hold(1)).orderId, ...details, email })).toEqual({ ok: true });
  });
});

describe('the history', () => {
  it('writes itself, with who acted', async () => {
    const held = await hold();
    await giveBackHold(ctx(), { orderId: held.orderId });
    const { rows } = await database.db.execute(
      sql`select from_state, to_state, actor_kind, reason from order_event where order_id = ${held.orderId} and machine = 'order' order by id`,
    );
    expect(rows).toEqual([
      { from_state: null, to_state: 'held', actor_kind: 'visitor', reason: null },
      { from_state: 'held', to_state: 'cancelled', actor_kind: 'visitor', reason: 'given back by the visitor' },
    ]);
  });
});

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { holdTickets } from '#lib/booking/hold-tickets.ts';
import { saveDetails } from '#lib/booking/save-details.ts';
import { newId } from '#lib/platform/ids.ts';
import { required } from '#lib/platform/result.ts';
import { listRefusedDemand } from '#lib/reports/list-refused-demand.ts';
import { staffCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

let database: TestDatabase;
let museum: TestMuseum;
beforeAll(async () => {
  database = await createTestDatabase();
  museum = await buildMuseum(database.owner, { lanes: { public: 3 } });
});
afterAll(() => database.close());

async function ask(people: number, options: { requestKey?: string; slot?: number; now?: Date } = {}) {
  const result = await holdTickets(
    visitorCtx(database.db, { locale: 'ru', now: options.now }),
    {
      timeslotId: required(museum.timeslots[options.slot ?? 0], 'timeslot'),
      lines: [{ ticketTypeId: museum.ticketTypes.adult, quantity: people }],
      channel: 'web',
      lane: 'public',
      requestKey: options.requestKey,
    },
    'secret',
  );
  return result.ok ? 'held' : result.code;
}

const counted = async () => {
  const found = await listRefusedDemand(staffCtx(database.db, { permissions: ['reports.see'] }));
  if (!found.ok) throw new Error(found.code);
  return found;
};

it('counts who asked in vain once a form, by time, and nobody who got a place', async () => {
  expect(await ask(2)).toBe('held');
  expect(await counted()).toMatchObject({ asked: 0, people: 0, rows: [] });
  const requestKey = newId();
  expect(await ask(4, { requestKey })).toBe('full');
  expect(await ask(4, { requestKey })).toBe('full');
  expect(await ask(2)).toBe('full');
  expect(await ask(1, { slot: 1, now: new Date('2100-01-01T00:00:00Z') })).toBe('not_on_sale');
  const found = await counted();
  expect(found).toMatchObject({ asked: 3, people: 7 });
  expect(found.rows).toMatchObject([
    {
      visitDate: museum.visitDate,
      startTime: '10:30',
      why: 'full',
      asked: 2,
      people: 6,
      largestParty: 4,
      lastRoom: 1,
      languages: ['ru'],
    },
    { startTime: '11:30', why: 'not_on_sale', asked: 1, people: 1, lastRoom: null },
  ]);
});

it('counts who wanted more than an order, or an address in a day, may have', async () => {
  expect(await ask(7)).toBe('too_many_tickets');
  await database.owner.execute(
    sql`insert into setting (key, valid_from, value) values ('email_day_ticket_limit', '2001-01-01', '1') on conflict do nothing`,
  );
  const held = await holdTickets(
    visitorCtx(database.db),
    {
      timeslotId: required(museum.timeslots[1], 'timeslot'),
      lines: [{ ticketTypeId: museum.ticketTypes.adult, quantity: 2 }],
      channel: 'web',
      lane: 'public',
    },
    'secret',
  );
  if (!held.ok) throw new Error(held.code);
  const { orderId } = held;
  const details = { email: 'a@example.az', contactName: '', phone: '', accessNeeds: '' };
  const agreed = { hasAcknowledgedAdvisory: true, hasAcceptedTerms: true } as const;
  const saved = await saveDetails(visitorCtx(database.db), { orderId, ...details, ...agreed });
  expect(saved).toMatchObject({ ok: false, code: 'email_day_limit' });
  const { rows } = await counted();
  expect(rows.map(({ why, people }) => ({ why, people }))).toEqual(
    expect.arrayContaining([
      { why: 'order_limit', people: 7 },
      { why: 'email_day_limit', people: 2 },
    ]),
  );
});

it('refuses the visitor just the same when it cannot be counted', async () => {
  await database.owner.execute(sql`revoke insert on refused_demand from museum_app`);
  try {
    expect(await ask(3)).toBe('full');
  } finally {
    await database.owner.execute(sql`grant insert on refused_demand to museum_app`);
  }
});

it('is shown to those who may see reports only', async () => {
  expect(await listRefusedDemand(staffCtx(database.db, { permissions: ['today.see'] }))).toEqual({
    ok: false,
    code: 'forbidden',
  });
});

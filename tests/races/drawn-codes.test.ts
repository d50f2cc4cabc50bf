import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { holdTickets } from '#lib/booking/hold-tickets.ts';
import { makeVouchers } from '#lib/booking/make-vouchers.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { staffCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { voucherOf } from '#tests/support/vouchers.ts';

// Chance made to repeat itself: so many draws give the same bytes, then it is chance again.
const chance = vi.hoisted(() => ({ same: 0 }));
vi.mock('node:crypto', async (original) => {
  const real = await original<typeof import('node:crypto')>();
  const randomBytes = (size: number) => {
    if (size !== 12 || chance.same <= 0) return real.randomBytes(size);
    chance.same -= 1;
    return Buffer.alloc(size, 7);
  };
  return { ...real, randomBytes };
});

let database: TestDatabase;
let museum: TestMuseum;

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase({ most: 24 });
  museum = await buildMuseum(database.owner, { lanes: { public: 100 }, peopleAtOnce: 100 });
});
afterAll(() => database.close());

const lines = () => [{ ticketTypeId: museum.ticketTypes.adult, quantity: 1 }];

it('orders that draw one code at the same moment: one keeps it, the others draw again', async () => {
  const held = () =>
    holdTickets(
      visitorCtx(database.db),
      { timeslotId: museum.timeslots[0] ?? '', lines: lines(), channel: 'web', lane: 'public' },
      'secret',
    );
  chance.same = 8;
  const answers = await Promise.all(Array.from({ length: 8 }, held));
  expect(answers.every((answer) => answer.ok)).toBe(true);
  const { rows } = await database.owner.execute<{ codes: number; same: number }>(sql`
    select count(distinct code)::int as codes, count(*) filter (where code = '99999999')::int as same from orders`);
  expect(rows).toEqual([{ codes: 8, same: 1 }]);
});

it('tickets that draw one short code: the second is drawn again, within one order and between two', async () => {
  await database.owner.execute(sql`alter function new_short_code() rename to real_short_code`);
  await database.owner.execute(sql`create sequence draws`);
  await database.owner.execute(sql`
    create function new_short_code() returns text language sql volatile set search_path = public, pg_temp as $$
      select case when nextval('draws') <= 6 then 'SAMECODE2' else real_short_code() end $$`);
  await database.owner.execute(sql`grant usage on sequence draws to museum_app`);
  await database.owner.execute(sql`grant execute on function new_short_code(), real_short_code() to museum_app`);
  const orders = [];
  for (let count = 0; count < 3; count += 1) orders.push(await heldOrder(database.db, museum, { free: 2 }));
  const paid = await Promise.all(orders.map(({ orderId }) => startPayment(visitorCtx(database.db), { orderId })));
  expect(paid).toEqual(orders.map(() => ({ ok: true, kind: 'paid' })));
  const { rows } = await database.owner.execute<{ tickets: number; codes: number; same: number }>(sql`
    select count(*)::int as tickets, count(distinct short_code)::int as codes,
           count(*) filter (where short_code = 'SAMECODE2')::int as same from ticket`);
  expect(rows).toEqual([{ tickets: 6, codes: 6, same: 1 }]);
});

it('vouchers that draw one code: drawn again', async () => {
  const ctx = staffCtx(database.db, { permissions: ['vouchers.change'] });
  chance.same = 4;
  expect(await makeVouchers(ctx, voucherOf())).toMatchObject({ ok: true });
  chance.same = 4;
  expect(await makeVouchers(ctx, voucherOf())).toMatchObject({ ok: true });
  const { rows } = await database.owner.execute<{ codes: number }>(
    sql`select count(distinct code)::int as codes from voucher`,
  );
  expect(rows).toEqual([{ codes: 2 }]);
});

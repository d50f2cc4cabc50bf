import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { findAlternative } from '#lib/booking/find-alternative.ts';
import { holdTickets } from '#lib/booking/hold-tickets.ts';
import { findOrderView } from '#lib/booking/order-view.ts';
import { switchToAlternative } from '#lib/booking/switch-to-alternative.ts';
import { visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { readOutcome, runOutOfTime, useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

let database: TestDatabase;
let steep: TestMuseum;
let flat: TestMuseum;

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
  steep = await buildMuseum(database.owner, { lanes: { public: 40 }, peopleAtOnce: 60 });
  flat = await buildMuseum(database.owner, { code: 'hall-only', lanes: { public: 4 } });
  await database.owner.execute(sql`update product set is_step_free = true where id = ${flat.productId}`);
  await database.owner.execute(
    sql`update product set alternative_product_id = ${flat.productId} where id = ${steep.productId}`,
  );
});
afterAll(() => database.close());
beforeEach(() => database.owner.execute(sql`update orders set expires_at = now() where state = 'held'`));

const typed = { email: 'aygun@example.az', contactName: 'Aygün', phone: '', accessNeeds: 'Əlil arabası' };

async function hold(people: number, museum = steep) {
  await database.db.execute(sql`select release_run_out(100)`);
  const lines = [{ ticketTypeId: museum.ticketTypes.adult, quantity: people }];
  const held = await holdTickets(
    visitorCtx(database.db),
    { timeslotId: museum.timeslots[0] ?? '', lines, channel: 'web', lane: 'public' },
    'secret',
  );
  if (!held.ok) throw new Error(held.code);
  return held.orderId;
}
const change = (orderId: string) => switchToAlternative(visitorCtx(database.db), { orderId, typed }, 'secret');

it('changes a held visit for the route without steps at the same time, with what was typed', async () => {
  const orderId = await hold(3);
  expect(await findAlternative(database.db, orderId)).toMatchObject({
    productCode: 'hall-only',
    startTime: '10:30',
    people: 3,
  });
  const changed = await change(orderId);
  if (!changed.ok) throw new Error(changed.code);
  expect(await readOutcome(database.db, orderId)).toMatchObject({ state: 'cancelled', held: 0 });
  expect(await findOrderView(database.db, changed.orderId)).toMatchObject({
    state: 'held',
    product: { code: 'hall-only' },
    timeslot: { startTime: '10:30' },
    lines: [{ quantity: 3 }],
    email: 'aygun@example.az',
    contactName: 'Aygün',
    accessNeeds: 'Əlil arabası',
  });
});

it('is one order when the button is pressed twice', async () => {
  const orderId = await hold(2);
  const answers = await Promise.all([change(orderId), change(orderId)]);
  const { rows } = await database.owner.execute(sql`
    select 1 from orders o join order_line l on l.order_id = o.id
     where o.state = 'held' and l.timeslot_id = ${flat.timeslots[0]} and o.expires_at > now()`);
  expect(rows).toHaveLength(1);
  expect(answers.some(({ ok }) => ok)).toBe(true);
  expect(await change(orderId)).toEqual(answers.find(({ ok }) => ok));
});

it.each([
  ['there is not room for the whole party', () => hold(5)],
  ['the route has no steps itself', () => hold(1, flat)],
  [
    'the hold has run out',
    async () => {
      const orderId = await hold(1);
      await runOutOfTime(database.owner, orderId);
      return orderId;
    },
  ],
])('offers nothing where %s, and leaves the order as it is', async (_name, make) => {
  const orderId = await make();
  const before = await readOutcome(database.db, orderId);
  expect(await change(orderId)).toEqual({ ok: false, code: 'no_alternative' });
  expect(await readOutcome(database.db, orderId)).toEqual(before);
});

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chooseTickets } from '#lib/booking/choose-tickets.ts';
import { settleOrder } from '#lib/booking/settle-order.ts';
import { openCheckout, pageOf, payOn, type TestCheckout } from '#tests/support/checkout.ts';
import { visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, readOutcome, runOutOfTime, useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

// A time that is cancelled between the look and the write of somebody's step: torture met both in a million operations
// (seeds 115 and 149). The database refuses the write; the visitor must not meet that as a failure of ours.

let database: TestDatabase;
let museum: TestMuseum;
let checkout: TestCheckout;
beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
  checkout = await openCheckout();
  museum = await buildMuseum(database.owner, { lanes: { public: 3 } });
});
afterAll(async () => {
  await checkout.close();
  await database.close();
});

/** The database refuses the n-th write of this kind for this order, as it does when the time ends at that moment. */
async function refuseOnce(
  table: 'ticket' | 'claim',
  event: 'insert' | 'update',
  orderId: string,
  nth: number,
  code: string,
) {
  const name = `refuse_${table}`;
  await database.owner.execute(
    sql.raw(`
    create sequence ${name}_seq;
    grant usage on sequence ${name}_seq to museum_app;
    create function ${name}() returns trigger language plpgsql as $$ begin
      if new.order_id = '${orderId}' and nextval('${name}_seq') = ${nth} then
        raise exception 'the time has ended' using errcode = '${code}';
      end if;
      return new;
    end $$;
    create trigger a_${name} before ${event} on ${table} for each row execute function ${name}()`),
  );
}

it('lets money find its ticket, or its way back, under the lock of the time', async () => {
  const { orderId } = await heldOrder(database.db, museum, { adults: 1 });
  await payOn(await pageOf(database.db, orderId));
  await refuseOnce('ticket', 'insert', orderId, 1, 'MU009');
  expect(await settleOrder(visitorCtx(database.db, {}), { orderId })).toMatchObject({ ok: true });
  expect(await readOutcome(database.db, orderId)).toMatchObject({
    state: 'paid',
    tickets: 1,
    payments: ['succeeded'],
    refunds: [],
  });
});

it('says to who chooses tickets that the time is no longer on sale, at the second try too', async () => {
  const first = await heldOrder(database.db, museum, { adults: 2, slot: 1 });
  const second = await heldOrder(database.db, museum, { adults: 1, slot: 1 });
  await runOutOfTime(database.owner, first.orderId);
  await refuseOnce('claim', 'update', second.orderId, 2, 'MU001');
  const lines = [{ ticketTypeId: museum.ticketTypes.adult, quantity: 3 }];
  expect(await chooseTickets(visitorCtx(database.db), { orderId: second.orderId, lines })).toEqual({
    ok: false,
    code: 'not_on_sale',
  });
});

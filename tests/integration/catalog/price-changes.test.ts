import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listPriceChanges, listPricedTicketTypes } from '#lib/catalog/queries.ts';
import { addDays } from '#lib/platform/time.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildMuseum, type TestMuseum, text } from '#tests/support/museum.ts';

let database: TestDatabase;
let museum: TestMuseum;
let today: string;

beforeAll(async () => {
  database = await createTestDatabase();
  museum = await buildMuseum(database.owner, { daysAhead: 0 });
  today = museum.visitDate;
  const { owner } = database;
  const names = JSON.stringify(text('A day'));
  // Another tariff in twenty days, and three days of a type: two with prices of their own, one without.
  await owner.execute(sql`
    update price set valid_until = ${addDays(today, 19)}::date where product_id = ${museum.productId} and amount_minor = 500`);
  await owner.execute(sql`
    insert into price (product_id, ticket_type_id, day_type, amount_minor, currency, valid_from) values
      (${museum.productId}, ${museum.ticketTypes.adult}, null, 600, 'AZN', ${addDays(today, 20)}),
      (${museum.productId}, ${museum.ticketTypes.adult}, 'free_day', 0, 'AZN', '2000-01-01')`);
  await owner.execute(sql`
    insert into day_type (visit_date, code, names) values (${addDays(today, 5)}, 'free_day', ${names}::jsonb),
      (${addDays(today, 6)}, 'commemoration', ${names}::jsonb), (${addDays(today, 90)}, 'free_day', ${names}::jsonb)`);
});
afterAll(() => database.close());

it('names the days ahead on which other prices hold, and no others', async () => {
  const changes = await listPriceChanges(database.db, {
    productId: museum.productId,
    afterDate: today,
    untilDate: addDays(today, 60),
  });
  expect(changes).toEqual([
    { date: addDays(today, 5), dayTypeNames: text('A day') },
    { date: addDays(today, 20), dayTypeNames: null },
  ]);
});

it.each([
  ['today', 0, null, 500],
  ['an open-door day', 5, 'free_day', 0],
  ['a day of mourning without prices of its own', 6, 'commemoration', 500],
  ['the last day of the tariff', 19, null, 500],
  ['the first day of the next', 20, null, 600],
] as const)('prices by the date of the visit: %s', async (_name, days, dayType, amountMinor) => {
  const types = await listPricedTicketTypes(database.db, {
    productId: museum.productId,
    visitDate: addDays(today, days),
    dayType,
    onlineOnly: true,
  });
  expect(types.find(({ code }) => code === 'adult')?.unitPriceMinor).toBe(amountMinor);
});

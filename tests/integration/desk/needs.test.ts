import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { getDayBoard } from '#lib/desk/day-board.ts';
import { findParties } from '#lib/desk/find-parties.ts';
import { recordScan } from '#lib/desk/record-scan.ts';
import { instantOf } from '#lib/platform/time.ts';
import { listDaySlots } from '#lib/reports/list-day-slots.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { addDeskWorker, deskCtx, scanOf } from './desk-ctx.ts';
import { doorKeys, firstTicket, paidOrder } from './paid-order.ts';

let database: TestDatabase;
let museum: TestMuseum;

beforeAll(async () => {
  database = await createTestDatabase();
  museum = await buildMuseum(database.owner);
  await addDeskWorker(database);
});
afterAll(() => database.close());

it('brings what a party has told of its needs to the board, the lists, the door and the guide’s day', async () => {
  const keys = await doorKeys();
  const order = await paidOrder(database, museum, keys, { people: 2, name: 'Aygün Əliyeva' });
  await paidOrder(database, museum, keys, { people: 1 });
  const text = 'Əlil arabası; zirzəmiyə enmirik';
  await database.owner.execute(sql`update orders set access_needs = ${text} where id = ${order.orderId}`);
  const now = instantOf(museum.visitDate, '10:30', museum.zone);
  const ctx = deskCtx(database, now);
  const board = await getDayBoard(ctx);
  expect(board.ok && board.board.slots.map(({ needs }) => needs)).toEqual([[{ people: 2, text }], []]);
  const found = await findParties(ctx, { query: 'Əliyeva' });
  expect(found.ok && found.parties.map(({ accessNeeds }) => accessNeeds)).toEqual([text]);
  const scanned = await recordScan(ctx, scanOf(firstTicket(order).token, now, { people: 1 }), keys.verify);
  expect(scanned).toMatchObject({ kind: 'judged', ticket: { accessNeeds: text }, party: { accessNeeds: text } });
  const guide = { ...deskCtx(database, now, ['today.see']) };
  const day = await listDaySlots(guide, museum.visitDate);
  expect(day.ok && day.slots.map(({ needs }) => needs)).toEqual([[{ people: 2, text }], []]);
});

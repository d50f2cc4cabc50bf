import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ticketType } from '#db/schema/catalog.ts';
import { cancelOwnTickets } from '#lib/booking/cancel-own-tickets.ts';
import { chooseTickets } from '#lib/booking/choose-tickets.ts';
import { holdTickets } from '#lib/booking/hold-tickets.ts';
import { findOrderView } from '#lib/booking/order-view.ts';
import { saveDetails } from '#lib/booking/save-details.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { holderOf } from '#lib/booking/ticket-documents.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { newId } from '#lib/platform/ids.ts';
import { required } from '#lib/platform/result.ts';
import { visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum, text } from '#tests/support/museum.ts';

let database: TestDatabase;
let museum: TestMuseum;
const companion = newId();

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
  museum = await buildMuseum(database.owner, { lanes: { public: 100 }, peopleAtOnce: 100, daysAhead: 9 });
  await database.owner.insert(ticketType).values({
    id: companion,
    code: 'companion',
    names: text('Companion'),
    eligibilities: text('One for each'),
    documents: text(''),
    statisticsClass: 'companion',
    family: 'free',
    isSelfDeclaredOnline: true,
    isVerifiedAtEntry: false,
    companionToId: museum.ticketTypes.free,
    position: 9,
  });
  await database.owner.execute(sql`
    insert into price (product_id, ticket_type_id, amount_minor, currency, valid_from)
    values (${museum.productId}, ${companion}, 0, 'AZN', '2000-01-01')`);
});
afterAll(() => database.close());
beforeEach(() => ask('none'));

const ask = (whose: 'none' | 'lead' | 'each') =>
  database.owner.execute(sql`update product set names_required = ${whose} where id = ${museum.productId}`);
const line = (ticketTypeId: string, quantity: number) => ({ ticketTypeId, quantity });
const details = {
  email: 'aygun@example.az',
  contactName: '',
  phone: '',
  accessNeeds: '',
  hasAcknowledgedAdvisory: true,
  hasAcceptedTerms: true,
} as const;

async function hold(lines: { ticketTypeId: string; quantity: number }[]) {
  const held = await holdTickets(
    visitorCtx(database.db),
    { timeslotId: museum.timeslots[0] ?? '', lines, channel: 'web', lane: 'public' },
    'secret',
  );
  if (!held.ok) throw new Error(held.code);
  const ctx: Ctx = { ...visitorCtx(database.db), actor: { kind: 'visitor', orderId: held.orderId } };
  return { orderId: held.orderId, ctx };
}
const ticketsOf = async (orderId: string) => required(await findOrderView(database.db, orderId), 'order').tickets;

it('asks for no name where the product needs none, and keeps none that nobody asked for', async () => {
  const { orderId, ctx } = await hold([line(museum.ticketTypes.free, 2)]);
  expect(await saveDetails(ctx, { orderId, ...details, visitorNames: ['A', 'B'] })).toEqual({ ok: true });
  expect(await startPayment(ctx, { orderId })).toEqual({ ok: true, kind: 'paid' });
  expect((await ticketsOf(orderId)).map(({ holderName }) => holderName)).toEqual([null, null]);
});

it('needs one name where the product asks for it, on every ticket', async () => {
  await ask('lead');
  const { orderId, ctx } = await hold([line(museum.ticketTypes.free, 2)]);
  expect(await saveDetails(ctx, { orderId, ...details })).toEqual({ ok: false, code: 'names_needed' });
  expect(await startPayment(ctx, { orderId })).toEqual({ ok: false, code: 'names_missing' });
  expect(await saveDetails(ctx, { orderId, ...details, contactName: 'Aygün Əliyeva' })).toEqual({ ok: true });
  expect(await startPayment(ctx, { orderId })).toEqual({ ok: true, kind: 'paid' });
  const order = required(await findOrderView(database.db, orderId), 'order');
  expect(order.tickets.map((ticket) => holderOf(order, ticket))).toEqual(['Aygün Əliyeva', 'Aygün Əliyeva']);
});

it('needs everybody’s name where the product asks for it, and keeps them while tickets are chosen anew', async () => {
  await ask('each');
  const { orderId, ctx } = await hold([line(museum.ticketTypes.free, 2)]);
  const save = (visitorNames: string[]) => saveDetails(ctx, { orderId, ...details, visitorNames });
  expect(await save(['Aygün Əliyeva', ''])).toEqual({ ok: false, code: 'names_needed' });
  expect(await save(['', 'İlqar Əliyev'])).toEqual({ ok: true });
  const lines = [line(museum.ticketTypes.free, 2), line(companion, 1)];
  expect(await chooseTickets(ctx, { orderId, lines })).toMatchObject({ ok: true, people: 3 });
  expect(required(await findOrderView(database.db, orderId), 'order').visitorNames).toHaveLength(2);
  expect(await startPayment(ctx, { orderId })).toEqual({ ok: false, code: 'names_missing' });
  expect(await save(['', '', 'Leyla Ağayeva'])).toEqual({ ok: true });
  expect(await startPayment(ctx, { orderId })).toEqual({ ok: true, kind: 'paid' });
  expect((await ticketsOf(orderId)).map(({ holderName }) => holderName)).toEqual([
    'Aygün Əliyeva',
    'İlqar Əliyev',
    'Leyla Ağayeva',
  ]);
});

it('lets as many companions come as people whom they come with, and no more', async () => {
  const { orderId, ctx } = await hold([line(museum.ticketTypes.free, 2), line(companion, 2)]);
  const lines = [line(museum.ticketTypes.free, 1), line(companion, 2)];
  expect(await chooseTickets(ctx, { orderId, lines })).toEqual({
    ok: false,
    code: 'companion_without_person',
    ticketTypeId: companion,
  });
});

it('takes a person’s ticket back only together with the companion’s', async () => {
  const { orderId, ctx } = await hold([line(museum.ticketTypes.free, 1), line(companion, 1)]);
  await saveDetails(ctx, { orderId, ...details });
  await startPayment(ctx, { orderId });
  const tickets = await ticketsOf(orderId);
  const person = tickets.filter(({ ticketTypeId }) => ticketTypeId !== companion).map(({ id }) => id);
  const cancel = (ticketIds: string[]) => cancelOwnTickets(ctx, { orderId, ticketIds, expectedMinor: 0 });
  expect(await cancel(person)).toEqual({ ok: false, code: 'companion_alone' });
  expect(await cancel(tickets.map(({ id }) => id))).toEqual({ ok: true, amountMinor: 0 });
});

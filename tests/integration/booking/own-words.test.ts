import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askHelp } from '#lib/booking/ask-help.ts';
import { cancelOwnTickets } from '#lib/booking/cancel-own-tickets.ts';
import { changeNames } from '#lib/booking/change-names.ts';
import { changeOrder } from '#lib/booking/change-order.ts';
import { composeMessage } from '#lib/booking/compose-message.ts';
import { findOrders } from '#lib/booking/find-orders.ts';
import { getOrderHistory } from '#lib/booking/order-history.ts';
import { findOrderView } from '#lib/booking/order-view.ts';
import { saveDetails } from '#lib/booking/save-details.ts';
import { sendTicketsAgain } from '#lib/booking/send-tickets-again.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { newId } from '#lib/platform/ids.ts';
import { required } from '#lib/platform/result.ts';
import { staffCtx, systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

let database: TestDatabase;
let museum: TestMuseum;

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
  museum = await buildMuseum(database.owner, { lanes: { public: 60 }, peopleAtOnce: 60, daysAhead: 9 });
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.owner.execute(sql`update product set names_required = 'none' where id = ${museum.productId}`);
  await database.owner.execute(sql`delete from setting where key in ('tickets_again_a_day','help_messages_a_day')`);
});

const settingIs = (key: string, value: number) =>
  database.owner.execute(
    sql`insert into setting (key, valid_from, value) values (${key}, '2000-01-01', ${String(value)}::jsonb)`,
  );

/** An order of two that costs nothing, with its tickets, and its visitor. */
async function booked(whose: 'none' | 'lead' | 'each' = 'none', names: string[] = []) {
  const { orderId } = await heldOrder(database.db, museum, { free: 2, email: `${newId()}@example.az` });
  const ctx: Ctx = { ...visitorCtx(database.db), actor: { kind: 'visitor', orderId } };
  if (whose !== 'none') {
    await database.owner.execute(sql`update product set names_required = ${whose} where id = ${museum.productId}`);
    const contact = { email: `${newId()}@example.az`, contactName: names[0] ?? '', phone: '', accessNeeds: '' };
    const ticks = { hasAcknowledgedAdvisory: true, hasAcceptedTerms: true } as const;
    expect(await saveDetails(ctx, { orderId, ...contact, ...ticks, visitorNames: names })).toEqual({ ok: true });
  }
  expect(await startPayment(ctx, { orderId })).toEqual({ ok: true, kind: 'paid' });
  return { orderId, ctx, tickets: (await view(orderId)).tickets.map(({ id }) => id) };
}
const view = async (orderId: string) => required(await findOrderView(database.db, orderId), 'order');
const namesOn = async (orderId: string) =>
  (await view(orderId)).tickets.filter(({ state }) => state !== 'revoked').map(({ holderName }) => holderName);
const auditOf = async (orderId: string, action: string) =>
  (
    await database.owner.execute<{ after: unknown }>(
      sql`select after from audit_log where object_id = ${orderId} and action = ${action} order by id`,
    )
  ).rows;

describe('asking for help', () => {
  it('keeps what was written for staff and sends it to the museum, once', async () => {
    const { orderId, ctx } = await booked();
    const written = { orderId, text: ' Əlil arabası ilə gələcəyik.\nHara yaxınlaşaq? ', requestKey: newId() };
    expect(await askHelp(ctx, written)).toEqual({ ok: true, isRepeat: false });
    expect(await askHelp(ctx, written)).toEqual({ ok: true, isRepeat: true });
    const answer = await getOrderHistory(staffCtx(database.db), orderId);
    expect(answer.ok && answer.history.help).toMatchObject([{ text: written.text.trim() }]);
    const { rows } = await database.owner.execute<{ id: string; recipient: string; dedupeKey: string }>(
      sql`select id, recipient, dedupe_key as "dedupeKey" from message where order_id = ${orderId} and kind = 'help_asked'`,
    );
    expect(rows).toHaveLength(1);
    const row = required(rows[0], 'message');
    const letter = await composeMessage(systemCtx(database.db), { ...row, kind: 'help_asked', locale: 'az', orderId });
    expect(letter).toMatchObject({ replyTo: (await view(orderId)).email });
    expect(letter?.text).toContain('Hara yaxınlaşaq?');
    // The log tells that it was asked, and not what.
    expect(JSON.stringify(await auditOf(orderId, 'help_asked'))).not.toContain('arabası');
  });

  it('is found by staff among the orders that wait for them', async () => {
    const [asking, other] = [await booked(), await booked()];
    await askHelp(asking.ctx, { orderId: asking.orderId, text: 'Kömək edin', requestKey: newId() });
    const found = await findOrders(staffCtx(database.db), { waits: 'help' });
    const ids = found.ok ? found.orders.map(({ id }) => id) : [];
    expect(ids).toContain(asking.orderId);
    expect(ids).not.toContain(other.orderId);
    await database.owner.execute(sql`update help_request set asked_at = now() - interval '15 days'`);
    expect(await findOrders(staffCtx(database.db), { waits: 'help' })).toMatchObject({ total: 0 });
    expect(await findOrders(staffCtx(database.db), { waits: 'change' })).toMatchObject({ total: 0 });
  });

  it('is refused to others, without words, with too many, and too often in a day', async () => {
    const { orderId, ctx } = await booked();
    const ask = (text: string, by: Ctx = ctx) => askHelp(by, { orderId, text, requestKey: newId() });
    expect(await ask('Kömək', (await booked()).ctx)).toEqual({ ok: false, code: 'forbidden' });
    expect(await ask('Kömək', staffCtx(database.db))).toEqual({ ok: false, code: 'forbidden' });
    expect(await ask('  ')).toEqual({ ok: false, code: 'text_missing' });
    expect(await ask('x'.repeat(1001))).toEqual({ ok: false, code: 'too_long' });
    await settingIs('help_messages_a_day', 2);
    // All at once: the order's lock counts them one after the other.
    const answers = await Promise.all(['bir', 'iki', 'üçüncü', 'dördüncü'].map((text) => ask(text)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(2);
    expect(answers.find(({ ok }) => !ok)).toEqual({ ok: false, code: 'too_often' });
    await database.owner.execute(sql`update help_request set asked_at = asked_at - interval '25 hours'`);
    expect(await ask('sabah')).toMatchObject({ ok: true });
  });
});

it('sends a visitor the tickets again so many times a day, staff as often as they like', async () => {
  const { orderId, ctx } = await booked();
  await settingIs('tickets_again_a_day', 2);
  const keys = [newId(), newId(), newId()];
  const again = (requestKey = newId(), by = ctx) => sendTicketsAgain(by, { orderId, requestKey });
  const answers = await Promise.all(keys.map((key) => again(key)));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(2);
  expect(answers.find(({ ok }) => !ok)).toEqual({ ok: false, code: 'too_often' });
  // The button pressed twice is the same message, and no more of them.
  expect(await again(keys[answers.findIndex(({ ok }) => ok)])).toMatchObject({ ok: true, isRepeat: true });
  expect(await again(newId(), staffCtx(database.db))).toMatchObject({ ok: true, isRepeat: false });
  await database.owner.execute(sql`update message set queued_at = queued_at - interval '25 hours'`);
  expect(await again()).toMatchObject({ ok: true, isRepeat: false });
  expect(await again(newId(), (await booked()).ctx)).toEqual({ ok: false, code: 'forbidden' });
});

describe('names', () => {
  it('of the order change, and are taken away where no visit needs them', async () => {
    const { orderId, ctx, tickets } = await booked();
    const save = (contactName: string, holders: { ticketId: string; name: string }[] = [], by: Ctx = ctx) =>
      changeNames(by, { orderId, contactName, holders });
    expect(await save(' Aygün  Əliyeva ')).toEqual({ ok: true });
    expect(await view(orderId)).toMatchObject({ contactName: expect.stringMatching(/^Aygün +Əliyeva$/) });
    expect(await save('')).toEqual({ ok: true });
    // Nobody asked for names on these tickets.
    const [first = ''] = tickets;
    expect(await save('', [{ ticketId: first, name: 'A' }])).toMatchObject({ code: 'unknown_ticket', field: first });
    expect(await save('x'.repeat(201))).toEqual({ ok: false, code: 'too_long', field: 'contactName' });
    expect(await save('A', [], (await booked()).ctx)).toEqual({ ok: false, code: 'forbidden' });
    expect(await save('A', [], staffCtx(database.db))).toEqual({ ok: true });
    const held = await heldOrder(database.db, museum, { free: 1 });
    const unpaid: Ctx = { ...visitorCtx(database.db), actor: { kind: 'visitor', orderId: held.orderId } };
    const nameless = { orderId: held.orderId, contactName: '', holders: [] };
    expect(await changeNames(unpaid, nameless)).toEqual({ ok: false, code: 'nothing_to_change' });
    expect(JSON.stringify(await auditOf(orderId, 'names_changed'))).not.toContain('Aygün');
  });

  it('of the one who books stay where the visit asks for them', async () => {
    const { orderId, ctx } = await booked('lead', ['Aygün Əliyeva']);
    expect(await changeNames(ctx, { orderId, contactName: ' ', holders: [] })).toEqual({
      ok: false,
      code: 'names_needed',
      field: 'contactName',
    });
    expect(await changeNames(ctx, { orderId, contactName: 'İlqar Əliyev', holders: [] })).toEqual({ ok: true });
  });

  it('of everybody: changed, not left out, not after entry, and given to who came later', async () => {
    const { orderId, ctx, tickets } = await booked('each', ['Aygün Əliyeva', 'İlqar Əliyev']);
    const [first = '', second = ''] = tickets;
    const save = (...holders: [ticketId: string, name: string][]) =>
      changeNames(ctx, {
        orderId,
        contactName: '',
        holders: holders.map(([ticketId, name]) => ({ ticketId, name })),
      });
    const lines = [{ ticketTypeId: museum.ticketTypes.free, quantity: 1 }];
    const more = { orderId, wish: { kind: 'people', lines }, expectedMinor: 0 } as const;
    // One goes, another comes: the name that was given for the second place is not theirs.
    expect(await cancelOwnTickets(ctx, { orderId, ticketIds: [first], expectedMinor: 0 })).toMatchObject({ ok: true });
    expect(await changeOrder(ctx, more)).toMatchObject({ ok: true, people: 2 });
    expect(await namesOn(orderId)).toEqual(['İlqar Əliyev', null]);
    const third = (await view(orderId)).tickets.find(({ holderName }) => !holderName)?.id ?? '';
    expect(await save([second, 'Leyla Ağayeva'], [third, ''])).toEqual({ ok: true });
    expect(await save([third, 'Rəşad Ağayev'])).toEqual({ ok: true });
    expect(await namesOn(orderId)).toEqual(['Leyla Ağayeva', 'Rəşad Ağayev']);
    expect(await save([second, ''])).toEqual({ ok: false, code: 'names_needed', field: second });
    expect(await save([newId(), 'X'])).toMatchObject({ code: 'unknown_ticket' });
    expect(await save([second, 'x'.repeat(201)])).toMatchObject({ code: 'too_long', field: second });
    await database.owner.execute(sql`update ticket set admitted_people = 1 where id = ${second}`);
    expect(await save([second, 'Y'])).toEqual({ ok: false, code: 'already_used', field: second });
    expect(await save([second, 'Leyla Ağayeva'], [third, 'Z'])).toEqual({ ok: true });
  });
});

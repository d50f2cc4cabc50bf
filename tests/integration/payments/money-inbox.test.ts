import { sql } from 'drizzle-orm';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { actOnMoneyTask } from '#lib/booking/act-on-money-task.ts';
import { fillMoneyInbox } from '#lib/booking/fill-money-inbox.ts';
import { reconcileMoney } from '#lib/booking/reconcile-money.ts';
import { settlePayment } from '#lib/booking/settle-payment.ts';
import { dateAt } from '#lib/platform/time.ts';
import { doctorJob } from '#lib/reports/jobs.ts';
import { listMoneyTasks } from '#lib/reports/list-money-tasks.ts';
import { openCheckout, pageOf, payOn, sessionOf, type TestCheckout } from '#tests/support/checkout.ts';
import { staffCtx, systemCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

let database: TestDatabase;
let checkout: TestCheckout;
let museum: TestMuseum;
const staffId = '00000000-0000-7000-8000-000000000009';

beforeAll(() => void useTestInstallation());
beforeEach(async () => {
  database = await createTestDatabase({ most: 10 });
  checkout = await openCheckout();
  museum = await buildMuseum(database.owner);
  await database.owner.execute(sql`
    insert into staff_member (id, email, name, password_hash) values (${staffId}, 'a@example.org', 'Accountant', 'x')`);
  return async () => {
    await checkout.close();
    await database.close();
  };
});

const system = () => systemCtx(database.db);
const accountant = () =>
  staffCtx(database.db, { staffId, permissions: ['money.see', 'money.change', 'orders.refund'] });
const today = () => {
  const date = dateAt(new Date(), museum.zone);
  return { fromDate: date, toDate: date };
};

async function paidOrder() {
  const { orderId } = await heldOrder(database.db, museum);
  await payOn(await pageOf(database.db, orderId));
  const { paymentId } = await sessionOf(database.owner, orderId);
  await settlePayment(system(), { paymentId });
  return { orderId, paymentId };
}

async function tasks() {
  const found = await listMoneyTasks(accountant());
  if (!found.ok) throw new Error(found.code);
  return found.tasks;
}
const kinds = async () => (await tasks()).map(({ kind }) => kind);
const act = async (reason = '') => actOnMoneyTask(accountant(), { taskId: (await tasks())[0]?.id ?? '', reason });

it('asks by itself after money whose message was lost, and leaves nothing to do', async () => {
  const { orderId } = await heldOrder(database.db, museum);
  await payOn(await pageOf(database.db, orderId));
  expect(await reconcileMoney(system(), today())).toMatchObject({
    ok: true,
    days: [{ differenceMinor: 0, lines: [] }],
  });
  expect(await tasks()).toEqual([]);
  const { rows } = await database.owner.execute(sql`select state from orders where id = ${orderId}`);
  expect(rows).toEqual([{ state: 'paid' }]);
});

it('keeps each thing that needs a person once, by its state, and lets go of what came right', async () => {
  const { orderId, paymentId } = await paidOrder();
  await database.owner.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`
      insert into refund (payment_id, order_id, amount_minor, currency, state, reason) values
        (${paymentId}, ${orderId}, 100, 'AZN', 'manual', 'mistake'), (${paymentId}, ${orderId}, 200, 'AZN', 'succeeded', 'outside')`);
    await tx.execute(sql`update payment set dispute_state = 'open' where id = ${paymentId}`);
    await tx.execute(sql`
      insert into ledger_entry (kind, amount_minor, currency, order_id, payment_id, provider, provider_reference)
      values ('dispute', -1000, 'AZN', ${orderId}, ${paymentId}, 'stripe', 'dp_1')`);
    const other = await tx.execute<{ id: string }>(sql`
      insert into payment (order_id, provider, state, amount_minor, currency) values (${orderId}, 'stripe', 'mismatch', 300, 'AZN') returning id`);
    expect(other.rows).toHaveLength(1);
  });
  expect(await fillMoneyInbox(system())).toEqual({ opened: 4, closed: 0 });
  expect((await kinds()).sort()).toEqual(['disputed', 'mismatched', 'refund_failed', 'refunded_outside']);
  expect(await fillMoneyInbox(system())).toEqual({ opened: 0, closed: 0 });
  await database.owner.execute(sql`update refund set handled_at = now(), handled_by = 'test'`);
  await database.owner.execute(sql`update payment set dispute_state = 'won' where id = ${paymentId}`);
  expect(await fillMoneyInbox(system())).toEqual({ opened: 0, closed: 3 });
  expect(await kinds()).toEqual(['mismatched']);
});

it('shows money of an order that could not be kept, while it has not gone back', async () => {
  const { orderId } = await paidOrder();
  await database.owner.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`update orders set state = 'paid_unfulfillable' where id = ${orderId}`);
    await tx.execute(sql`update payment set settled_at = now() - interval '11 minutes' where order_id = ${orderId}`);
  });
  await fillMoneyInbox(system());
  expect(await kinds()).toEqual(['paid_but_expired']);
  expect(await act()).toEqual({ ok: false, code: 'still_open' });
});

it('sends a refund that failed once more, under a new key', async () => {
  const { orderId, paymentId } = await paidOrder();
  await database.owner.execute(sql`
    insert into refund (payment_id, order_id, amount_minor, currency, state, reason) values (${paymentId}, ${orderId}, 100, 'AZN', 'requested', 'mistake')`);
  await database.owner.execute(sql`update refund set state = 'submitting'`);
  await database.owner.execute(sql`update refund set state = 'failed'`);
  await database.owner.execute(sql`update refund set state = 'manual'`);
  await fillMoneyInbox(system());
  expect(await kinds()).toEqual(['refund_failed']);
  expect(await act()).toEqual({ ok: true, by: 'itself' });
  const { rows } = await database.owner.execute(sql`select state from refund order by created_at, id`);
  expect(rows).toEqual([{ state: 'canceled' }, { state: 'requested' }]);
});

it('closes what only a person can settle with their reason, on record, and for good', async () => {
  const { orderId, paymentId } = await paidOrder();
  await database.owner.execute(sql`
    insert into ledger_entry (kind, amount_minor, currency, order_id, payment_id, provider, provider_reference)
    values ('charge', 700, 'AZN', ${orderId}, ${paymentId}, 'stripe', 'pi_invented')`);
  await reconcileMoney(system(), today());
  expect(await kinds()).toEqual(['missing_at_provider']);
  const [task] = await tasks();
  const beholder = staffCtx(database.db, { permissions: ['money.see'] });
  const on = { taskId: task?.id ?? '', reason: 'Booked by hand in error' };
  expect(await actOnMoneyTask(beholder, on)).toEqual({ ok: false, code: 'forbidden' });
  expect(await actOnMoneyTask(accountant(), { ...on, taskId: orderId })).toEqual({ ok: false, code: 'unknown_task' });
  expect(await act()).toEqual({ ok: false, code: 'still_open' });
  expect(await actOnMoneyTask(accountant(), on)).toEqual({ ok: true, by: 'person' });
  expect(await actOnMoneyTask(accountant(), on)).toEqual({ ok: false, code: 'already_done' });
  await reconcileMoney(system(), today());
  expect(await kinds()).toEqual([]);
  const { rows } = await database.owner.execute(sql`
    select actor_id, object_id, after ->> 'reason' as reason from audit_log where action = 'money_task_done'`);
  expect(rows).toEqual([{ actor_id: staffId, object_id: task?.id, reason: on.reason }]);
});

it('hears of a broken invariant from the hourly doctor, until it holds again', async () => {
  const { orderId } = await paidOrder();
  const alarms: unknown[] = [];
  const log = { error: (facts: unknown) => alarms.push(facts) };
  expect(await doctorJob(system(), log)).toEqual({ violations: 0 });
  await database.owner.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`update ticket set state = 'suspended' where order_id = ${orderId}`);
    await tx.execute(sql`update orders set state = 'cancelled' where id = ${orderId}`);
  });
  await doctorJob(system(), log);
  await doctorJob(system(), log);
  expect(alarms).toContainEqual(expect.objectContaining({ invariant: 'I4' }));
  expect((await tasks()).filter(({ reference }) => reference === 'I4')).toHaveLength(1);
  await database.owner.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`update orders set state = 'paid' where id = ${orderId}`);
  });
  expect(await doctorJob(system(), log)).toEqual({ violations: 0 });
  expect(await tasks()).toEqual([]);
});

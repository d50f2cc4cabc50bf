import { afterAll, beforeAll, expect, test } from 'vitest';
import { staffMember, staffRole } from '#db/schema/identity.ts';
import { loadRolePermissions, rolePermissions } from '#db/seed/roles.ts';
import { findOrders } from '#lib/booking/find-orders.ts';
import { getOrderHistory } from '#lib/booking/order-history.ts';
import { sendTicketsAgain } from '#lib/booking/send-tickets-again.ts';
import { takePayment } from '#lib/booking/take-payment.ts';
import { loadStaffActor } from '#lib/identity/load-staff-actor.ts';
import { type Permission, type Role, roles } from '#lib/identity/values.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { newId } from '#lib/platform/ids.ts';
import { listAudit } from '#lib/reports/list-audit.ts';
import { listDaySlots } from '#lib/reports/list-day-slots.ts';
import { visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';

let database: TestDatabase;
const staff = Object.fromEntries(roles.map((role) => [role, newId()])) as Record<Role, string>;

beforeAll(async () => {
  database = await createTestDatabase();
  await loadRolePermissions(database.owner);
  for (const role of roles) {
    await database.owner.insert(staffMember).values({ id: staff[role], email: `${role}@example.org`, name: role });
    await database.owner.insert(staffRole).values({ staffMemberId: staff[role], role });
  }
});
afterAll(() => database.close());

const orderId = newId();
type Verb = (ctx: Ctx) => Promise<{ ok: boolean; code?: string }>;
const verbs: Record<string, { permission: Permission; ask: Verb }> = {
  'look at the day': { permission: 'today.see', ask: (ctx) => listDaySlots(ctx, '2030-01-01') },
  'find orders': { permission: 'orders.see', ask: (ctx) => findOrders(ctx, { q: 'a' }) },
  'read an order': { permission: 'orders.see', ask: (ctx) => getOrderHistory(ctx, orderId) },
  'send tickets again': {
    permission: 'orders.change',
    ask: (ctx) => sendTicketsAgain(ctx, { orderId, requestKey: newId() }),
  },
  'take cash': {
    permission: 'payments.take',
    ask: (ctx) => takePayment(ctx, { orderId, provider: 'cash', typed: {}, expectedMinor: 0 }),
  },
  'take a transfer': {
    permission: 'payments.transfer',
    ask: (ctx) => takePayment(ctx, { orderId, provider: 'transfer', typed: {}, expectedMinor: 0 }),
  },
  'read the audit log': { permission: 'audit.see', ask: (ctx) => listAudit(ctx, { zone: 'Asia/Baku' }) },
};

const cases = roles.flatMap((role) => Object.keys(verbs).map((verb) => [role, verb] as const));

test.each(cases)('%s may %s only with the permission', async (role, name) => {
  const actor = await loadStaffActor(database.db, { staffId: staff[role], sessionVersion: 1 });
  const verb = verbs[name];
  if (!actor || !verb) throw new Error('not prepared');
  const answer = await verb.ask({ ...visitorCtx(database.db), actor });
  expect(answer.code === 'forbidden').toBe(!rolePermissions[role].includes(verb.permission));
});

test.each(Object.keys(verbs))('a visitor may never %s', async (name) => {
  expect(await verbs[name]?.ask(visitorCtx(database.db))).toEqual({ ok: false, code: 'forbidden' });
});

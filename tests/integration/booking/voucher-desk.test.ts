import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyVoucher } from '#lib/booking/apply-voucher.ts';
import { changeVoucher } from '#lib/booking/change-voucher.ts';
import { getVoucher, listBatch, listVouchers } from '#lib/booking/list-vouchers.ts';
import { makeVouchers } from '#lib/booking/make-vouchers.ts';
import { withdrawVoucher } from '#lib/booking/withdraw-voucher.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { newId } from '#lib/platform/ids.ts';
import { staffCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { makeVoucher, voucherOf } from '#tests/support/vouchers.ts';

let database: TestDatabase;
let museum: TestMuseum;
let ctx: Ctx;

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
  museum = await buildMuseum(database.owner, { zone: 'Asia/Baku' });
  ctx = staffCtx(database.db, { permissions: ['vouchers.change'] });
});
afterAll(() => database.close());

const bounds = (changes: object = {}) => {
  const { code: _code, count: _count, ...given } = voucherOf();
  return { ...given, ...changes };
};

it('makes one code of one’s own, found by code and by words, with the day it ends in the museum’s zone', async () => {
  const made = await makeVouchers(ctx, voucherOf({ code: 'spring-26', label: 'Bahar 50%', untilDate: '2030-05-31' }));
  if (!made.ok) throw new Error(made.code);
  for (const q of ['SPRING26', 'spring-26', 'bahar', '50%']) {
    expect(await listVouchers(ctx, { q }), q).toMatchObject({ ok: true, total: 1 });
  }
  for (const q of ['_', 'SPRING2', 'nobody']) expect(await listVouchers(ctx, { q }), q).toMatchObject({ total: 0 });
  expect(await getVoucher(ctx, made.ids[0] ?? '')).toMatchObject({
    voucher: { code: 'SPRING26', stands: 'active', uses: 0, validUntil: new Date('2030-05-31T20:00:00Z') },
    users: [],
  });
  expect(await makeVouchers(ctx, voucherOf({ code: 'SPRING26' }))).toEqual({ ok: false, code: 'code_taken' });
  const { rows } = await database.owner.execute(sql`
    select action from audit_log where object_kind = 'voucher' and object_id = ${made.ids[0]}`);
  expect(rows).toEqual([{ action: 'vouchers_made' }]);
});

it('makes a batch of drawn codes, each its own', async () => {
  const made = await makeVouchers(ctx, voucherOf({ count: 200, label: 'Məktəblər', productIds: [museum.productId] }));
  if (!made.ok || !made.batchId) throw new Error('no batch');
  const batch = await listBatch(ctx, made.batchId);
  if (!batch.ok) throw new Error(batch.code);
  expect(new Set(batch.vouchers.map(({ code }) => code)).size).toBe(200);
  expect(batch.vouchers[0]?.productNames).toHaveLength(1);
  expect(await listVouchers(ctx, { q: 'məktəblər', page: 99 })).toMatchObject({ total: 200, page: 7, pages: 7 });
  expect(await listBatch(ctx, newId())).toEqual({ ok: false, code: 'unknown_voucher' });
});

it.each([
  ['nothing it is for', { label: ' ' }, 'label_missing'],
  ['no uses', { maxUses: 0 }, 'uses_missing'],
  ['a share of more than all', { value: 101 }, 'value_wrong'],
  ['a share of nothing', { value: 0 }, 'value_wrong'],
  ['no value', { value: null }, 'value_wrong'],
  ['dates the wrong way round', { fromDate: '2030-01-02', untilDate: '2030-01-01' }, 'dates_wrong'],
  ['a day that is none', { untilDate: '2030-02-30' }, 'dates_wrong'],
  ['a code that is none', { code: 'ü' }, 'code_wrong'],
  ['one code many times', { code: 'MANYMANY', count: 2 }, 'count_wrong'],
  ['too many codes', { count: 501 }, 'count_wrong'],
  ['fewer at most than at least', { minimumTickets: 3, maximumTickets: 2 }, 'tickets_wrong'],
  ['places nowhere', { reservedPlaces: 3 }, 'places_wrong'],
  ['nothing that it does', { effect: null, value: null }, 'does_nothing'],
  ['a visit that there is not', { productIds: [newId()] }, 'unknown_product'],
])('refuses %s', async (_what, changes, code) => {
  const before = await listVouchers(ctx, {});
  expect(await makeVouchers(ctx, voucherOf(changes))).toEqual({ ok: false, code });
  expect(await listVouchers(ctx, {})).toMatchObject({ total: before.ok ? before.total : -1 });
});

it('changes bounds, never below what is used, and ends', async () => {
  const { id, code } = await makeVoucher(database, { maxUses: 3 });
  for (let use = 0; use < 2; use += 1) {
    const { orderId } = await heldOrder(database.db, museum);
    expect(await applyVoucher(visitorCtx(database.db), { orderId, code })).toMatchObject({ ok: true });
  }
  expect(await changeVoucher(ctx, { voucherId: id, ...bounds({ maxUses: 1 }) })).toEqual({
    ok: false,
    code: 'below_used',
  });
  expect(await changeVoucher(ctx, { voucherId: id, ...bounds({ maxUses: 2 }) })).toEqual({ ok: true });
  expect(await getVoucher(ctx, id)).toMatchObject({
    voucher: { stands: 'used_up' },
    users: [{ state: 'held' }, { state: 'held' }],
  });
  expect(await listVouchers(ctx, { state: 'used_up' })).toMatchObject({ total: 1 });
  expect(await withdrawVoucher(ctx, { voucherId: id })).toEqual({ ok: true });
  expect(await changeVoucher(ctx, { voucherId: id, ...bounds() })).toEqual({ ok: false, code: 'unknown_voucher' });
  expect(await withdrawVoucher(ctx, { voucherId: newId() })).toEqual({ ok: false, code: 'unknown_voucher' });
});

it('is nobody’s without the right', async () => {
  const nobody = staffCtx(database.db, { permissions: ['orders.change'] });
  const forbidden = { ok: false, code: 'forbidden' };
  expect(await makeVouchers(nobody, voucherOf())).toEqual(forbidden);
  expect(await listVouchers(nobody, {})).toEqual(forbidden);
  expect(await getVoucher(nobody, newId())).toEqual(forbidden);
  expect(await listBatch(nobody, newId())).toEqual(forbidden);
  expect(await changeVoucher(nobody, { voucherId: newId(), ...bounds() })).toEqual(forbidden);
  expect(await withdrawVoucher(nobody, { voucherId: newId() })).toEqual(forbidden);
});

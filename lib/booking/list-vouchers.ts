import { type SQL, sql } from 'drizzle-orm';
import type { Lane } from '#lib/capacity/values.ts';
import type { VoucherEffect } from '#lib/catalog/values.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import type { LocalizedText } from '#lib/platform/locales.ts';
import type { Refusal } from '#lib/platform/result.ts';
import type { IsoDate, WallTime } from '#lib/platform/time.ts';
import type { VoucherState, VoucherUseState } from './values.ts';
import { normaliseVoucherCode } from './voucher-code.ts';

/** How a voucher stands today: `over` has run out, `not_yet` has not begun, `used_up` has no use left. */
export const voucherStands = ['active', 'not_yet', 'over', 'used_up', 'withdrawn'] as const;
export type VoucherStand = (typeof voucherStands)[number];

/** A voucher as staff see it. `effectValue` is per cent, or minor units of `currency`. */
export type VoucherRow = {
  id: string;
  code: string;
  batchId: string | null;
  label: string;
  state: VoucherState;
  stands: VoucherStand;
  effect: VoucherEffect | null;
  effectValue: number | null;
  currency: string | null;
  lane: Lane | null;
  timeslot: { id: string; visitDate: IsoDate; startTime: WallTime; productNames: LocalizedText } | null;
  reservedPlaces: number | null;
  /** Reserved places that nobody has taken yet. */
  placesLeft: number;
  productNames: LocalizedText[];
  ticketTypeNames: LocalizedText[];
  maxUses: number;
  uses: number;
  maxUsesPerEmail: number | null;
  minimumTickets: number;
  maximumTickets: number | null;
  validFrom: Date;
  validUntil: Date;
  isGivenBack: boolean;
};

export const vouchersOnPage = 30;

const stands = sql`case when v.state = 'withdrawn' then 'withdrawn' when v.valid_until <= now() then 'over'
  when v.uses >= v.max_uses then 'used_up' when v.valid_from > now() then 'not_yet' else 'active' end`;

const columns = sql`
  v.id, v.code, v.batch_id as "batchId", v.label, v.state, ${stands} as stands, v.effect, v.effect_value as "effectValue", v.currency, v.lane,
  v.reserved_places as "reservedPlaces", v.max_uses as "maxUses", v.uses, v.max_uses_per_email as "maxUsesPerEmail",
  v.minimum_tickets as "minimumTickets", v.maximum_tickets as "maximumTickets", v.valid_from as "validFrom", v.valid_until as "validUntil",
  v.is_given_back as "isGivenBack",
  coalesce((select c.quantity from claim c where c.voucher_id = v.id and c.state = 'held'), 0) as "placesLeft",
  (select jsonb_build_object('id', t.id, 'visitDate', t.visit_date, 'startTime', to_char(t.start_time, 'HH24:MI'), 'productNames', p.names)
     from timeslot t join product p on p.id = t.product_id where t.id = v.timeslot_id) as timeslot,
  (select coalesce(jsonb_agg(p.names order by p.position), '[]') from voucher_product w join product p on p.id = w.product_id
    where w.voucher_id = v.id) as "productNames",
  (select coalesce(jsonb_agg(y.names order by y.position), '[]') from voucher_ticket_type w join ticket_type y on y.id = w.ticket_type_id
    where w.voucher_id = v.id) as "ticketTypeNames"`;

const dated = (row: VoucherRow): VoucherRow => ({
  ...row,
  validFrom: new Date(row.validFrom),
  validUntil: new Date(row.validUntil),
});

export type ListedVouchers = { ok: true; vouchers: VoucherRow[]; total: number; page: number; pages: number };

/** Vouchers by code or by words of their label, and by how they stand; newest first. Needs `vouchers.change`. */
export async function listVouchers(
  ctx: Ctx,
  input: { q?: string; state?: string; page?: number },
): Promise<ListedVouchers | Refusal<'forbidden'>> {
  if (!can(ctx.actor, 'vouchers.change')) return { ok: false, code: 'forbidden' };
  const conditions: SQL[] = [sql`true`];
  const q = (input.q ?? '')
    .normalize('NFC')
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, 100);
  if (q) {
    const code = normaliseVoucherCode(q);
    const words = `%${q.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
    conditions.push(sql`(lower(v.label) like ${words} or v.code = ${code})`);
  }
  const stand = voucherStands.find((one) => one === input.state);
  if (stand) conditions.push(sql`${stands} = ${stand}`);
  const where = sql.join(conditions, sql` and `);
  const counted = await ctx.db.execute<{ total: number }>(
    sql`select count(*)::int as total from voucher v where ${where}`,
  );
  const total = counted.rows[0]?.total ?? 0;
  const pages = Math.max(1, Math.ceil(total / vouchersOnPage));
  const page = Math.min(Math.max(1, Number.isInteger(input.page) ? Number(input.page) : 1), pages);
  const { rows } = await ctx.db.execute<VoucherRow>(sql`
    select ${columns} from voucher v where ${where} order by v.made_at desc, v.id limit ${vouchersOnPage} offset ${(page - 1) * vouchersOnPage}`);
  return { ok: true, vouchers: rows.map(dated), total, page, pages };
}

/** Who has a voucher: the order, and how far it is. */
export type VoucherUser = {
  orderId: string;
  orderCode: string;
  state: VoucherUseState;
  madeAt: Date;
};

/** One voucher with the last 100 orders that had it. Needs `vouchers.change`. */
export async function getVoucher(
  ctx: Ctx,
  voucherId: string,
): Promise<{ ok: true; voucher: VoucherRow; users: VoucherUser[] } | Refusal<'forbidden' | 'unknown_voucher'>> {
  if (!can(ctx.actor, 'vouchers.change')) return { ok: false, code: 'forbidden' };
  const found = await ctx.db.execute<VoucherRow>(sql`select ${columns} from voucher v where v.id = ${voucherId}`);
  if (!found.rows[0]) return { ok: false, code: 'unknown_voucher' };
  const { rows } = await ctx.db.execute<VoucherUser>(sql`
    select o.id as "orderId", o.code as "orderCode", u.state, u.made_at as "madeAt" from voucher_use u join orders o on o.id = u.order_id
     where u.voucher_id = ${voucherId} order by u.made_at desc, u.id limit 100`);
  return {
    ok: true,
    voucher: dated(found.rows[0]),
    users: rows.map((row) => ({ ...row, madeAt: new Date(row.madeAt) })),
  };
}

/** The codes of a batch, as they were made. Needs `vouchers.change`. */
export async function listBatch(
  ctx: Ctx,
  batchId: string,
): Promise<{ ok: true; vouchers: VoucherRow[] } | Refusal<'forbidden' | 'unknown_voucher'>> {
  if (!can(ctx.actor, 'vouchers.change')) return { ok: false, code: 'forbidden' };
  const { rows } = await ctx.db.execute<VoucherRow>(
    sql`select ${columns} from voucher v where v.batch_id = ${batchId} order by v.id limit 500`,
  );
  return rows.length ? { ok: true, vouchers: rows.map(dated) } : { ok: false, code: 'unknown_voucher' };
}

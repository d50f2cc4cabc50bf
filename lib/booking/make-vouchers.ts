import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { voucher, voucherProduct, voucherTicketType } from '#db/schema/vouchers.ts';
import { getMuseum } from '#lib/catalog/queries.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { newId, newVoucherCode } from '#lib/platform/ids.ts';
import { addDays, instantOf } from '#lib/platform/time.ts';
import { constraintOf, inTransaction, sqlState, type TxCtx } from '#lib/platform/transaction.ts';
import { type VoucherInput, type VoucherInputRefusal, voucherInput, voucherInputRefusal } from './voucher-input.ts';

export type MakeVouchersResult =
  | { ok: true; ids: string[]; batchId: string | null }
  | { ok: false; code: 'forbidden' | 'code_taken' | 'not_on_sale' | 'unknown_product' | VoucherInputRefusal }
  | { ok: false; code: 'full'; room: number };

type Given = ReturnType<typeof voucherInput.parse>;

/**
 * Makes one voucher, or a batch of so many with codes drawn by chance. Places to be reserved are taken in the same transaction, for
 * all of them or for none. Needs `vouchers.change`.
 */
export async function makeVouchers(ctx: Ctx, input: VoucherInput): Promise<MakeVouchersResult> {
  if (!can(ctx.actor, 'vouchers.change')) return { ok: false, code: 'forbidden' };
  const parsed = voucherInput.safeParse(input);
  if (!parsed.success) return { ok: false, code: voucherInputRefusal(parsed.error) };
  const given = parsed.data;
  const museum = await getMuseum(ctx.db as Db);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(ctx, (tx) => write(tx, given, museum), 'vouchers made');
    } catch (error) {
      const isTaken = constraintOf(error) === 'voucher_code_key';
      if (isTaken && given.code) return { ok: false, code: 'code_taken' };
      if (isTaken && attempt < 4) continue;
      if (constraintOf(error) === 'pool_room') {
        return { ok: false, code: 'full', room: await roomAt(ctx, given.timeslotId, given.lane ?? 'public') };
      }
      if (sqlState(error) === 'MU001') return { ok: false, code: 'not_on_sale' };
      if (sqlState(error) === '23503') return { ok: false, code: 'unknown_product' };
      throw error;
    }
  }
}

async function write(
  tx: TxCtx,
  given: Given,
  museum: { timeZone: string; currency: string },
): Promise<MakeVouchersResult> {
  const batchId = given.count > 1 ? newId() : null;
  const isAmount = given.effect === 'fixed_price' || given.effect === 'amount_off';
  const rows = Array.from({ length: given.count }, () => ({
    id: newId(),
    code: given.code ?? newVoucherCode(),
    batchId,
    label: given.label,
    effect: given.effect,
    effectValue: given.value,
    currency: isAmount ? museum.currency : null,
    lane: given.lane,
    timeslotId: given.timeslotId,
    reservedPlaces: given.reservedPlaces,
    maxUses: given.maxUses,
    maxUsesPerEmail: given.maxUsesPerEmail,
    minimumTickets: given.minimumTickets,
    maximumTickets: given.maximumTickets,
    validFrom: instantOf(given.fromDate, '00:00', museum.timeZone),
    validUntil: instantOf(addDays(given.untilDate, 1), '00:00', museum.timeZone),
    isGivenBack: given.isGivenBack,
    madeBy: tx.actor.kind === 'staff' ? tx.actor.staffId : null,
  }));
  await tx.db.execute(insertVouchers(rows));
  const ids = rows.map(({ id }) => id);
  const products = ids.flatMap((voucherId) => given.productIds.map((productId) => ({ voucherId, productId })));
  if (products.length) await tx.db.insert(voucherProduct).values(products);
  const types = ids.flatMap((voucherId) => given.ticketTypeIds.map((ticketTypeId) => ({ voucherId, ticketTypeId })));
  if (types.length) await tx.db.insert(voucherTicketType).values(types);
  await writeAudit(tx, {
    action: 'vouchers_made',
    objectKind: 'voucher',
    objectId: batchId ?? ids[0] ?? '',
    after: { ...given, code: undefined, label: undefined },
  });
  return { ok: true, ids, batchId };
}

/** Columns by name: the app's role may not write the others, not even their defaults. */
function insertVouchers(rows: readonly Omit<typeof voucher.$inferInsert, 'uses' | 'state' | 'madeAt'>[]) {
  return sql`
    insert into ${voucher} (id, code, batch_id, label, effect, effect_value, currency, lane, timeslot_id, reserved_places, max_uses,
           max_uses_per_email, minimum_tickets, maximum_tickets, valid_from, valid_until, is_given_back, made_by)
    select r."id", r."code", r."batchId", r."label", r."effect", r."effectValue", r."currency", r."lane", r."timeslotId", r."reservedPlaces",
           r."maxUses", r."maxUsesPerEmail", r."minimumTickets", r."maximumTickets", r."validFrom", r."validUntil", r."isGivenBack", r."madeBy"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("id" uuid, "code" text, "batchId" uuid, "label" text, "effect" text,
           "effectValue" integer, "currency" text, "lane" text, "timeslotId" uuid, "reservedPlaces" integer, "maxUses" integer,
           "maxUsesPerEmail" smallint, "minimumTickets" smallint, "maximumTickets" smallint, "validFrom" timestamptz,
           "validUntil" timestamptz, "isGivenBack" boolean, "madeBy" uuid)`;
}

async function roomAt(ctx: Ctx, timeslotId: string | null, lane: string): Promise<number> {
  const { rows } = await ctx.db.execute<{ room: number }>(sql`
    select min(p.capacity + p.overbook - p.held - p.sold)::int as room from pool_set s join pool_set_member m on m.pool_set_id = s.id
      join pool p on p.id = m.pool_id where s.timeslot_id = ${timeslotId} and s.lane = ${lane} and s.is_current`);
  return Math.max(0, rows[0]?.room ?? 0);
}

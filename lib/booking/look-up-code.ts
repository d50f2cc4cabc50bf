import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { codeWait, countWrongCode } from '#lib/identity/limit-visitors.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import type { IsoDate, WallTime } from '#lib/platform/time.ts';
import { findVoucherByCode } from './find-voucher.ts';
import { judgeVoucher, type VoucherRefusal, type VoucherTerms } from './judge-voucher.ts';

/** A code that stands for a product, with the one time that it is for, if it is for one. */
export type LookedUpCode =
  | { ok: true; voucher: VoucherTerms; slot: { visitDate: IsoDate; startTime: WallTime } | null }
  | { ok: false; why: VoucherRefusal };

/**
 * What a code that somebody typed opens, before a time is chosen. Whoever tries many that there are not must wait: guessing
 * leads nowhere. `client` is the network address.
 */
export async function lookUpCode(
  ctx: Ctx,
  input: { typed: string; productId: string; client: string },
): Promise<LookedUpCode> {
  const guarded = await guardCode(ctx, input.client, input.typed);
  if (!guarded.ok) return guarded;
  const { voucher } = guarded;
  const why = judgeVoucher(voucher, { now: ctx.now, productId: input.productId, timeslotId: null, lane: null });
  if (why) return { ok: false, why };
  const { rows } = await ctx.db.execute<{ visitDate: IsoDate; startTime: WallTime }>(sql`
    select visit_date::text as "visitDate", to_char(start_time, 'HH24:MI') as "startTime" from timeslot where id = ${voucher.timeslotId}`);
  return { ok: true, voucher, slot: rows[0] ?? null };
}

/** The voucher of a typed code, if there is one and this address may still try. A withdrawn one looks like none. */
export async function guardCode(
  ctx: Ctx,
  client: string,
  typed: string,
): Promise<{ ok: true; voucher: VoucherTerms } | { ok: false; why: 'unknown' | 'too_often' }> {
  const db = ctx.db as Db;
  if (await codeWait(db, client)) return { ok: false, why: 'too_often' };
  const voucher = await findVoucherByCode(db, typed);
  if (voucher?.state === 'active') return { ok: true, voucher };
  if (typed.trim() !== '') await countWrongCode(db, client);
  return { ok: false, why: 'unknown' };
}

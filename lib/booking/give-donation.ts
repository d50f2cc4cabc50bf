import { sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { parseMoney } from '#lib/platform/money.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { dateAt, type IsoDate } from '#lib/platform/time.ts';
import { inTransaction, sqlState } from '#lib/platform/transaction.ts';
import { lockOrder } from './lock-order.ts';

export type GiveDonationResult =
  | { ok: true; totalMinor: number }
  | { ok: false; code: 'donation_malformed' }
  | { ok: false; code: 'donation_too_much'; limitMinor: number }
  | Refusal<'donation_not_now' | 'unknown_order' | 'hold_run_out' | 'no_longer_open' | 'payment_is_open'>;

/**
 * What a visitor may give beside the tickets of a visit, in minor units at most; null where nothing is asked for: switched off
 * (`donation_offered`), a visit on a day of commemoration, or such a day today (3.6).
 */
export async function findDonationLimit(
  db: Db | Tx,
  input: { visitDate: IsoDate; now: Date; zone: string },
): Promise<number | null> {
  const today = dateAt(input.now, input.zone);
  const settings = await getSettings(db as Db, today);
  if (settings.donation_offered !== 1 || settings.donation_limit_minor <= 0) return null;
  const { rows } = await db.execute(sql`
    select 1 from day_type where code = 'commemoration' and visit_date in (${input.visitDate}::date, ${today}::date)`);
  return rows.length === 0 ? settings.donation_limit_minor : null;
}

/**
 * A sum beside the tickets, of the visitor's own will: a part of what the order costs with a line of its own, never of a ticket's
 * price (3.6). `typed` as a person writes it; empty means none and takes one off that was there. Before paying only; the database
 * refuses it on days of commemoration (MU018) and holds the order to its lines and its donation.
 */
export async function giveDonation(ctx: Ctx, input: { orderId: string; typed: string }): Promise<GiveDonationResult> {
  const text = input.typed.trim();
  const limitMinor = text === '' ? null : await limitOf(ctx, input.orderId);
  try {
    return await inTransaction(
      ctx,
      async (tx): Promise<GiveDonationResult> => {
        const order = await lockOrder(tx, input.orderId);
        if (!order) return { ok: false, code: 'unknown_order' };
        if (order.state === 'awaiting_payment' || order.state === 'expiring')
          return { ok: false, code: 'payment_is_open' };
        if (order.state === 'expired' || (order.state === 'held' && order.isRunOut))
          return { ok: false, code: 'hold_run_out' };
        if (order.state !== 'held') return { ok: false, code: 'no_longer_open' };
        const { rows } = await tx.db.execute<{ currency: string; given: number }>(
          sql`select currency, donation_minor as given from orders where id = ${order.id}`,
        );
        const { currency = '', given = 0 } = rows[0] ?? {};
        const amountMinor = text === '' ? 0 : parseMoney(text, currency);
        if (amountMinor === null) return { ok: false, code: 'donation_malformed' };
        if (amountMinor > 0 && limitMinor === null) return { ok: false, code: 'donation_not_now' };
        if (limitMinor !== null && amountMinor > limitMinor)
          return { ok: false, code: 'donation_too_much', limitMinor };
        if (amountMinor === given) return { ok: true, totalMinor: order.totalMinor };
        const totalMinor = order.totalMinor - given + amountMinor;
        await tx.db.execute(
          sql`update orders set donation_minor = ${amountMinor}, total_minor = ${totalMinor} where id = ${order.id}`,
        );
        await writeAudit(tx, {
          action: 'donation_chosen',
          objectKind: 'order',
          objectId: order.id,
          before: { donationMinor: given },
          after: { donationMinor: amountMinor },
        });
        return { ok: true, totalMinor };
      },
      'donation chosen',
    );
  } catch (error) {
    if (sqlState(error) === 'MU018') return { ok: false, code: 'donation_not_now' };
    throw error;
  }
}

async function limitOf(ctx: Ctx, orderId: string): Promise<number | null> {
  const { rows } = await ctx.db.execute<{ visitDate: IsoDate; zone: string }>(sql`
    select t.visit_date::text as "visitDate", m.time_zone as zone
      from order_line l join timeslot t on t.id = l.timeslot_id, museum m where l.order_id = ${orderId} order by l.line_no limit 1`);
  return rows[0] ? findDonationLimit(ctx.db as Db, { ...rows[0], now: ctx.now }) : null;
}

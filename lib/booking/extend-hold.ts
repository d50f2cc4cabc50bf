import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { dateAt } from '#lib/platform/time.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { lockOrder } from './lock-order.ts';

export type ExtendHoldResult =
  | { ok: true; expiresAt: Date }
  | { ok: false; code: 'unknown_order' | 'hold_run_out' | 'no_longer_open' | 'already_extended' };

/** Gives a held order its one extension: as many minutes again as the first hold, counted from now (2.4, WCAG 2.2.1). */
export async function extendHold(ctx: Ctx, input: { orderId: string }): Promise<ExtendHoldResult> {
  const settings = await getSettings(ctx.db as Db, dateAt(ctx.now, 'UTC'));
  return inTransaction(ctx, async (tx): Promise<ExtendHoldResult> => {
    const order = await lockOrder(tx, input.orderId);
    if (!order) return { ok: false, code: 'unknown_order' };
    if (order.state === 'expired' || order.state === 'expiring' || (order.state === 'held' && order.isRunOut))
      return { ok: false, code: 'hold_run_out' };
    if (order.state !== 'held') return { ok: false, code: 'no_longer_open' };
    if (order.isExtended) return { ok: false, code: 'already_extended' };
    const { rows } = await tx.db.execute<{ expires_at: string }>(sql`
      update orders set extended_at = now(),
             expires_at = least(now() + make_interval(mins => ${settings.cart_hold_minutes}), held_at + interval '60 minutes')
       where id = ${order.id} returning expires_at`);
    return { ok: true, expiresAt: new Date(rows[0]?.expires_at ?? 0) };
  });
}

import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { constraintOf, inTransaction, sqlState } from '#lib/platform/transaction.ts';
import { overrideReasons } from './values.ts';

/** So many places more (or fewer of those added before) in one pool, and why. */
export const overrideInput = z.object({
  poolId: z.coerce.number().int().min(1),
  change: z.coerce
    .number('change_missing')
    .int('change_missing')
    .min(-500, 'change_missing')
    .max(500, 'change_missing')
    .refine((change) => change !== 0, 'change_missing'),
  reason: z.enum(overrideReasons, 'reason_missing'),
  note: z
    .string()
    .transform((note) => note.replace(/[\s\p{Cc}]+/gu, ' ').trim())
    .pipe(z.string().min(3, 'note_missing').max(500, 'note_missing')),
});
export type OverrideInput = z.input<typeof overrideInput>;

export const overrideRefusals = [
  'forbidden',
  'change_missing',
  'reason_missing',
  'note_missing',
  'unknown_pool',
  'above_fire_limit',
  'below_taken',
  'none_added',
] as const;
export type OverrideRefusal = (typeof overrideRefusals)[number];

/**
 * A duty manager adds places to a lane, a room's quarter hour, the building or the day, or takes added ones back (2.5). Never above
 * the fire limit, never below what is held and sold. The database lets the number be written in no other way, checks the person
 * again, and keeps who, when and why.
 */
export async function overrideCapacity(
  ctx: Ctx,
  input: OverrideInput,
): Promise<{ ok: true; overbook: number } | { ok: false; code: OverrideRefusal }> {
  if (!can(ctx.actor, 'capacity.override')) return { ok: false, code: 'forbidden' };
  const parsed = overrideInput.safeParse(input);
  if (!parsed.success) {
    const message = parsed.error.issues[0]?.message;
    return { ok: false, code: overrideRefusals.find((code) => code === message) ?? 'unknown_pool' };
  }
  const { poolId, change, reason, note } = parsed.data;
  try {
    return await inTransaction(ctx, async (tx) => {
      const { rows } = await tx.db.execute<{ overbook: number }>(
        sql`select override_capacity(${poolId}, ${change}, ${reason}, ${note}) as overbook`,
      );
      const overbook = rows[0]?.overbook ?? 0;
      await writeAudit(tx, {
        action: 'capacity_overridden',
        objectKind: 'pool',
        objectId: String(poolId),
        before: { overbook: overbook - change },
        after: { overbook, reason, note },
      });
      return { ok: true, overbook };
    });
  } catch (error) {
    const code = refusalOf(error);
    if (!code) throw error;
    return { ok: false, code };
  }
}

function refusalOf(error: unknown): OverrideRefusal | null {
  switch (constraintOf(error)) {
    case 'pool_fire_limit':
      return 'above_fire_limit';
    case 'pool_room':
      return 'below_taken';
    case 'pool_overbook_check':
      return 'none_added';
  }
  if (sqlState(error) === 'MU001') return 'unknown_pool';
  return sqlState(error) === 'MU015' ? 'forbidden' : null;
}

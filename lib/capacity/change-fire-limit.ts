import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { constraintOf, inTransaction, sqlState } from '#lib/platform/transaction.ts';

/** What the fire rules allow at once, of a space or of the building (`spaceId` null), and why. */
export const fireLimitInput = z.object({
  spaceId: z.uuid().nullable(),
  limit: z.coerce.number('limit_missing').int('limit_missing').min(1, 'limit_missing').max(10_000, 'limit_missing'),
  note: z
    .string()
    .transform((note) => note.replace(/[\s\p{Cc}]+/gu, ' ').trim())
    .pipe(z.string().min(3, 'note_missing').max(500, 'note_missing')),
});
export type FireLimitInput = z.input<typeof fireLimitInput>;

export const fireLimitRefusals = [
  'forbidden',
  'limit_missing',
  'note_missing',
  'unknown_space',
  'below_taken',
] as const;
export type FireLimitResult =
  | { ok: true; before: number | null }
  /** `most`: how many are held and sold at once, at the fullest time from now on (`at`). */
  | { ok: false; code: 'below_taken'; most: number; at: Date | null }
  | { ok: false; code: Exclude<(typeof fireLimitRefusals)[number], 'below_taken'> };

/**
 * The director changes a fire limit (2.5). Capacities and added places above a lower limit come down to it from now on; a limit
 * below what is held and sold anywhere is refused whole, so that somebody first moves or cancels. Done and audited in the database.
 */
export async function changeFireLimit(ctx: Ctx, input: FireLimitInput): Promise<FireLimitResult> {
  if (!can(ctx.actor, 'capacity.fire_limit')) return { ok: false, code: 'forbidden' };
  const parsed = fireLimitInput.safeParse(input);
  if (!parsed.success) {
    const message = parsed.error.issues[0]?.message;
    return { ok: false, code: message === 'limit_missing' || message === 'note_missing' ? message : 'unknown_space' };
  }
  const { spaceId, limit, note } = parsed.data;
  try {
    return await inTransaction(ctx, async (tx) => {
      const { rows } = await tx.db.execute<{ before: number | null }>(
        sql`select change_fire_limit(${spaceId}, ${limit}, ${note}) as before`,
      );
      return { ok: true, before: rows[0]?.before ?? null };
    });
  } catch (error) {
    if (sqlState(error) === 'MU015') return { ok: false, code: 'forbidden' };
    if (sqlState(error) === '22023') return { ok: false, code: 'unknown_space' };
    if (constraintOf(error) !== 'pool_room') throw error;
    return { ok: false, code: 'below_taken', ...(await fullest(ctx, spaceId)) };
  }
}

async function fullest(ctx: Ctx, spaceId: string | null): Promise<{ most: number; at: Date | null }> {
  const { rows } = await ctx.db.execute<{ most: number; at: string }>(sql`
    select held + sold as most, quarter_at as at from pool
     where kind = ${spaceId ? 'space' : 'building'} and space_id is not distinct from ${spaceId}::uuid and quarter_at >= now() - interval '15 minutes'
     order by 1 desc, 2 limit 1`);
  return { most: rows[0]?.most ?? 0, at: rows[0] ? new Date(rows[0].at) : null };
}

import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { constraintOf, inTransaction, sqlState } from '#lib/platform/transaction.ts';
import { openingReasons } from './values.ts';

/** Which time, and why it is opened. */
export const openSlotInput = z.object({
  timeslotId: z.uuid(),
  reason: z.enum(openingReasons, 'reason_missing'),
  note: z
    .string()
    .transform((note) => note.replace(/[\s\p{Cc}]+/gu, ' ').trim())
    .pipe(z.string().min(3, 'note_missing').max(500, 'note_missing')),
});
export type OpenSlotInput = z.input<typeof openSlotInput>;

export const openSlotRefusals = ['forbidden', 'reason_missing', 'note_missing', 'not_dormant', 'no_room'] as const;
export type OpenSlotRefusal = (typeof openSlotRefusals)[number];

/**
 * A manager opens a time that slept (requirements 2.2): it gets its pools and comes on sale like any other, its waves included.
 * Refused when it is not dormant any more or has begun, and when a guide's own place finds no room in the rooms. The database lets
 * it be opened in no other way, checks the person again, and keeps who, when and why. Needs `capacity.override`.
 */
export async function openDormantSlot(
  ctx: Ctx,
  input: OpenSlotInput,
): Promise<{ ok: true } | { ok: false; code: OpenSlotRefusal }> {
  if (!can(ctx.actor, 'capacity.override')) return { ok: false, code: 'forbidden' };
  const parsed = openSlotInput.safeParse(input);
  if (!parsed.success) {
    const message = parsed.error.issues[0]?.message;
    return { ok: false, code: openSlotRefusals.find((code) => code === message) ?? 'not_dormant' };
  }
  const { timeslotId, reason, note } = parsed.data;
  try {
    return await inTransaction(
      ctx,
      async (tx) => {
        await tx.db.execute(sql`select open_dormant_slot(${timeslotId}, ${reason}, ${note})`);
        await writeAudit(tx, {
          action: 'timeslot_opened',
          objectKind: 'timeslot',
          objectId: timeslotId,
          before: { state: 'dormant' },
          after: { state: 'on_sale', reason, note },
        });
        return { ok: true as const };
      },
      'dormant time opened',
    );
  } catch (error) {
    if (sqlState(error) === 'MU001') return { ok: false, code: 'not_dormant' };
    if (sqlState(error) === 'MU015') return { ok: false, code: 'forbidden' };
    if (constraintOf(error) === 'pool_room') return { ok: false, code: 'no_room' };
    throw error;
  }
}

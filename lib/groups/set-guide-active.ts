import { sql } from 'drizzle-orm';
import { writeAudit } from '#lib/platform/audit.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { type GuideTour, listToursToCome } from './guide-tours.ts';
import { mayPlanGuides } from './may-plan-guides.ts';
import { seekGuideFor } from './seek-guide.ts';

export type SetGuideActiveResult =
  | { ok: true; tours: number; replaced: number }
  | { ok: false; code: 'forbidden' | 'unknown_guide' }
  /** Tours to come would be without a guide: say that substitutes are to be searched. */
  | { ok: false; code: 'has_tours'; tours: GuideTour[] };

/**
 * A guide who leads no more, or again (requirements 6.9). With tours to come it is refused and they are named, until `seekSubstitutes` says
 * that others are to be searched; then each goes to the next who is free, or stands on the manager's board. Nothing is deleted: what was
 * led stays in the history and in the hours. Needs `groups.change` or `people.change`.
 */
export async function setGuideActive(
  ctx: Ctx,
  input: { guideId: string; isActive: boolean; seekSubstitutes?: boolean },
): Promise<SetGuideActiveResult> {
  if (!mayPlanGuides(ctx.actor)) return { ok: false, code: 'forbidden' };
  if (!isUuid(input.guideId)) return { ok: false, code: 'unknown_guide' };
  const done = await inTransaction(
    ctx,
    async (tx): Promise<SetGuideActiveResult | { ok: true; ids: string[] }> => {
      const { rows } = await tx.db.execute<{ isActive: boolean }>(
        sql`select is_active as "isActive" from guide where id = ${input.guideId} for no key update`,
      );
      const [known] = rows;
      if (!known) return { ok: false, code: 'unknown_guide' };
      const tours = input.isActive ? [] : await listToursToCome(tx, input.guideId);
      if (tours.length > 0 && !input.seekSubstitutes) return { ok: false, code: 'has_tours', tours };
      if (known.isActive !== input.isActive) {
        await tx.db.execute(sql`update guide set is_active = ${input.isActive} where id = ${input.guideId}`);
        await writeAudit(tx, {
          action: input.isActive ? 'guide_activated' : 'guide_deactivated',
          objectKind: 'guide',
          objectId: input.guideId,
          before: { isActive: known.isActive },
          after: { isActive: input.isActive, tours: tours.length },
        });
      }
      return { ok: true, ids: tours.map(({ timeslotId }) => timeslotId) };
    },
    'guide activity',
  );
  if (!('ids' in done)) return done;
  let replaced = 0;
  for (const timeslotId of done.ids) replaced += (await seekGuideFor(ctx, timeslotId)) === 'replaced' ? 1 : 0;
  return { ok: true, tours: done.ids.length, replaced };
}

import { sql } from 'drizzle-orm';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { constraintOf, inTransaction, sqlState } from '#lib/platform/transaction.ts';
import { isGuideRefusal } from '#lib/schedule/guide-refusal.ts';
import { askGuide } from './ask-guide.ts';
import { lockGuideSlot } from './guide-slot.ts';
import { leadBy, seekGuide } from './seek-guide.ts';

export type ChangeGuideResult =
  | { ok: true; done: 'changed' | 'asked' | 'sought' }
  | {
      ok: false;
      code: 'forbidden' | 'unknown_tour' | 'unknown_guide' | 'guide_not_free' | 'guide_language' | 'nobody';
    };

/**
 * A person gives a tour to another guide, who is asked at once; the same guide again is asked anew; null lets the search choose
 * (requirements 6.9). Whoever led it is told. What the database refuses is refused: language, leave, hours, rest, the day's number. Needs
 * `groups.change`.
 */
export async function changeGuide(
  ctx: Ctx,
  input: { timeslotId: string; guideId: string | null },
): Promise<ChangeGuideResult> {
  if (!can(ctx.actor, 'groups.change')) return { ok: false, code: 'forbidden' };
  if (!isUuid(input.timeslotId)) return { ok: false, code: 'unknown_tour' };
  if (input.guideId !== null && !isUuid(input.guideId)) return { ok: false, code: 'unknown_guide' };
  try {
    return await inTransaction(
      ctx,
      async (tx): Promise<ChangeGuideResult> => {
        const slot = await lockGuideSlot(tx, input.timeslotId);
        if (!slot?.isToCome || !slot.needsGuide) return { ok: false, code: 'unknown_tour' };
        const { guideId } = input;
        if (guideId === null) {
          const sought = await seekGuide(tx, slot.timeslotId);
          return sought === 'nobody' || sought === 'kept'
            ? { ok: false, code: 'nobody' }
            : { ok: true, done: 'sought' };
        }
        const known = await tx.db.execute(sql`select 1 from guide where id = ${guideId} and is_active`);
        if (known.rowCount === 0) return { ok: false, code: 'unknown_guide' };
        if (guideId !== slot.guideId) await leadBy(tx, slot, guideId);
        const live = slot.calls.find((call) => call.guideId === guideId && ['asked', 'accepted'].includes(call.state));
        if (!live) await askGuide(tx, slot, guideId);
        return { ok: true, done: guideId === slot.guideId ? 'asked' : 'changed' };
      },
      'guide chosen',
    );
  } catch (error) {
    if (!isGuideRefusal(error)) throw error;
    const isLanguage = sqlState(error) === 'MU031' && constraintOf(error) === 'guide_language';
    return { ok: false, code: isLanguage ? 'guide_language' : 'guide_not_free' };
  }
}

import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { dateAt } from '#lib/platform/time.ts';
import { inTransaction, type TxCtx } from '#lib/platform/transaction.ts';
import { chooseGuides, type GuideChoice } from './choose-guides.ts';
import { isGuideRefusal } from './guide-refusal.ts';
import { listFreeGuides, listGuidedVisits } from './list-free-guides.ts';

export type AssignGuidesResult =
  | { ok: true; assigned: number; withoutGuide: string[] }
  | { ok: false; code: 'forbidden' };

/**
 * Gives every guided timeslot to come that has no guide one who is qualified, free and there. Nobody who has been given a visit loses
 * it, nobody is given one they have declined, and the limits are settings (requirements 6.9). What the database refuses all the same
 * (`guard_guide`, the exclusion constraint `timeslot_guide_one_place`) stays without a guide and is named. Two runs wait for each
 * other. Needs `schedule.change`.
 */
export async function assignGuides(ctx: Ctx): Promise<AssignGuidesResult> {
  if (!can(ctx.actor, 'schedule.change')) return { ok: false, code: 'forbidden' };
  const settings = await getSettings(ctx.db as Db, dateAt(ctx.now, 'UTC'));
  const limits = { toursADay: settings.guide_tours_a_day, restMinutes: settings.guide_rest_minutes };
  return inTransaction(
    ctx,
    async (tx): Promise<AssignGuidesResult> => {
      await tx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended('assign_guides', 28))`);
      const visits = await listGuidedVisits(
        tx.db,
        sql`p.is_guided and (p.booking_mode = 'order' or t.guide_id is not null) and t.state in ('on_sale','closed')
          and t.ends_at > ${ctx.now.toISOString()}::timestamptz`,
      );
      const guides = await listFreeGuides(tx.db, {
        fromDate: visits[0]?.visitDate ?? '2000-01-01',
        untilDate: visits.at(-1)?.visitDate ?? '2000-01-01',
      });
      const { choices, withoutGuide } = chooseGuides({ visits, guides, limits });
      const refused = await assign(tx, choices);
      const assigned = choices.length - refused.length;
      if (assigned > 0) {
        await writeAudit(tx, {
          action: 'guides_assigned',
          objectKind: 'schedule',
          objectId: 'guides',
          after: { assigned, withoutGuide: withoutGuide.length + refused.length },
        });
      }
      return { ok: true, assigned, withoutGuide: [...withoutGuide, ...refused] };
    },
    'guides_assigned',
  );
}

/** All in one statement; where the database refuses one of them, one by one, and those it refuses are passed over. */
async function assign(tx: TxCtx, choices: readonly GuideChoice[]): Promise<string[]> {
  if (choices.length === 0 || (await isDone(tx, choices))) return [];
  const refused: string[] = [];
  for (const choice of choices) if (!(await isDone(tx, [choice]))) refused.push(choice.timeslotId);
  return refused;
}

async function isDone(tx: TxCtx, choices: readonly GuideChoice[]): Promise<boolean> {
  try {
    await tx.db.transaction((part) =>
      part.execute(sql`
        update timeslot t set guide_id = c."guideId"
          from jsonb_to_recordset(${JSON.stringify(choices)}::jsonb) as c("timeslotId" uuid, "guideId" uuid)
         where t.id = c."timeslotId" and t.guide_id is null`),
    );
    return true;
  } catch (error) {
    if (!isGuideRefusal(error)) throw error;
    return false;
  }
}

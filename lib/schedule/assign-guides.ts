import { asc, eq, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { guide } from '#db/schema/schedule.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { dateAt } from '#lib/platform/time.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { chooseGuides, type GuidedVisit } from './choose-guides.ts';

export type AssignGuidesResult =
  | { ok: true; assigned: number; withoutGuide: string[] }
  | { ok: false; code: 'forbidden' };

/**
 * Gives every guided timeslot to come that has no guide one who is qualified and free. Nobody who has been given a visit loses
 * it, and the limits are settings (requirements 6.9). Two runs wait for each other; the exclusion constraint `timeslot_guide_one_place` stands behind it. Needs
 * `schedule.change`.
 */
export async function assignGuides(ctx: Ctx): Promise<AssignGuidesResult> {
  if (!can(ctx.actor, 'schedule.change')) return { ok: false, code: 'forbidden' };
  const settings = await getSettings(ctx.db as Db, dateAt(ctx.now, 'UTC'));
  const limits = { toursADay: settings.guide_tours_a_day, restMinutes: settings.guide_rest_minutes };
  return inTransaction(
    ctx,
    async (tx): Promise<AssignGuidesResult> => {
      const guides = await tx.db
        .select({ id: guide.id, languages: guide.languages })
        .from(guide)
        .where(eq(guide.isActive, true))
        .orderBy(asc(guide.id))
        .for('no key update');
      const { rows } = await tx.db.execute<{
        id: string;
        visit_date: string;
        starts_at: string;
        ends_at: string;
        language: Locale | null;
        guide_id: string | null;
      }>(sql`
        select t.id, t.visit_date, t.starts_at, t.ends_at, t.language, t.guide_id
          from timeslot t join product p on p.id = t.product_id
         where p.is_guided and p.booking_mode = 'order' and t.state in ('on_sale','closed') and t.ends_at > ${ctx.now.toISOString()}::timestamptz
         order by t.starts_at, t.id`);
      const visits = rows.map(
        (row): GuidedVisit => ({
          timeslotId: row.id,
          visitDate: row.visit_date,
          startsAt: new Date(row.starts_at),
          endsAt: new Date(row.ends_at),
          language: row.language,
          guideId: row.guide_id,
        }),
      );
      const { choices, withoutGuide } = chooseGuides({ visits, guides, limits });
      if (choices.length > 0) {
        await tx.db.execute(sql`
          update timeslot t set guide_id = c."guideId"
            from jsonb_to_recordset(${JSON.stringify(choices)}::jsonb) as c("timeslotId" uuid, "guideId" uuid)
           where t.id = c."timeslotId"`);
        await writeAudit(tx, {
          action: 'guides_assigned',
          objectKind: 'schedule',
          objectId: 'guides',
          after: { assigned: choices.length, withoutGuide: withoutGuide.length },
        });
      }
      return { ok: true, assigned: choices.length, withoutGuide };
    },
    'guides_assigned',
  );
}

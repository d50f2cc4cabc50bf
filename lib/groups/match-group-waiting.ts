import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { findAvailabilityVersion } from '#lib/capacity/availability-version.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { getSettings, getZone } from '#lib/platform/settings.ts';
import { dateAt } from '#lib/platform/time.ts';
import { type LookedAt, lookAtWaiting } from './look-at-waiting.ts';
import { offerVisit } from './offer-visit.ts';

/** So many offers in one go; what is left comes a moment later. */
const mostOffers = 20;

/**
 * Offers places that came free to the groups that wait, the first by rank whom they fit (requirements 2.7): all are judged over one
 * snapshot, the first that fits is offered its plan, then they are judged anew. Places are taken by the offer in the same step as
 * everybody else takes them, so none are offered twice whoever does this at once. Whoever is passed over keeps the rank, and why is
 * written down. Where nobody waits it is one look at an index, where nothing has changed since, three.
 */
export async function matchGroupWaiting(ctx: Ctx): Promise<{ offered: number }> {
  const version = await findVersion(ctx.db as Db);
  if (version === null) return { offered: 0 };
  const today = dateAt(ctx.now, (await getZone(ctx.db as Db)) ?? 'UTC');
  const settings = await getSettings(ctx.db as Db, today);
  const couldBefore = new Set<string>();
  const refused = new Set<string>();
  let offered = 0;
  for (let round = 0; round < mostOffers; round += 1) {
    const looked = await lookAtWaiting(ctx.db as Db, settings, today);
    const first = looked.find(({ visitId, plan }) => plan && !refused.has(visitId));
    if (!first?.plan) {
      await notePassedOver(ctx, looked, { couldBefore, version });
      return { offered };
    }
    for (const { visitId, plan } of looked) if (plan) couldBefore.add(visitId);
    if (await offerTo(ctx, first)) offered += 1;
    // Somebody was quicker with the places or the visit: it is judged anew, and not for ever.
    else if (round % 5 === 4) refused.add(first.visitId);
  }
  return { offered };
}

async function offerTo(ctx: Ctx, { visitId, plan }: LookedAt): Promise<boolean> {
  if (!plan) return false;
  const answer = await offerVisit(ctx, { visitId, plans: [plan], seen: 'waitlisted' });
  crashPoint('groups.matching');
  return answer.ok;
}

/** What a look would find is the same as long as this is; null where nobody waits, or all were looked at as it is now. */
async function findVersion(db: Db): Promise<string | null> {
  const waiting = await db.execute<{ some: boolean }>(
    sql`select exists (select 1 from group_visit where state = 'waitlisted') as some`,
  );
  if (!waiting.rows[0]?.some) return null;
  const places = await findAvailabilityVersion(db, 'all_days');
  const { rows } = await db.execute<{ version: string; isDone: boolean }>(sql`
    with v as (
      select md5(concat_ws(' ', ${places}::text,
        (select count(*) || '-' || sum(xmin::text::bigint) from guide),
        (select count(*) || '-' || sum(xmin::text::bigint) from guide_leave),
        (select count(*) || '-' || sum(xmin::text::bigint) from guide_availability),
        (select count(*) || '-' || sum(xmin::text::bigint) from guide_product),
        (select count(*) || '-' || sum(xmin::text::bigint) from group_visit where state = 'waitlisted'))) as version)
    select v.version, not exists (select 1 from group_visit g left join group_pass_over p on p.visit_id = g.id and p.version = v.version
                                    and p.at > now() - interval '1 hour'
                                   where g.state = 'waitlisted' and p.visit_id is null) as "isDone" from v`);
  return !rows[0] || rows[0].isDone ? null : rows[0].version;
}

// That places came free and others had them says more than that there are none now.
async function notePassedOver(
  ctx: Ctx,
  looked: readonly LookedAt[],
  { couldBefore, version }: { couldBefore: ReadonlySet<string>; version: string },
): Promise<void> {
  const notes = looked.map(({ visitId, why, labels }) =>
    couldBefore.has(visitId)
      ? { visitId, why: 'others_first', labels: [] }
      : { visitId, why: why ?? 'others_first', labels },
  );
  await ctx.db.execute(sql`
    insert into group_pass_over as p (visit_id, why, labels, version)
    select x."visitId", x.why, x.labels, ${version} from jsonb_to_recordset(${JSON.stringify(notes)}::jsonb) as x("visitId" uuid, why text, labels text[])
     order by 1
    on conflict (visit_id) do update set why = case when p.why = 'others_first' and excluded.why in ('rooms','guides','lanes') then p.why else excluded.why end, labels = excluded.labels, version = excluded.version, at = now()`);
}

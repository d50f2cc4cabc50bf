import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { hashLinkToken, orderLinkToken } from '#lib/platform/ids.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { orderLinkSecret } from '#lib/platform/request.ts';
import { getSettings, getZone } from '#lib/platform/settings.ts';
import { addDays, dateAt } from '#lib/platform/time.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { tellGuide } from './ask-guide.ts';
import { lockGuideSlot } from './guide-slot.ts';
import { type Sought, seekGuide, seekGuideFor, unlessBusy } from './seek-guide.ts';
import { agreedStates } from './values.ts';

const agreed = sql.raw(`(${agreedStates.map((state) => `'${state}'`).join(',')})`);

/**
 * What is due about guides, found by its state (requirements 6.9): calls that nobody answered in time, times whose guide is not asked yet
 * or is away, guides who are to be told that they are free of a tour. May be repeated, and run by several workers.
 */
export async function workGuides(ctx: Ctx): Promise<{ guidesAsked: number; guidesReplaced: number; calls: number }> {
  await linkGuides(ctx);
  const { lapsed } = await lapseCalls(ctx);
  const done: Sought[] = [];
  for (const timeslotId of await listDueSlots(ctx)) {
    const sought = await seekGuideFor(ctx, timeslotId);
    if (sought) done.push(sought);
  }
  await tellReleased(ctx);
  return {
    calls: lapsed,
    guidesAsked: done.filter((one) => one === 'asked').length,
    guidesReplaced: done.filter((one) => one === 'replaced').length,
  };
}

/** Calls whose time is over: the tour goes to the next in the same step. */
export async function lapseCalls(ctx: Ctx): Promise<{ lapsed: number }> {
  const { rows } = await ctx.db.execute<{ timeslotId: string }>(sql`
    select timeslot_id as "timeslotId" from guide_call where state = 'asked' and answer_until <= now() order by answer_until limit 50`);
  let lapsed = 0;
  for (const { timeslotId } of rows) {
    const done = await unlessBusy(() =>
      inTransaction(
        ctx,
        async (tx) => {
          const slot = await lockGuideSlot(tx, timeslotId);
          const due = slot?.calls.find(({ state, isDue }) => state === 'asked' && isDue);
          if (!due) return 0;
          await tx.db.execute(sql`update guide_call set state = 'lapsed', answered_at = now() where id = ${due.id}`);
          crashPoint('guides.lapsing');
          await seekGuide(tx, timeslotId);
          return 1;
        },
        'guide silent',
      ),
    );
    lapsed += done ?? 0;
  }
  return { lapsed };
}

/** Times of agreed visits and public tours about whose guide something is to be done; those nobody was asked for first. */
async function listDueSlots(ctx: Ctx): Promise<string[]> {
  const zone = (await getZone(ctx.db as Db)) ?? 'UTC';
  const today = dateAt(ctx.now, zone);
  const settings = await getSettings(ctx.db as Db, today);
  const askUntil = settings.guide_ask_public_tours > 0 ? addDays(today, settings.guide_ask_days_before) : '2000-01-01';
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    with coming as (
      select t.id from group_visit v join sub_group g on g.plan_id = v.plan_id and g.is_live join timeslot t on t.id = g.timeslot_id
       where v.state in ${agreed} and not v.has_own_guide and t.starts_at > now() and t.state in ('on_sale','closed')
      union
      select t.id from timeslot t join product p on p.id = t.product_id
       where t.visit_date between ${today}::date and ${askUntil}::date and t.starts_at > now() and t.state in ('on_sale','closed')
         and p.is_guided and p.booking_mode = 'order' and t.guide_id is not null
      union
      select t.id from guide_leave l join timeslot t on t.guide_id = l.guide_id and t.visit_date between l.first_date and l.last_date
       where l.last_date >= ${today}::date and t.starts_at > now() and t.state in ('on_sale','closed')
      union
      select t.id from guide g join timeslot t on t.guide_id = g.id where not g.is_active and t.starts_at > now() and t.state in ('on_sale','closed')
    )
    select t.id from coming join timeslot t on t.id = coming.id left join guide u on u.id = t.guide_id
     where u.id is null or not u.is_active
        or exists (select 1 from guide_leave l where l.guide_id = u.id and t.visit_date between l.first_date and l.last_date)
        or not exists (select 1 from guide_call c where c.timeslot_id = t.id and c.state in ('asked','accepted'))
     order by exists (select 1 from guide_call c where c.timeslot_id = t.id and c.guide_id is not distinct from t.guide_id), t.starts_at limit 100`);
  return rows.map(({ id }) => id);
}

/** Guides who lead a tour no more, and did not say so themselves, are told: each once. */
async function tellReleased(ctx: Ctx): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { rows } = await tx.db.execute<{ id: string; email: string | null; locale: Locale; isLast: boolean }>(sql`
      update guide_call c set told_at = now() from timeslot t, guide g
       where c.told_at is null and (c.state in ('lapsed','withdrawn') or (c.state = 'declined' and c.reason is not null))
         and t.id = c.timeslot_id and g.id = c.guide_id and (t.guide_id is distinct from c.guide_id or t.state in ('cancelling','cancelled')) and t.starts_at > now()
      returning c.id, g.email, g.locale,
        not exists (select 1 from guide_call n where n.timeslot_id = c.timeslot_id and n.guide_id = c.guide_id and n.id > c.id) as "isLast"`);
    for (const { id, isLast, ...guide } of rows)
      if (isLast) await tellGuide(tx, { kind: 'guide_released', about: id, ...guide });
  });
}

/** Guides without a link get theirs: the database knows its hash, mails are written with it. */
async function linkGuides(ctx: Ctx): Promise<void> {
  const { rows } = await ctx.db.execute<{ id: string; version: number }>(
    sql`select id, link_version as version from guide where link_hash is null and is_active limit 100`,
  );
  for (const { id, version } of rows) {
    const hash = hashLinkToken(orderLinkToken(orderLinkSecret(), id, version));
    await ctx.db.execute(
      sql`update guide set link_hash = ${hash} where id = ${id} and link_hash is null and link_version = ${version}`,
    );
  }
}

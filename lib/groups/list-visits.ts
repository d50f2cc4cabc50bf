import { type SQL, sql } from 'drizzle-orm';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { foldName } from '#lib/platform/fold-name.ts';
import type { Locale, LocalizedText } from '#lib/platform/locales.ts';
import { addDays, type IsoDate, type WallTime } from '#lib/platform/time.ts';
import type { VisitState } from './values.ts';

/** What the board shows: open requests; offers by their end; names late; guides unconfirmed; this week; the waiting list; all. */
export const boardViews = ['open', 'offered', 'names', 'guides', 'week', 'waiting', 'all'] as const;
export type BoardView = (typeof boardViews)[number];

export type VisitRow = {
  id: string;
  code: string;
  state: VisitState;
  reason: string | null;
  institution: string | null;
  district: string | null;
  productNames: LocalizedText;
  people: number;
  language: Locale;
  submittedAt: Date | null;
  wishDate: IsoDate | null;
  wishTime: WallTime | null;
  /** Of what is agreed. */
  visitDate: IsoDate | null;
  startTime: WallTime | null;
  offerEndsAt: Date | null;
  /** Its place on the waiting list, from 1. */
  place: number | null;
  /** Sub-groups whose guide has not said yes. */
  openGuides: number;
};

export type ListedVisits = {
  ok: true;
  rows: VisitRow[];
  counts: Record<BoardView, number>;
  total: number;
  page: number;
  pages: number;
};

export const visitsOnPage = 50;

const start = sql`(select min(t.starts_at) from sub_group g join timeslot t on t.id = g.timeslot_id where g.plan_id = v.plan_id)`;
const coming = sql`v.state in ('confirmed','rescheduled','names_due','list_sent','list_cleared','ready')`;
/** Sub-groups still to come that nobody has said yes to leading. */
const openGuides = sql`(select count(*)::integer from sub_group g join timeslot t on t.id = g.timeslot_id where g.plan_id = v.plan_id and g.is_live
  and t.starts_at > now() and not v.has_own_guide and (t.guide_id is null
    or not exists (select 1 from guide_call c where c.timeslot_id = t.id and c.guide_id = t.guide_id and c.state = 'accepted')))`;

/** An agreed party asks for another day, and nothing has been agreed since. */
const asksToMove = sql`(v.move_asked_at is not null and ${coming} and v.move_asked_at > (select made_at from group_plan where id = v.plan_id))`;

const conditionOf = (monday: IsoDate): Record<BoardView, SQL> => ({
  open: sql`(v.state in ('submitted','needs_info','waitlisted','offered','rescheduled') or ${asksToMove})`,
  offered: sql`v.state in ('offered','rescheduled')`,
  // The list is due, and nobody has sent it.
  names: sql`(v.state = 'names_due' or v.state in ('confirmed','rescheduled') and exists (select 1 from visit_step s
    where s.visit_id = v.id and s.step = 'names_due' and s.due_at <= now())) and ${start} > now()`,
  guides: sql`${coming} and ${openGuides} > 0`,
  week: sql`v.plan_id in (select g.plan_id from timeslot t join sub_group g on g.timeslot_id = t.id and g.is_live
    where t.visit_date between ${monday}::date and ${addDays(monday, 6)}::date)
    and v.state not in ('submitted','needs_info','waitlisted','offered','declined','expired','cancelled_by_group','cancelled_by_museum')`,
  waiting: sql`v.state = 'waitlisted'`,
  all: sql`v.state <> 'draft'`,
});

const orderOf: Record<BoardView, SQL> = {
  // Who waits for our answer stands first, the longest wait above.
  open: sql`(v.state = 'submitted' or ${asksToMove}) desc, coalesce(v.move_asked_at, v.submitted_at), v.id`,
  offered: sql`f.expires_at, v.id`,
  names: sql`${start}, v.id`,
  guides: sql`${start}, v.id`,
  week: sql`${start}, v.id`,
  waiting: sql`v.waitlisted_at, v.id`,
  all: sql`v.made_at desc, v.id`,
};

/**
 * The requests and visits of one view, with how many each view has; `monday` is the first day of the museum's present week. `q` looks in
 * the school's name, however it is written, the reference and the address. Needs `groups.see`.
 */
export async function listVisits(
  ctx: Ctx,
  input: { view: BoardView; q?: string; page?: number; monday: IsoDate },
): Promise<ListedVisits | { ok: false; code: 'forbidden' }> {
  if (!can(ctx.actor, 'groups.see')) return { ok: false, code: 'forbidden' };
  const conditions = conditionOf(input.monday);
  const counted = await ctx.db.execute<Record<BoardView, number>>(sql`
    select ${sql.join(
      boardViews.map(
        (view) =>
          sql`(select count(*)::integer from group_visit v where ${conditions[view]}) as ${sql.identifier(view)}`,
      ),
      sql`, `,
    )}`);
  const counts =
    counted.rows[0] ?? (Object.fromEntries(boardViews.map((view) => [view, 0])) as Record<BoardView, number>);
  const search = searchOf(input.q);
  const total = search ? await countFound(ctx, sql`${conditions[input.view]} and ${search}`) : counts[input.view];
  const pages = Math.max(1, Math.ceil(total / visitsOnPage));
  const page = Math.min(Math.max(1, input.page ?? 1), pages);
  const { rows } = await ctx.db.execute<
    Omit<VisitRow, 'submittedAt' | 'offerEndsAt'> & { submittedAt: string | null; offerEndsAt: string | null }
  >(sql`
    select v.id, v.code, v.state, v.reason, i.name as institution, i.district, p.names as "productNames",
           v.pupils + v.teachers + v.parents + v.aides as people, v.tour_language as language, v.submitted_at as "submittedAt",
           w.visit_date::text as "wishDate", to_char(w.start_time, 'HH24:MI') as "wishTime", a."visitDate", a."startTime",
           f.expires_at as "offerEndsAt", case when ${coming} then ${openGuides} else 0 end as "openGuides",
           case when v.state = 'waitlisted' then (select count(*)::integer from group_visit o where o.state = 'waitlisted'
             and (o.waitlisted_at, o.id) <= (v.waitlisted_at, v.id)) end as place
      from group_visit v join product p on p.id = v.product_id left join institution i on i.id = v.institution_id
      left join group_wish w on w.visit_id = v.id and w.rank = 1
      left join group_offer f on f.visit_id = v.id and f.state = 'open'
      left join lateral (select t.visit_date::text as "visitDate", to_char(t.start_time, 'HH24:MI') as "startTime"
        from sub_group g join timeslot t on t.id = g.timeslot_id where g.plan_id = v.plan_id order by t.starts_at limit 1) a on true
     where ${conditions[input.view]} ${search ? sql`and ${search}` : sql``}
     order by ${orderOf[input.view]} limit ${visitsOnPage} offset ${(page - 1) * visitsOnPage}`);
  return {
    ok: true,
    counts,
    total,
    page,
    pages,
    rows: rows.map((row) => ({
      ...row,
      submittedAt: row.submittedAt ? new Date(row.submittedAt) : null,
      offerEndsAt: row.offerEndsAt ? new Date(row.offerEndsAt) : null,
    })),
  };
}

function searchOf(q: string | undefined): SQL | null {
  const text = (q ?? '')
    .normalize('NFC')
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, 100);
  if (!text) return null;
  const folded = foldName(text);
  return sql`(upper(v.code) = ${text.toUpperCase()} or lower(v.email) = ${text.toLowerCase()}
    ${folded ? sql`or exists (select 1 from institution k where k.id = v.institution_id and strpos(k.folded, ${folded}) > 0)` : sql``})`;
}

async function countFound(ctx: Ctx, condition: SQL): Promise<number> {
  const { rows } = await ctx.db.execute<{ total: number }>(
    sql`select count(*)::integer as total from group_visit v where ${condition}`,
  );
  return rows[0]?.total ?? 0;
}

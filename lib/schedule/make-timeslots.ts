import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { addDays, dateAt } from '#lib/platform/time.ts';
import { inTransaction, type TxCtx } from '#lib/platform/transaction.ts';
import { type DraftTimeslot, expandRules } from './expand-rules.ts';
import { getOpeningCalendar, listRules } from './queries.ts';

export type MakeTimeslotsResult = { ok: true; made: number; untilDate: string } | { ok: false; code: 'forbidden' };

// One transaction holds so many days: long enough to be quick, short enough that nobody waits for its pools.
const daysAtATime = 10;

/**
 * Makes the timeslots that the schedule rules name for the coming days (setting `timeslot_days_ahead`, today included) and are
 * not there yet, and puts them on sale with their pools. May be repeated and may run twice at once: what exists is left as it
 * is, also when somebody has closed or cancelled it. `notBefore` (the ctx's now, unless given) is the earliest start.
 * Needs `schedule.change`.
 */
export async function makeTimeslots(
  ctx: Ctx,
  input: {
    daysAhead?: number;
    notBefore?: Date;
    onProgress?: (done: { days: number; ofDays: number; made: number }) => void;
  } = {},
): Promise<MakeTimeslotsResult> {
  if (!can(ctx.actor, 'schedule.change')) return { ok: false, code: 'forbidden' };
  const db = ctx.db as Db;
  const notBefore = input.notBefore ?? ctx.now;
  const guess = dateAt(ctx.now, 'UTC');
  const daysAhead = input.daysAhead ?? (await getSettings(db, guess)).timeslot_days_ahead;
  // The museum's date may be one day off the UTC date that the calendar is read by.
  const calendar = await getOpeningCalendar(db, {
    fromDate: addDays(guess, -1),
    untilDate: addDays(guess, daysAhead + 1),
  });
  const rules = await listRules(db);
  const today = dateAt(ctx.now, calendar.zone);
  let made = 0;
  for (let day = 0; day <= daysAhead; day += daysAtATime) {
    const fromDate = addDays(today, day);
    const untilDate = addDays(today, Math.min(day + daysAtATime - 1, daysAhead));
    const { timeslots } = expandRules({ ...calendar, rules, fromDate, untilDate, notBefore });
    if (timeslots.length > 0) made += await insertMissing(ctx, timeslots, { fromDate, untilDate });
    input.onProgress?.({ days: Math.min(day + daysAtATime, daysAhead + 1), ofDays: daysAhead + 1, made });
  }
  return { ok: true, made, untilDate: addDays(today, daysAhead) };
}

async function insertMissing(
  ctx: Ctx,
  drafts: readonly DraftTimeslot[],
  span: { fromDate: string; untilDate: string },
): Promise<number> {
  return inTransaction(
    ctx,
    async (tx: TxCtx) => {
      const { rows } = await tx.db.execute<{ id: string }>(sql`
        insert into timeslot (product_id, schedule_rule_id, visit_date, start_time, starts_at, ends_at, language)
        select d."productId", d."ruleId", d."visitDate", d."startTime", d."startsAt", d."endsAt", d.language
          from jsonb_to_recordset(${JSON.stringify(drafts)}::jsonb) as d("productId" uuid, "ruleId" uuid, "visitDate" date,
            "startTime" time, "startsAt" timestamptz, "endsAt" timestamptz, language text)
         order by d."startsAt", d."productId", d.language
        on conflict do nothing returning id`);
      if (rows.length === 0) return 0;
      const ids = rows.map((row) => row.id);
      await tx.db.execute(sql`select prepare_timeslots(${sql.param(ids)}::uuid[])`);
      await writeAudit(tx, {
        action: 'timeslots_made',
        objectKind: 'schedule',
        objectId: span.fromDate,
        after: { ...span, made: ids.length },
      });
      return ids.length;
    },
    'timeslots_made',
  );
}

import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { getSettings, type Settings } from '#lib/platform/settings.ts';
import { dateAt } from '#lib/platform/time.ts';
import { advanceLine, type LineRules, type LineState, type TurnCount } from './advance-line.ts';

/** What one web process has seen since it told last. `turns`: the turns it gave away, by second. */
export type ToldByProcess = { name: string; viewsPerSecond: number; inside: number; turns: readonly TurnCount[] };

export type LineView = {
  line: LineState;
  turns: readonly TurnCount[];
  rules: LineRules & { keepMinutes: number };
  zone: string;
};

// Whoever comes first moves the line; the others of the same second find it moved.
const atLeastMs = 900;
// A day of seconds is more than any line is long; what lies before the moment is forgotten.
const mostTurns = 20_000;

/**
 * Tells the database what this process sees, and moves the line on if nobody has within the last second. Any number of processes
 * may call it, as often as they like: one row is locked for a moment, and no visitor waits for it. `now` is the clock of the
 * processes, by which turns are given.
 */
export async function tickLine(db: Db, told: ToldByProcess, now: number): Promise<LineView> {
  const settings = await getSettings(db, dateAt(new Date(now), 'UTC'));
  const rules = rulesOf(settings);
  return db.transaction(async (tx) => {
    await tx.execute(sql`
      insert into rush_process (name, views_per_second, inside) values (${told.name}, ${told.viewsPerSecond}, ${told.inside})
      on conflict (name) do update set views_per_second = excluded.views_per_second, inside = excluded.inside, told_at = now()`);
    if (told.turns.length > 0) {
      await tx.execute(sql`
        insert into rush_turns as r (turn_second, people)
        select t.second, t.people from jsonb_to_recordset(${JSON.stringify(told.turns)}::jsonb) t(second bigint, people integer) order by 1
        on conflict (turn_second) do update set people = r.people + excluded.people`);
    }
    const { rows } = await tx.execute<{
      openedAt: number | null;
      serving: number;
      lotsAt: number | null;
      quietSince: number | null;
      elapsedMs: number;
    }>(sql`
      select (extract(epoch from opened_at) * 1000)::float8 as "openedAt", serving, (extract(epoch from lots_at) * 1000)::float8 as "lotsAt",
             (extract(epoch from quiet_since) * 1000)::float8 as "quietSince",
             (extract(epoch from clock_timestamp() - advanced_at) * 1000)::float8 as "elapsedMs" from rush_line for update`);
    const [before] = rows;
    if (!before) throw new Error('the line has no row');
    const { rows: seen } = await tx.execute<{
      views: number;
      inside: number;
      nextRelease: number | null;
      turns: TurnCount[];
      zone: string;
    }>(sql`
      select (select coalesce(min(time_zone), 'UTC') from museum) as zone,
             (select coalesce(sum(views_per_second), 0) from rush_process where told_at > now() - interval '5 seconds')::float8 as views,
             (select coalesce(sum(inside), 0) from rush_process where told_at > now() - interval '15 seconds')::int as inside,
             (select (extract(epoch from min(opens_at)) * 1000)::float8 from pool where withheld > 0
                and opens_at between now() and now() + make_interval(mins => ${settings.rush_minutes_before_release})) as "nextRelease",
             (select coalesce(jsonb_agg(jsonb_build_object('second', turn_second, 'people', people) order by turn_second), '[]')
                from (select * from rush_turns where turn_second >= floor(${before.serving}::float8 / 1000) order by 1 limit ${mostTurns}) t) as turns`);
    const facts = seen[0] ?? { views: 0, inside: 0, nextRelease: null, turns: [], zone: 'UTC' };
    const { elapsedMs, ...line } = before;
    if (elapsedMs < atLeastMs) return { line, turns: facts.turns, rules, zone: facts.zone };
    const { views: viewsPerSecond, zone, ...rest } = facts;
    // After a pause nobody is owed what was not let in meanwhile.
    const after = advanceLine(line, { ...rest, viewsPerSecond, now, elapsedMs: Math.min(elapsedMs, 2000) }, rules);
    const instant = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
    await tx.execute(sql`
      update rush_line set opened_at = ${instant(after.openedAt)}, serving = ${after.serving}, lots_at = ${instant(after.lotsAt)},
             quiet_since = ${instant(after.quietSince)}, advanced_at = clock_timestamp()`);
    await tx.execute(sql`delete from rush_turns where turn_second < ${Math.floor(after.serving / 1000) - 60}`);
    await tx.execute(sql`delete from rush_process where told_at < now() - interval '1 hour'`);
    return { line: after, turns: facts.turns, rules, zone };
  });
}

function rulesOf(settings: Settings): LineView['rules'] {
  return {
    openAbove: settings.rush_views_per_second,
    openAboveBeforeRelease: settings.rush_release_views_per_second,
    admitPerSecond: settings.rush_admit_per_second,
    mostInside: settings.rush_most_inside,
    keepMinutes: settings.rush_keep_minutes,
  };
}

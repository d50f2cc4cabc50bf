import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import type { Logger } from '#lib/platform/log.ts';
import { runInvariants } from './invariants.ts';

/**
 * Examines the database every hour and alarms where an invariant is broken: an error in the log, and a task in the money inbox,
 * one a day for each invariant. Tasks of the same invariant close by themselves once it holds again.
 */
export async function doctorJob(ctx: Ctx, log: Pick<Logger, 'error'>): Promise<{ violations: number }> {
  const findings = await runInvariants(ctx.db as Db);
  const broken = findings.filter(({ violations }) => violations.length > 0);
  for (const { id, title, violations } of broken) {
    log.error(
      { invariant: id, title, violations: violations.slice(0, 10) },
      'an invariant is broken: somebody must look',
    );
  }
  const found = JSON.stringify(
    broken.map(({ id, title, violations }) => ({
      id,
      facts: { invariant: id, title, count: violations.length, first: violations.slice(0, 3) },
    })),
  );
  await ctx.db.execute(sql`
    with broken as (select * from jsonb_to_recordset(${found}::jsonb) as b(id text, facts jsonb)),
    closed as (
      update money_task set state = 'done', done_at = now()
       where kind = 'broken_invariant' and state = 'open' and facts ->> 'invariant' not in (select id from broken)
    )
    insert into money_task (kind, subject, facts)
    select 'broken_invariant', id || ':' || (now() at time zone coalesce((select time_zone from museum limit 1), 'UTC'))::date, facts from broken
    on conflict (kind, subject) do update set state = 'open', done_at = null, reason = null, facts = excluded.facts
      where money_task.done_by is null`);
  return { violations: broken.reduce((sum, { violations }) => sum + violations.length, 0) };
}

/** Cron: every hour, not at the full one, when visits begin. */
export const doctorCron = '7 * * * *';

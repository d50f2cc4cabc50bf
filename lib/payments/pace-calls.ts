import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Ctx } from '#lib/platform/ctx.ts';

// Who would have to wait longer than this comes again later.
const patienceSeconds = 20;
// A timer that fires late must not bring two calls into one moment.
const marginMs = 5;

/**
 * Waits for the turn of a call to a payment provider that nobody waits for at a screen (refunds, pages closed after a
 * cancellation), so that all workers together make no more than `provider_calls_per_second` of them. The turns stand in the
 * database and are given in the order in which they are asked for. False: too many wait, come again later.
 */
export async function providerTurn(ctx: Ctx): Promise<boolean> {
  const { rows } = await ctx.db.execute<{ waitMs: number }>(sql`
    with pace as (
      select make_interval(secs => 1 / greatest(coalesce((setting_at('provider_calls_per_second', current_date))::float8, 10), 0.1)
                                   + ${marginMs / 1000}) as gap
    )
    insert into call_pace as c (queue, next_at) select 'money_back', clock_timestamp() + gap from pace
    on conflict (queue) do update set next_at = greatest(c.next_at, clock_timestamp()) + (select gap from pace)
      where c.next_at < clock_timestamp() + make_interval(secs => ${patienceSeconds})
    returning (extract(epoch from next_at - (select gap from pace) - clock_timestamp()) * 1000)::float8 as "waitMs"`);
  const turn = rows[0];
  if (!turn) return false;
  if (turn.waitMs > 0) await pause(turn.waitMs);
  return true;
}

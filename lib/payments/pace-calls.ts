import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Ctx } from '#lib/platform/ctx.ts';

// Who would have to wait longer than this comes again later.
const patienceSeconds = 20;
// Turns are so much further apart than the rate says, and one that is missed by so much is given up: so that a busy machine,
// whose timers fire and whose calls arrive late, brings no more of them into one second than the rate either (measured: with
// 1.15 eleven arrived in one second at a load of 14 on two cores).
const spread = 1.3;
const latestMs = 50;
const mostTries = 20;

/**
 * Waits for the turn of a call to a payment provider that nobody waits for at a screen (refunds, pages closed after a
 * cancellation), so that all workers together make no more than `provider_calls_per_second` of them. The turns stand in the
 * database and are given in the order in which they are asked for. False: too many wait, come again later.
 */
export async function providerTurn(ctx: Ctx): Promise<boolean> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const askedAt = performance.now();
    const waitMs = await takeTurn(ctx);
    if (waitMs === null) return false;
    const at = askedAt + waitMs;
    if (at > performance.now()) await pause(at - performance.now());
    if (performance.now() - at <= latestMs) return true;
  }
  // Whoever is so slow that each turn is missed is no danger to the pace.
  return true;
}

/** Milliseconds until the turn that was given; null when it would come too late. */
async function takeTurn(ctx: Ctx): Promise<number | null> {
  const { rows } = await ctx.db.execute<{ waitMs: number }>(sql`
    with pace as (
      select make_interval(secs => ${spread} / greatest(coalesce((setting_at('provider_calls_per_second', current_date))::float8, 10), 0.1)) as gap
    )
    insert into call_pace as c (queue, next_at) select 'money_back', clock_timestamp() + gap from pace
    on conflict (queue) do update set next_at = greatest(c.next_at, clock_timestamp()) + (select gap from pace)
      where c.next_at < clock_timestamp() + make_interval(secs => ${patienceSeconds})
    returning (extract(epoch from next_at - (select gap from pace) - clock_timestamp()) * 1000)::float8 as "waitMs"`);
  return rows[0]?.waitMs ?? null;
}

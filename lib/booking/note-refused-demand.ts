import { sql } from 'drizzle-orm';
import type { Ctx } from '#lib/platform/ctx.ts';
import { createLogger, describeError } from '#lib/platform/log.ts';
import type { Channel, DemandRefusal } from './values.ts';

let log: ReturnType<typeof createLogger> | undefined;

/**
 * Counts what somebody asked for in vain (2.7): what, when, how many, in which language, and why not; never who. The same form
 * counts once. Whatever goes wrong here is logged and changes nothing for the visitor; a row lost in a crash is no harm, so the
 * disk is not waited for.
 */
export async function noteRefusedDemand(
  ctx: Ctx,
  asked: { timeslotId: string; people: number; channel: Channel; requestKey?: string },
  refusal: { code: DemandRefusal; room?: number },
): Promise<void> {
  if (!Number.isInteger(asked.people) || asked.people < 1 || asked.people > 500) return;
  try {
    await ctx.db.execute(sql`
      insert into refused_demand (request_key, product_id, visit_date, start_time, people, locale, channel, why, room)
      select ${asked.requestKey ?? null}, product_id, visit_date, start_time, ${asked.people}, ${ctx.locale}, ${asked.channel}, ${refusal.code},
             ${refusal.room === undefined ? null : Math.max(0, refusal.room)}
        from timeslot, (select set_config('synchronous_commit', 'off', true)) quick where id = ${asked.timeslotId}
      on conflict (request_key) do nothing`);
  } catch (error) {
    log ??= createLogger('booking');
    log.warn({ err: describeError(error) }, 'refused demand was not counted');
  }
}

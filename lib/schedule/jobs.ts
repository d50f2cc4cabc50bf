import type { Db } from '#db/client.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { assignGuides } from './assign-guides.ts';
import { makeTimeslots } from './make-timeslots.ts';
import { hasMuseum } from './queries.ts';

/** The job that keeps the coming days on sale: makes what is missing and finds its guides. Runs daily and at start; may be repeated. */
export async function makeTimeslotsJob(db: Db, now: Date): Promise<void> {
  // A new installation has no museum until somebody has described it.
  if (!(await hasMuseum(db))) return;
  const ctx: Ctx = { db, actor: { kind: 'system', job: 'make_timeslots' }, locale: defaultLocale, now };
  await makeTimeslots(ctx);
  await assignGuides(ctx);
}

/** Cron in the museum's zone: shortly after midnight, when the next day of the horizon has begun. */
export const makeTimeslotsCron = '5 0 * * *';

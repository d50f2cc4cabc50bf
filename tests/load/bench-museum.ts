import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { setting } from '#db/schema/platform.ts';
import { timeslot } from '#db/schema/schedule.ts';
import { newId } from '#lib/platform/ids.ts';
import { addDays, instantOf } from '#lib/platform/time.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

const plenty = 100_000_000;
const days = 50;
const startTimes = ['10:00', '12:00', '14:00', '16:00'];

/** A museum whose places never run out: one hot timeslot, and 200 others over 50 days. */
export type BenchMuseum = TestMuseum & { hotSlot: string; spread: string[] };

export async function buildBenchMuseum(owner: Db): Promise<BenchMuseum> {
  await owner.insert(setting).values(
    [
      'building_people_at_once',
      'building_fire_limit',
      'day_cap',
      'email_day_ticket_limit',
      // Faster than any rush, and nobody waits.
      'rush_views_per_second',
      'rush_release_views_per_second',
    ].map((key) => ({
      key,
      validFrom: '2000-01-01',
      value: plenty,
    })),
  );
  // All holds of the bench come from one address, as those of no rush do.
  await owner
    .insert(setting)
    .values(['client_hold_limit', 'browser_hold_limit'].map((key) => ({ key, validFrom: '2000-01-01', value: 0 })));
  const lanes = { public: plenty };
  const museum = await buildMuseum(owner, { startTimes: ['10:30'], lanes, peopleAtOnce: plenty });
  const slots = Array.from({ length: days }, (_, day) => addDays(museum.visitDate, day + 1)).flatMap((visitDate) =>
    startTimes.map((startTime) => {
      const startsAt = instantOf(visitDate, startTime, museum.zone);
      const endsAt = new Date(startsAt.getTime() + 3_600_000);
      return { id: newId(), productId: museum.productId, visitDate, startTime, startsAt, endsAt };
    }),
  );
  await owner.insert(timeslot).values(slots);
  const spread = slots.map((slot) => slot.id);
  await owner.execute(sql`select prepare_timeslots(${sql.param(spread)}::uuid[], ${JSON.stringify(lanes)}::jsonb)`);
  return { ...museum, hotSlot: museum.timeslots[0] ?? '', spread };
}

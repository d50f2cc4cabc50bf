import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { setting } from '#db/schema/platform.ts';
import { dateAt, instantOf } from '#lib/platform/time.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

export type Timetable = {
  ticketTypes: TestMuseum['ticketTypes'];
  /** The times that visitors may choose from now. */
  open(): readonly string[];
  /** The times of the same product. */
  siblings(timeslotId: string): readonly string[];
  /** Of so many people, places were taken: when most are gone a new day is put on sale. */
  taken(people: number): Promise<void>;
};

// Four times that overlap in one room: the room is scarcer than the times, so that both refuse.
const startTimes = ['10:00', '10:30', '11:00', '11:30'];
const lanes = { public: 10, schools: 5, desk: 3 };
const peopleAtOnce = 18;
const daysAtOnce = 4;
const placesOfDay = 26;

/**
 * A museum with so few places that visitors meet: three days of four times, and one today that the desk admits to. When most
 * places of a day are gone the oldest day is left and a new one opened, so that a run of any length goes on selling.
 */
export async function openTimetable(owner: Db): Promise<Timetable> {
  const plenty = ['building_people_at_once', 'building_fire_limit', 'day_cap', 'email_day_ticket_limit'];
  await owner.insert(setting).values(plenty.map((key) => ({ key, validFrom: '2000-01-01', value: 1_000_000 })));
  await owner.insert(setting).values({ key: 'provider_calls_per_second', validFrom: '2000-01-01', value: 500 });
  // Offers of an hour, so that those whom nobody answers lapse within a run.
  const offerHours = ['waiting_offer_hours', 'waiting_offer_close_hours'];
  await owner.insert(setting).values(offerHours.map((key) => ({ key, validFrom: '2000-01-01', value: 1 })));
  const zone = noonZone();
  let made = 0;
  const siblings = new Map<string, readonly string[]>();
  const makeDay = async (overrides: Parameters<typeof buildMuseum>[1]) => {
    made += 1;
    const built = await buildMuseum(owner, {
      zone,
      code: `route-${made}`,
      lanes,
      peopleAtOnce,
      startTimes,
      ...overrides,
    });
    for (const timeslotId of built.timeslots) siblings.set(timeslotId, built.timeslots);
    await comeLater(owner, built.timeslots);
    return built;
  };
  const makeAhead = async () => (await makeDay({ daysAhead: 3 + (made % 40) })).timeslots;
  const makeToday = async () => (await makeDay({ daysAhead: 0, startTimes: [timeIn(zone, 13)] })).timeslots;
  const first = await makeDay({ daysAhead: 3 });
  const days: string[][] = [first.timeslots];
  while (days.length < daysAtOnce) days.push(await makeAhead());
  days.push(await makeToday());
  let left = placesOfDay;
  let opening: Promise<void> | null = null;
  const openDay = async () => {
    // Every third new day is today again, a few minutes on.
    const day = made % 3 === 0 ? await makeToday() : await makeAhead();
    days.push(day);
    days.shift();
  };
  return {
    ticketTypes: first.ticketTypes,
    open: () => days.flat(),
    siblings: (timeslotId) => siblings.get(timeslotId) ?? [timeslotId],
    async taken(people) {
      left -= people;
      if (left > 0 || opening) return;
      left += placesOfDay;
      opening = openDay()
        // The database may be away: then the next visitors open the day.
        .catch(() => undefined)
        .finally(() => {
          opening = null;
        });
      await opening;
    },
  };
}

/** Of a day's times every second has half of its places on sale within the minute, and every third opens the schools' lane then. */
async function comeLater(owner: Db, timeslots: readonly string[]): Promise<void> {
  const every = (n: number) => sql.param(timeslots.filter((_, index) => index % n === n - 1));
  await owner.execute(sql`
    with moment as (select id, now() + make_interval(secs => 5 + random() * 50) as at from pool where timeslot_id = any (${every(2)}::uuid[]) and lane = 'public'),
    half as (update pool p set capacity = p.capacity - p.capacity / 2, withheld = p.capacity / 2, opens_at = m.at from moment m
              where p.id = m.id and p.withheld = 0 returning p.id, p.opens_at, p.withheld)
    insert into pool_release (pool_id, opens_at, places) select id, opens_at, withheld from half`);
  await owner.execute(sql`
    update pool set opens_at = now() + make_interval(secs => 5 + random() * 50) where timeslot_id = any (${every(3)}::uuid[]) and lane = 'schools'`);
}

/** A museum that never sells out: one time for each currency, whose orders cost 5.00, 500 or 0.500 a person. */
export async function openPlenty(
  owner: Db,
  currencies: readonly string[] = ['AZN'],
  providerCallsPerSecond = 10,
): Promise<Timetable & { byCurrency: Map<string, string> }> {
  const plenty = 1_000_000;
  const keys = ['building_people_at_once', 'building_fire_limit', 'day_cap', 'email_day_ticket_limit'];
  await owner.insert(setting).values(keys.map((key) => ({ key, validFrom: '2000-01-01', value: plenty })));
  const pace = { key: 'provider_calls_per_second', validFrom: '2000-01-01', value: providerCallsPerSecond };
  await owner.insert(setting).values(pace);
  const museums: TestMuseum[] = [];
  for (const [index, currency] of currencies.entries()) {
    const code = `plenty-${index + 1}`;
    const only = { startTimes: ['12:00'], lanes: { public: plenty }, peopleAtOnce: plenty, daysAhead: 5 + index };
    museums.push(await buildMuseum(owner, { zone: noonZone(), code, currency, ...only }));
  }
  const [first] = museums;
  if (!first) throw new Error('a museum needs a currency');
  const open = museums.flatMap(({ timeslots }) => timeslots);
  return {
    ticketTypes: first.ticketTypes,
    open: () => open,
    siblings: (timeslotId) => [timeslotId],
    taken: async () => undefined,
    byCurrency: new Map(currencies.map((currency, index) => [currency, open[index] ?? ''])),
  };
}

/** A zone in which it is the middle of the day now: today's times must not run into tomorrow. */
function noonZone(): string {
  const offset = 12 - new Date().getUTCHours();
  return offset === 0 ? 'Etc/GMT' : `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`;
}

function timeIn(zone: string, minutesAhead: number): string {
  const now = Date.now();
  const midnight = instantOf(dateAt(new Date(now), zone), '00:00', zone).getTime();
  const minutes = Math.ceil((now - midnight) / 60_000) + minutesAhead;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

import { inArray, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { price, product, routeStep, space, ticketType } from '#db/schema/catalog.ts';
import { museum, setting } from '#db/schema/platform.ts';
import { timeslot } from '#db/schema/schedule.ts';
import type { Lane } from '#lib/capacity/values.ts';
import { newId } from '#lib/platform/ids.ts';
import type { LocalizedText } from '#lib/platform/locales.ts';
import { addDays, dateAt, instantOf } from '#lib/platform/time.ts';

/** The same text in every language: for tests that do not read it. */
export const text = (words: string): LocalizedText => ({ az: `${words} (az)`, en: words, ru: `${words} (ru)` });

export type TestMuseum = {
  zone: string;
  productId: string;
  spaceId: string;
  ticketTypes: { adult: string; pupil: string; free: string };
  visitDate: string;
  timeslots: string[];
};

/**
 * A tiny museum in a zone with an odd offset: one product through one room, three ticket types (500, 200, 0 minor units) and
 * two timeslots (10:30, 11:30) on a day ahead. Everything can be given another size.
 */
export async function buildMuseum(
  owner: Db,
  overrides: {
    code?: string;
    zone?: string;
    daysAhead?: number;
    startTimes?: string[];
    lanes?: Partial<Record<Lane, number>>;
    peopleAtOnce?: number;
    buildingPeople?: number;
    dayCap?: number;
    isGuided?: boolean;
    currency?: string;
    /** Tickets in one visitor's order; the rule's own number unless given. */
    orderLimit?: number;
    spaceId?: string;
  } = {},
): Promise<TestMuseum> {
  const zone = overrides.zone ?? 'Asia/Kathmandu';
  const currency = overrides.currency ?? 'AZN';
  const visitDate = addDays(dateAt(new Date(), zone), overrides.daysAhead ?? 5);
  const code = overrides.code ?? 'full-route';
  await owner
    .insert(museum)
    .values({
      slug: 'test-museum',
      names: text('Test museum'),
      addresses: text('1 Test Street'),
      timeZone: zone,
      currency,
      contactEmail: 'museum@example.org',
      contactPhone: '+994120000000',
      isDemonstration: true,
    })
    .onConflictDoNothing();
  await owner
    .insert(setting)
    .values([
      { key: 'building_people_at_once', validFrom: '2000-01-01', value: overrides.buildingPeople ?? 80 },
      { key: 'building_fire_limit', validFrom: '2000-01-01', value: 400 },
      // Tests of the pace itself set their own.
      { key: 'provider_calls_per_second', validFrom: '2000-01-01', value: 1000 },
      { key: 'day_cap', validFrom: '2000-01-01', value: overrides.dayCap ?? 600 },
    ])
    .onConflictDoNothing();
  if (overrides.orderLimit) {
    const limit = { key: 'order_ticket_limit', validFrom: '2000-01-01', value: overrides.orderLimit };
    await owner.insert(setting).values(limit).onConflictDoNothing();
  }
  const spaceId = overrides.spaceId ?? newId();
  const people = overrides.peopleAtOnce ?? 15;
  if (!overrides.spaceId) {
    await owner.insert(space).values({
      id: spaceId,
      code: `room-${code}`,
      names: text('Room'),
      level: 'basement',
      peopleAtOnce: people,
      fireLimit: Math.max(people, 400),
      isStepFree: false,
      position: 1,
    });
  }
  const productId = newId();
  await owner.insert(product).values({
    id: productId,
    code,
    kind: overrides.isGuided ? 'public_tour' : 'timed_entry',
    names: text('Full route'),
    summaries: text('Summary'),
    descriptions: text('Description'),
    meetingPoints: text('Entrance'),
    durationMinutes: 60,
    partyMaximum: 500,
    isGuided: overrides.isGuided ?? false,
    isSoldOnline: true,
    isStepFree: false,
    position: 1,
  });
  await owner.insert(routeStep).values({ productId, stepNo: 1, spaceId, startMinute: 0, minutes: 60 });
  const types = await ticketTypes(owner);
  await owner.insert(price).values(
    Object.entries({ adult: 500, pupil: 200, free: 0 }).map(([type, amountMinor]) => ({
      productId,
      ticketTypeId: types[type as keyof typeof types],
      amountMinor,
      currency,
      validFrom: '2000-01-01',
    })),
  );
  const slots = (overrides.startTimes ?? ['10:30', '11:30']).map((startTime) => {
    const startsAt = instantOf(visitDate, startTime, zone);
    return { id: newId(), productId, visitDate, startTime, startsAt, endsAt: new Date(startsAt.getTime() + 3_600_000) };
  });
  await owner.insert(timeslot).values(slots);
  const ids = slots.map((slot) => slot.id);
  await owner.execute(
    sql`select prepare_timeslots(${sql.param(ids)}::uuid[], ${JSON.stringify(overrides.lanes ?? { public: 10, schools: 15, desk: 3 })}::jsonb)`,
  );
  return { zone, productId, spaceId, ticketTypes: types, visitDate, timeslots: ids };
}

async function ticketTypes(owner: Db): Promise<TestMuseum['ticketTypes']> {
  const codes = ['adult', 'pupil', 'free'] as const;
  const known = await owner
    .select({ id: ticketType.id, code: ticketType.code })
    .from(ticketType)
    .where(inArray(ticketType.code, [...codes]));
  const ids = Object.fromEntries(
    codes.map((code) => [code, known.find((row) => row.code === code)?.id ?? newId()]),
  ) as TestMuseum['ticketTypes'];
  if (!known.length) {
    await owner.insert(ticketType).values(
      codes.map((code, index) => ({
        id: ids[code],
        code,
        names: text(code),
        eligibilities: text('Anyone'),
        documents: text(code === 'adult' ? '' : 'Card'),
        statisticsClass: code,
        family: code === 'adult' ? ('main' as const) : code === 'pupil' ? ('reduced' as const) : ('free' as const),
        isSelfDeclaredOnline: true,
        isVerifiedAtEntry: code !== 'adult',
        position: index + 1,
      })),
    );
  }
  return ids;
}

import { eq, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { price, product, routeStep, space } from '#db/schema/catalog.ts';
import { staffMember } from '#db/schema/identity.ts';
import { guide, openingHours, timeslot } from '#db/schema/schedule.ts';
import { beginVisit } from '#lib/groups/begin-visit.ts';
import type { ContactInput, PartyInput } from '#lib/groups/input.ts';
import { submitVisit } from '#lib/groups/submit-visit.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { newId } from '#lib/platform/ids.ts';
import { addDays, dateAt, instantOf } from '#lib/platform/time.ts';
import { visitorCtx } from './contexts.ts';
import { buildMuseum, text } from './museum.ts';

export type GroupMuseum = {
  zone: string;
  visitDate: string;
  /** The class programme, and the ordinary visit that goes through the same rooms at the same times. */
  classProductId: string;
  productId: string;
  ticketTypes: { adult: string; pupil: string; free: string };
  /** Start "10:00" → the class's time; the ordinary one's. */
  classSlots: Record<string, string>;
  publicSlots: Record<string, string>;
  guides: string[];
  staffId: string;
};

/** So many starts, a quarter of an hour apart. */
const startsFrom = (first: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => {
    const minute = Number(first.slice(0, 2)) * 60 + Number(first.slice(3)) + index * 15;
    return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  });

/**
 * A museum for classes: a hall (60), a corridor (20) and cells (16), through which a class programme of an hour goes every quarter of
 * an hour from 10:00, and an ordinary visit beside it; guides who speak Azerbaijani, the last one Russian, too.
 */
export async function buildGroupMuseum(
  owner: Db,
  options: { starts?: number; guides?: number; bookingMode?: 'instant' | 'request'; daysAhead?: number } = {},
): Promise<GroupMuseum> {
  const base = await buildMuseum(owner, { code: 'elsewhere', buildingPeople: 300 });
  const { zone, ticketTypes } = base;
  const visitDate = addDays(dateAt(new Date(), zone), options.daysAhead ?? 20);
  const rooms = [
    { id: newId(), code: 'hall', people: 60 },
    { id: newId(), code: 'corridor', people: 20 },
    { id: newId(), code: 'cells', people: 16 },
  ];
  await owner.insert(space).values(
    rooms.map(({ id, code, people }, index) => ({
      id,
      code,
      names: text(code),
      level: 'ground' as const,
      peopleAtOnce: people,
      fireLimit: people + 4,
      isStepFree: true,
      position: index + 2,
    })),
  );
  await owner.insert(openingHours).values(
    [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
      weekday,
      opensTime: '09:00',
      closesTime: '18:00',
      validFrom: '2000-01-01',
    })),
  );
  const productOf = async (code: string, isClass: boolean) => {
    const id = newId();
    await owner.insert(product).values({
      id,
      code,
      kind: isClass ? 'class_programme' : 'timed_entry',
      names: text(code),
      summaries: text('Summary'),
      descriptions: text('Description'),
      meetingPoints: text('Entrance'),
      durationMinutes: 60,
      languages: ['az', 'ru'],
      partyMinimum: isClass ? 7 : 1,
      partyMaximum: 120,
      isGuided: isClass,
      isSoldOnline: !isClass,
      isStepFree: true,
      horizonDays: 120,
      leadTimeMinutes: isClass ? 7 * 24 * 60 : 0,
      position: isClass ? 3 : 2,
      ...(isClass
        ? {
            bookingMode: options.bookingMode ?? 'request',
            pupilTypeId: ticketTypes.pupil,
            adultTypeId: ticketTypes.free,
          }
        : {}),
    });
    await owner.insert(routeStep).values(
      rooms.map(({ id: spaceId }, index) => ({
        productId: id,
        stepNo: index + 1,
        spaceId,
        startMinute: index * 15,
        minutes: 15,
      })),
    );
    await owner.insert(price).values(
      Object.entries({ adult: 500, pupil: 200, free: 0 }).map(([type, amountMinor]) => ({
        productId: id,
        ticketTypeId: ticketTypes[type as keyof typeof ticketTypes],
        amountMinor,
        currency: 'AZN',
        validFrom: '2000-01-01',
      })),
    );
    return id;
  };
  const [classProductId, productId] = [await productOf('class', true), await productOf('walk', false)];
  const starts = startsFrom('10:00', options.starts ?? 8);
  const slotsOf = async (of: string, lanes: object) => {
    const slots = starts.map((startTime) => {
      const startsAt = instantOf(visitDate, startTime, zone);
      return {
        id: newId(),
        productId: of,
        visitDate,
        startTime,
        startsAt,
        endsAt: new Date(startsAt.getTime() + 3_600_000),
      };
    });
    await owner.insert(timeslot).values(slots);
    const ids = slots.map(({ id }) => id);
    await owner.execute(sql`select prepare_timeslots(${sql.param(ids)}::uuid[], ${JSON.stringify(lanes)}::jsonb)`);
    return Object.fromEntries(slots.map(({ id, startTime }) => [startTime, id]));
  };
  const classSlots = await slotsOf(classProductId, { schools: 15 });
  const publicSlots = await slotsOf(productId, { public: 12, desk: 3 });
  const guides = Array.from({ length: options.guides ?? 6 }, () => newId());
  await owner.insert(guide).values(
    guides.map((id, index) => ({
      id,
      name: `Guide ${index + 1}`,
      languages: index === guides.length - 1 ? ['az', 'ru'] : ['az'],
      email: `guide${index + 1}@example.az`,
    })),
  );
  const staffId = '00000000-0000-7000-8000-000000000001';
  await owner
    .insert(staffMember)
    .values({ id: staffId, email: 'education@example.az', name: 'Education' })
    .onConflictDoNothing();
  return { zone, visitDate, classProductId, productId, ticketTypes, classSlots, publicSlots, guides, staffId };
}

export const partyOf = (museum: GroupMuseum, changes: Partial<PartyInput> = {}): PartyInput => ({
  product: 'class',
  tourLanguage: 'az',
  pupils: 58,
  teachers: 5,
  parents: 0,
  aides: 0,
  ageFrom: 16,
  ageUntil: 17,
  grades: 'X',
  wishes: [{ visitDate: museum.visitDate, startTime: '10:30' }],
  requestKey: newId(),
  ...changes,
});

export const contactOf = (changes: Partial<ContactInput> = {}): ContactInput => ({
  institutionName: '20 nömrəli məktəb',
  institutionKind: 'school',
  district: 'Yasamal',
  bookerName: 'Aytən Məmmədova',
  email: 'ayten@example.az',
  phone: '+994 50 000 00 00',
  payWay: 'transfer',
  acceptsRules: true,
  ...changes,
});

/** Whoever holds a visit's link. */
export const teacherCtx = (db: Db, visitId: string): Ctx => ({
  ...visitorCtx(db),
  actor: { kind: 'visitor', visitId },
});

/** A request that stands in the queue. */
export async function submitted(
  db: Db,
  museum: GroupMuseum,
  party: Partial<PartyInput> = {},
  contact: Partial<ContactInput> = {},
): Promise<string> {
  const begun = await beginVisit(visitorCtx(db), partyOf(museum, party), 'secret');
  if (!begun.ok) throw new Error(JSON.stringify(begun));
  const sent = await submitVisit(teacherCtx(db, begun.visitId), {
    visitId: begun.visitId,
    contact: contactOf(contact),
    rulesVersion: '1',
  });
  if (!sent.ok) throw new Error(JSON.stringify(sent));
  return begun.visitId;
}

/** Sets a product's way of being booked. */
export const setBookingMode = (owner: Db, museum: GroupMuseum, bookingMode: 'instant' | 'request') =>
  owner.update(product).set({ bookingMode }).where(eq(product.id, museum.classProductId));

import { drawParty } from './parties.ts';
import { type Contact, drawContact, schools } from './people.ts';
import { type Chance, chanceOf, mostOrdersADay, orderKeysOf } from './seeded.ts';

/** A timeslot and the pools that one place of each of its lanes draws on. */
export type PlanSlot = {
  timeslotId: string;
  product: string;
  startTime: string;
  startsAt: Date;
  endsAt: Date;
  lanes: Record<string, { poolSetId: number; poolIds: number[] }>;
};

export type PlannedOrder = {
  requestKey: string;
  slot: PlanSlot;
  poolSetId: number;
  lane: 'public' | 'desk' | 'schools';
  channel: 'web' | 'desk' | 'school';
  outcome: 'paid' | 'held' | 'expired';
  /** One ticket for everybody of the line's order (a class), or one each. */
  isParty: boolean;
  lines: { ticketType: string; quantity: number }[];
  contact: Partial<Contact> & Pick<Contact, 'locale'>;
  accessNeeds: string | null;
  createdAt: Date;
};

/** One day's pools while it is planned: places are taken in all pools of a set or in none. */
class Room {
  private readonly free: Map<number, number>;
  constructor(free: ReadonlyMap<number, number>) {
    this.free = new Map(free);
  }
  left(poolIds: readonly number[]): number {
    return Math.min(...poolIds.map((id) => this.free.get(id) ?? 0));
  }
  take(poolIds: readonly number[], people: number): boolean {
    if (this.left(poolIds) < people) return false;
    for (const id of poolIds) this.free.set(id, (this.free.get(id) ?? 0) - people);
    return true;
  }
}

/**
 * The orders of one day: the same for a date whenever it is planned, as far as the room that is left allows. A showcase day
 * also gets a class in two parts, a full time, a nearly full one, two running holds and one that ran out. `daysAhead`: the
 * further ahead, the fewer have booked.
 */
export function planDay(input: {
  visitDate: string;
  daysAhead: number;
  isShowcase: boolean;
  slots: readonly PlanSlot[];
  free: ReadonlyMap<number, number>;
  now: Date;
}): PlannedOrder[] {
  const { now } = input;
  const chance = chanceOf(input.visitDate);
  const keys = orderKeysOf(input.visitDate);
  const room = new Room(input.free);
  const orders: PlannedOrder[] = [];

  const add = (slot: PlanSlot, order: Pick<PlannedOrder, 'lane' | 'lines'> & Partial<PlannedOrder>): boolean => {
    const lane = slot.lanes[order.lane];
    const people = order.lines.reduce((sum, line) => sum + line.quantity, 0);
    const requestKey = keys[orders.length];
    if (!lane || !requestKey || orders.length >= mostOrdersADay || !room.take(lane.poolIds, people)) return false;
    const isDesk = order.lane === 'desk';
    orders.push({
      requestKey,
      slot,
      poolSetId: lane.poolSetId,
      channel: isDesk ? 'desk' : order.lane === 'schools' ? 'school' : 'web',
      outcome: 'paid',
      isParty: false,
      contact: isDesk ? { locale: 'az' } : drawContact(chance, orders.length),
      accessNeeds: null,
      createdAt: bookedAt(slot, isDesk, now, chance),
      ...order,
    });
    return true;
  };
  const book = (slot: PlanSlot, most: number): void => {
    const contact = drawContact(chance, orders.length);
    const lines = drawParty(chance, contact.isForeign);
    const people = lines.reduce((sum, line) => sum + line.quantity, 0);
    if (people > most) return;
    const isWheelchair = slot.product === 'hall-only' && lines.some((line) => line.ticketType === 'disabled-person');
    add(slot, { lane: 'public', lines, contact, accessNeeds: isWheelchair ? 'Əlil arabası ilə gələcəyik.' : null });
  };
  const named = (product: string, startTime: string) =>
    input.slots.find((slot) => slot.product === product && slot.startTime === startTime);

  planClasses(input, chance, named, add);
  if (input.isShowcase) planShowcase(named, room, add, book, now);
  for (const slot of input.slots) {
    if (slot.product.startsWith('class-')) continue;
    const showcased = input.isShowcase && slot.product === 'full-route' && ['11:15', '14:15'].includes(slot.startTime);
    const wanted = slot.product === 'public-tour' ? 3 : slot.product === 'full-route' ? 2 : 1;
    const likely = Math.max(8, 70 - 5 * input.daysAhead);
    for (let n = 0; n < wanted && !showcased; n += 1) if (chance(100) < likely) book(slot, 6);
    // Somebody at the desk bought for a time that has begun.
    if (slot.startsAt < now && slot.product !== 'public-tour' && chance(4) === 0) {
      add(slot, { lane: 'desk', lines: [{ ticketType: 'adult-citizen', quantity: 1 + chance(2) }] });
    }
  }
  return orders;
}

type Named = (product: string, startTime: string) => PlanSlot | undefined;
type Add = (slot: PlanSlot, order: Pick<PlannedOrder, 'lane' | 'lines'> & Partial<PlannedOrder>) => boolean;

function planClasses(input: { isShowcase: boolean; daysAhead: number }, chance: Chance, named: Named, add: Add): void {
  const comes = input.isShowcase || chance(3) === 0;
  const school = schools[chance(schools.length)];
  for (const [startTime, pupils, teachers] of [
    ['10:30', 13, 1],
    ['10:45', 12, 2],
  ] as const) {
    const slot = named('class-programme', startTime);
    if (!slot || !comes || !school) continue;
    add(slot, {
      lane: 'schools',
      isParty: true,
      contact: { locale: 'az', ...school, phone: '+994 12 000 00 00' },
      lines: [
        { ticketType: 'pupil', quantity: pupils },
        { ticketType: 'teacher-with-class', quantity: teachers },
      ],
    });
  }
}

function planShowcase(
  named: Named,
  room: Room,
  add: Add,
  book: (slot: PlanSlot, most: number) => void,
  now: Date,
): void {
  for (const [startTime, leave] of [
    ['11:15', 0],
    ['14:15', 1],
  ] as const) {
    const slot = named('full-route', startTime);
    const poolIds = slot?.lanes.public?.poolIds;
    if (!slot || !poolIds) continue;
    for (let tries = 0; tries < 12 && room.left(poolIds) > leave; tries += 1) book(slot, room.left(poolIds) - leave);
    const rest = Math.max(0, room.left(poolIds) - leave);
    if (rest > 0) add(slot, { lane: 'public', lines: [{ ticketType: 'adult-citizen', quantity: rest }] });
  }
  const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  const held = { lane: 'public', outcome: 'held', lines: [{ ticketType: 'adult-citizen', quantity: 2 }] } as const;
  for (const [startTime, minutes, outcome] of [
    ['12:00', 2, 'held'],
    ['15:00', 1, 'held'],
    ['13:00', 95, 'expired'],
  ] as const) {
    const slot = named('full-route', startTime);
    if (slot) add(slot, { ...held, lines: [...held.lines], outcome, createdAt: minutesAgo(minutes) });
  }
}

// Web orders come hours to ten days before the visit, desk sales minutes before; none of them in the future.
function bookedAt(slot: PlanSlot, isDesk: boolean, now: Date, chance: Chance): Date {
  const latest = Math.min(now.getTime() - 15 * 60_000, slot.startsAt.getTime() - (isDesk ? 4 : 45) * 60_000);
  return new Date(latest - (isDesk ? chance(8) : chance(10 * 24 * 60)) * 60_000);
}

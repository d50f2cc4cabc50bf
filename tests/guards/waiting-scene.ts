import { createHash } from 'node:crypto';
import { newId } from '#lib/platform/ids.ts';
import type { Scene } from './scene.ts';

export const [first, second] = ['00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000a2'];

/** A party of two that waits, of values as SQL writes them. */
export function entry(s: Scene, id: string = first, changes: Record<string, string> = {}): string {
  const values: Record<string, string> = {
    id: `'${id}'`,
    link_hash: `'\\x${createHash('sha256').update(newId()).digest('hex')}'`,
    request_key: `'${newId()}'`,
    product_id: `'${s.museum.productId}'`,
    people: '2',
    locale: "'az'",
    email: `'${id}@example.az'`,
    ...changes,
  };
  return `insert into waiting_entry (${Object.keys(values).join(', ')}) ${changes.rank ? 'overriding system value ' : ''}values (${Object.values(values).join(', ')})`;
}

/** It would come at the first time. */
export const wish = (s: Scene, id: string = first) =>
  `insert into waiting_wish (entry_id, visit_date, from_time, until_time) values ('${id}', '${s.museum.visitDate}', '10:30', '10:30')`;

/** Two places of a time offered to it. */
export const offer = (s: Scene, id: string = first, slot = 0) =>
  `select offer_places('${id}', '${s.museum.timeslots[slot]}', 2) as id`;

/** A party that waits, with an open offer. */
export const offered = (s: Scene) => [entry(s), wish(s), offer(s)];

/** An offer as no function makes it. */
export const offerByHand = (s: Scene, values: Record<string, string> = {}, id: string = first) => {
  const all: Record<string, string> = {
    entry_id: `'${id}'`,
    timeslot_id: `'${s.museum.timeslots[0]}'`,
    people: '2',
    expires_at: "now() + interval '1 day'",
    ...values,
  };
  return `insert into waiting_offer (${Object.keys(all).join(', ')}) values (${Object.values(all).join(', ')})`;
};

/** Taking the open offer, as an order of so many. */
export function take(s: Scene, people = 2): string {
  const request = {
    actorKind: 'visitor',
    actorId: null,
    orderId: newId(),
    code: 'TAKEN026',
    linkHash: createHash('sha256').update('taken').digest('hex'),
    requestKey: null,
    channel: 'web',
    lane: 'public',
    locale: 'az',
    currency: 'AZN',
    timeslotId: s.museum.timeslots[0],
    holdMinutes: 10,
    totalMinor: 500 * people,
    email: 'taker@example.az',
    lines: [{ ticketTypeId: s.museum.ticketTypes.adult, quantity: people, unitPriceMinor: 500, taxMinor: 0 }],
  };
  return `select verdict from take_offer('${JSON.stringify(request)}'::jsonb, (select id from waiting_offer limit 1))`;
}

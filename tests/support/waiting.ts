import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { newId, orderLinkToken } from '#lib/platform/ids.ts';
import { orderLinkSecret } from '#lib/platform/request.ts';
import type { JoinInput } from '#lib/waiting/input.ts';
import { joinWaiting } from '#lib/waiting/join-waiting.ts';
import { visitorCtx } from './contexts.ts';
import type { TestMuseum } from './museum.ts';

let count = 0;

/** What somebody types who waits for the museum's first time, with named differences. */
export function waitOf(museum: TestMuseum, product: string, changes: Partial<JoinInput> = {}): JoinInput {
  count += 1;
  return {
    product,
    people: 2,
    smallestPart: null,
    tourLanguages: null,
    wishes: [{ date: museum.visitDate, fromTime: '10:30', untilTime: '10:30' }],
    email: `waiting-${count}@example.az`,
    requestKey: newId(),
    ...changes,
  };
}

/** Puts a party on the list, and gives its id. */
export async function waiting(db: Db, input: JoinInput): Promise<string> {
  const joined = await joinWaiting(visitorCtx(db), input, orderLinkSecret());
  if (!joined.ok) throw new Error(JSON.stringify(joined));
  return joined.entryId;
}

export const waitingLink = (entryId: string) => orderLinkToken(orderLinkSecret(), entryId, 1);

/** How entries stand: state, people, offers with their places, what the claims of offers hold. */
export async function standing(
  owner: Db,
  entryId: string,
): Promise<{ state: string; people: number; offers: string[]; held: number }> {
  const { rows } = await owner.execute<{ state: string; people: number; offers: string[]; held: number }>(sql`
    select e.state, e.people,
           coalesce((select array_agg(o.state || ' ' || o.people order by o.offered_at, o.id) from waiting_offer o where o.entry_id = e.id), '{}') as offers,
           coalesce((select sum(c.quantity)::int from claim c join waiting_offer o on o.id = c.offer_id where o.entry_id = e.id and c.state = 'held'), 0) as held
      from waiting_entry e where e.id = ${entryId}`);
  if (!rows[0]) throw new Error('no entry');
  return rows[0];
}

/** The open offer of an entry. */
export async function openOffer(owner: Db, entryId: string): Promise<string> {
  const { rows } = await owner.execute<{ id: string }>(
    sql`select id from waiting_offer where entry_id = ${entryId} and state = 'open'`,
  );
  if (!rows[0]) throw new Error('no open offer');
  return rows[0].id;
}

/** Lets the time of an open offer be over, by the database's clock. */
export async function runOutOffer(owner: Db, offerId: string): Promise<void> {
  await owner.execute(sql`
    update waiting_offer set offered_at = now() - interval '2 days', expires_at = now() - interval '1 second' where id = ${offerId}`);
}

/** The mails to somebody who waits, by kind. */
export async function mailsOf(owner: Db, entryId: string): Promise<string[]> {
  const { rows } = await owner.execute<{ kind: string }>(sql`
    select m.kind from message m join waiting_entry e on e.email = m.recipient where e.id = ${entryId} and m.kind like 'waiting%' order by m.queued_at, m.id`);
  return rows.map(({ kind }) => kind);
}

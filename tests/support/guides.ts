import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { agreedVisit } from './agreed-visit.ts';
import { visitorCtx } from './contexts.ts';
import type { GroupMuseum } from './group-museum.ts';

/** Whoever holds a guide's link. */
export const guideCtx = (db: Db, guideId: string): Ctx => ({ ...visitorCtx(db), actor: { kind: 'guide', guideId } });

/** One tour of an agreed visit, as the tables say. */
export type AgreedTour = { timeslotId: string; guideId: string; subGroupId: string };

/** A class whose visit is agreed: its tours by time, each with the guide who was reserved. */
export async function agreedTours(
  db: Db,
  owner: Db,
  museum: GroupMuseum,
  party: Parameters<typeof agreedVisit>[2] = { pupils: 12, teachers: 1 },
): Promise<{ visitId: string; tours: AgreedTour[] }> {
  const visitId = await agreedVisit(db, museum, party);
  return { visitId, tours: await toursOf(owner, visitId) };
}

async function toursOf(owner: Db, visitId: string): Promise<AgreedTour[]> {
  const { rows } = await owner.execute<AgreedTour>(sql`
    select t.id as "timeslotId", t.guide_id as "guideId", g.id as "subGroupId" from group_visit v join sub_group g on g.plan_id = v.plan_id
      join timeslot t on t.id = g.timeslot_id where v.id = ${visitId} order by t.starts_at, g.no`);
  return rows;
}

/** What has been asked and answered about a time, oldest first: "1 declined". Guides by their number in the museum. */
export async function callsOf(owner: Db, museum: GroupMuseum, timeslotId: string): Promise<string[]> {
  const { rows } = await owner.execute<{ guideId: string; state: string }>(
    sql`select guide_id as "guideId", state from guide_call where timeslot_id = ${timeslotId} order by id`,
  );
  return rows.map(({ guideId, state }) => `${museum.guides.indexOf(guideId) + 1} ${state}`);
}

/** Who leads a time and its sub-group: both say the same. */
export async function leaderOf(owner: Db, timeslotId: string): Promise<string | null> {
  const { rows } = await owner.execute<{ slot: string | null; part: string | null }>(sql`
    select t.guide_id as slot, g.guide_id as part from timeslot t left join sub_group g on g.timeslot_id = t.id and g.is_live where t.id = ${timeslotId}`);
  const [row] = rows;
  if (row?.slot !== row?.part) throw new Error('time and sub-group say two things');
  return row?.slot ?? null;
}

/** The time to answer is over. */
export const runOutCalls = (owner: Db, timeslotId: string) =>
  owner.execute(sql`
    update guide_call set asked_at = now() - interval '2 days', answer_until = now() - interval '1 minute' where timeslot_id = ${timeslotId} and state = 'asked'`);

/** Mails to guides and of them, by what they are and to whom. */
export async function guideMails(owner: Db): Promise<string[]> {
  const { rows } = await owner.execute<{ kind: string; recipient: string }>(
    sql`select kind, recipient from message where kind like 'guide%' order by queued_at, id`,
  );
  return rows.map(({ kind, recipient }) => `${kind} ${recipient}`);
}

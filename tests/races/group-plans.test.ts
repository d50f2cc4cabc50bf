import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { holdTickets } from '#lib/booking/hold-tickets.ts';
import { acceptPlan } from '#lib/groups/accept-plan.ts';
import { answerWishes } from '#lib/groups/answer-wishes.ts';
import { bookAtOnce } from '#lib/groups/book-at-once.ts';
import { lapseGroupOffers } from '#lib/groups/end-group-offer.ts';
import { endVisit } from '#lib/groups/end-visit.ts';
import { matchGroupWaiting } from '#lib/groups/match-group-waiting.ts';
import { offerVisit } from '#lib/groups/offer-visit.ts';
import type { Plan } from '#lib/groups/plan-visit.ts';
import { findVisit } from '#lib/groups/visit-rows.ts';
import { waitListVisit } from '#lib/groups/wait-list-visit.ts';
import { required } from '#lib/platform/result.ts';
import { runInvariants } from '#lib/reports/invariants.ts';
import { staffCtx, systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildGroupMuseum, type GroupMuseum, submitted, teacherCtx } from '#tests/support/group-museum.ts';
import { useTestInstallation } from '#tests/support/held-order.ts';

let database: TestDatabase;
let museum: GroupMuseum;
const staff = () => staffCtx(database.db);
const job = () => systemCtx(database.db, 'work_groups');

beforeEach(async () => {
  useTestInstallation();
  // One guide and few starts: whoever is second finds nothing left.
  database = await createTestDatabase({ most: 16 });
  museum = await buildGroupMuseum(database.owner, { guides: 1, starts: 2 });
  return () => database.close();
});

const small = { pupils: 13, teachers: 1, isFlexible: false };
const request = (start = '10:00') =>
  submitted(database.db, museum, { ...small, wishes: [{ visitDate: museum.visitDate, startTime: start }] });
async function planOf(visitId: string): Promise<Plan> {
  const visit = required(await findVisit(database.db, visitId), 'the visit');
  const { found } = await answerWishes(database.db, visit, null, new Date());
  return required(found?.ok ? found.plans[0] : undefined, 'a plan');
}
const agreed = async () =>
  (
    await database.owner.execute<{ n: number }>(
      sql`select count(*)::int as n from group_visit where state in ('confirmed','rescheduled')`,
    )
  ).rows[0]?.n;
const sound = async () => {
  const broken = (await runInvariants(database.owner)).filter(({ violations }) => violations.length > 0);
  expect(broken).toEqual([]);
};
const off = (text: string) => database.owner.execute(sql.raw(text));
/** Without what keeps one guide to one tour at a time. */
const guidesUnguarded = async () => {
  await off('alter table timeslot disable trigger guard_guide');
  await off('alter table timeslot drop constraint if exists timeslot_guide_one_place');
};

describe('two managers agree two requests at the same moment', () => {
  const both = async (starts: [string, string]) => {
    const visits = [await request(starts[0]), await request(starts[1])];
    const plans = await Promise.all(visits.map(planOf));
    const answers = await Promise.all(
      visits.map((visitId, index) =>
        bookAtOnce(staff(), { visitId, plan: required(plans[index], 'a plan'), seen: 'submitted' }),
      ),
    );
    return answers.map((answer) => (answer.ok ? 'won' : answer.code)).sort();
  };

  it('with the last guide: exactly one wins, the other is told', async () => {
    expect(await both(['10:00', '10:15'])).toEqual(['guide_not_free', 'won']);
    expect(await agreed()).toBe(1);
    await sound();
  });

  it('control: with the guard of guides off, one guide leads both', async () => {
    await guidesUnguarded();
    expect(await both(['10:00', '10:15'])).toEqual(['won', 'won']);
  });

  it('for the same hour: exactly one wins, the other is told', async () => {
    const answers = await both(['10:00', '10:00']);
    expect(answers.filter((answer) => answer === 'won')).toHaveLength(1);
    expect(['no_room', 'time_taken']).toContain(answers.find((answer) => answer !== 'won'));
    await sound();
  });

  it('control: with rooms, the schools’ share and one time for one party unguarded, both win', async () => {
    await unguardPlaces();
    expect(await both(['10:00', '10:00'])).toEqual(['won', 'won']);
  });
});

/** Without what counts places, and what keeps a time to one party. */
async function unguardPlaces(): Promise<void> {
  await off('alter table pool drop constraint pool_room');
  await off('drop index sub_group_one_a_time');
  await guidesUnguarded();
}

describe('an offer', () => {
  const offered = async () => {
    const visitId = await request();
    await offerVisit(staff(), { visitId, plans: [await planOf(visitId)] });
    const { rows } = await database.owner.execute<{ planId: string; offerId: string }>(
      sql`select p.id as "planId", o.id as "offerId" from group_plan p join group_offer o on o.id = p.offer_id where p.visit_id = ${visitId}`,
    );
    return { visitId, ...required(rows[0], 'the offer') };
  };
  const runOut = (offerId: string) =>
    database.owner.execute(
      sql`update group_offer set offered_at = now() - interval '2 days', expires_at = now() - interval '1 second' where id = ${offerId}`,
    );
  const ends = async (offerId: string) => {
    const { rows } = await database.owner.execute<{ to: string }>(
      sql`select to_state as to from visit_event where object_id = ${offerId} and machine = 'group_offer' and to_state <> 'open'`,
    );
    return rows.map(({ to }) => to);
  };

  it('accepted ten times at once is one visit', async () => {
    const { visitId, planId } = await offered();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => acceptPlan(teacherCtx(database.db, visitId), { visitId, planId })),
    );
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(answers.filter((answer) => answer.ok && !answer.isRepeat)).toHaveLength(1);
    await sound();
  });

  it('that runs out while it is accepted has one end, and the places one owner', async () => {
    const { visitId, planId, offerId } = await offered();
    await runOut(offerId);
    const [answers] = await Promise.all([
      Promise.all(Array.from({ length: 4 }, () => acceptPlan(teacherCtx(database.db, visitId), { visitId, planId }))),
      Promise.all(Array.from({ length: 4 }, () => lapseGroupOffers(job()))),
    ]);
    expect(answers.every((answer) => !answer.ok && answer.code === 'offer_over')).toBe(true);
    expect(await ends(offerId)).toEqual(['lapsed']);
    expect((await findVisit(database.db, visitId))?.state).toBe('expired');
    await sound();
  });

  it('control: where time is not looked at, it is accepted after its end', async () => {
    await replaceFunction('accept_plan(uuid,jsonb)', 'or o.expires_at <= now()', '');
    const { visitId, planId, offerId } = await offered();
    await runOut(offerId);
    expect(await acceptPlan(teacherCtx(database.db, visitId), { visitId, planId })).toMatchObject({ ok: true });
  });

  async function replaceFunction(signature: string, find: string, put: string): Promise<void> {
    const { rows } = await database.owner.execute<{ text: string }>(
      sql`select pg_get_functiondef(${signature}::regprocedure) as text`,
    );
    const text = required(rows[0]?.text, signature);
    expect(text).toContain(find);
    await off(text.replace(find, put));
  }
});

describe('a class and individuals want the last places of a room', () => {
  // The cells take sixteen: a class of fourteen with its guide, or individuals.
  const crowd = async (isInTurn = false) => {
    const visitId = await request();
    const plan = await planOf(visitId);
    const buy = () =>
      holdTickets(
        visitorCtx(database.db),
        {
          timeslotId: museum.publicSlots['10:00'] ?? '',
          lines: [{ ticketTypeId: museum.ticketTypes.adult, quantity: 2 }],
          channel: 'web',
          lane: 'public',
        },
        'secret',
      );
    const buyers = () => Promise.all(Array.from({ length: 6 }, buy));
    // In turn, the class comes with a plan that was true when it was made.
    const early = isInTurn ? await buyers() : null;
    const [booked, bought] = await Promise.all([bookAtOnce(staff(), { visitId, plan }), early ?? buyers()]);
    const { rows } = await database.owner.execute<{ over: number }>(
      sql`select count(*)::int as over from pool where kind = 'space' and held + sold > capacity + overbook`,
    );
    return { booked, sold: bought.filter(({ ok }) => ok).length, over: rows[0]?.over };
  };

  it('nobody stands in it who has no place: the class, or those who came before it', async () => {
    const { booked, sold, over } = await crowd();
    expect(over).toBe(0);
    // One more place than the class and its guide need is too few for two.
    expect(booked.ok ? sold : 0).toBe(0);
    expect(booked.ok || booked.code === 'no_room').toBe(true);
    await sound();
  });

  it('control: uncounted, all of them come in', async () => {
    await off('alter table pool drop constraint pool_room');
    const { booked, over } = await crowd(true);
    expect(booked.ok).toBe(true);
    expect(over).toBeGreaterThan(0);
  });
});

describe('places that came free for those who wait', () => {
  const waiting = async () => {
    const holder = await request();
    await bookAtOnce(staff(), { visitId: holder, plan: await planOf(holder) });
    const visits = [await request(), await request(), await request()];
    for (const visitId of visits) await waitListVisit(staff(), { visitId });
    await endVisit(staff(), { visitId: holder, as: 'cancelled_by_museum', reason: 'technical' });
    return visits;
  };
  const statesOf = (visits: string[]) =>
    Promise.all(visits.map(async (visitId) => (await findVisit(database.db, visitId))?.state));
  const openOffers = async () =>
    (await database.owner.execute<{ n: number }>(sql`select count(*)::int as n from group_offer where state = 'open'`))
      .rows[0]?.n;

  it('are offered once, to the first by rank, by six workers', async () => {
    const visits = await waiting();
    const runs = await Promise.all(Array.from({ length: 6 }, () => matchGroupWaiting(job())));
    expect(runs.reduce((sum, { offered }) => sum + offered, 0)).toBe(1);
    expect(await statesOf(visits)).toEqual(['offered', 'waitlisted', 'waitlisted']);
    expect(await openOffers()).toBe(1);
    await sound();
  });

  it('control: with nothing counted, the same places are offered to all of them', async () => {
    const visits = await waiting();
    const plan = await planOf(visits[0] ?? '');
    await unguardPlaces();
    // Somebody’s hasty list: looks once what is free, then offers it to everybody.
    await Promise.all(visits.map((visitId) => offerVisit(job(), { visitId, plans: [plan] })));
    expect(await openOffers()).toBe(3);
  });
});

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cancelTimeslot } from '#lib/booking/cancel-timeslot.ts';
import { composeMessage } from '#lib/booking/compose-message.ts';
import { giveBackHold } from '#lib/booking/give-back-hold.ts';
import { holdVisit } from '#lib/booking/hold-visit.ts';
import { saveDetails } from '#lib/booking/save-details.ts';
import { sweepHolds } from '#lib/booking/sweep-holds.ts';
import { takeOffer } from '#lib/booking/take-offer.ts';
import { findAvailabilityVersion } from '#lib/capacity/availability-version.ts';
import { listAvailability } from '#lib/capacity/queries.ts';
import type { QueuedMessage } from '#lib/notifications/send-message.ts';
import { newId } from '#lib/platform/ids.ts';
import { locales } from '#lib/platform/locales.ts';
import { orderLinkSecret } from '#lib/platform/request.ts';
import { addDays } from '#lib/platform/time.ts';
import { constraintOf } from '#lib/platform/transaction.ts';
import { runInvariants } from '#lib/reports/invariants.ts';
import { changeWaiting } from '#lib/waiting/change-waiting.ts';
import { declineOffer } from '#lib/waiting/decline-offer.ts';
import { endOffers } from '#lib/waiting/end-offers.ts';
import { endWaiting } from '#lib/waiting/end-waiting.ts';
import { joinWaiting } from '#lib/waiting/join-waiting.ts';
import { leaveWaiting, removeWaiting } from '#lib/waiting/leave-waiting.ts';
import { listWaiting } from '#lib/waiting/list-waiting.ts';
import { matchWaiting } from '#lib/waiting/match-waiting.ts';
import { findWaiting, findWaitingByLink, listWaitableDays } from '#lib/waiting/waiting-view.ts';
import { staffCtx, systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { mailsOf, openOffer, runOutOffer, standing, waiting, waitingLink, waitOf } from '#tests/support/waiting.ts';

let database: TestDatabase;
let museum: TestMuseum;
let product: string;
let count = 0;

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  count += 1;
  product = `route-${count}`;
  museum = await buildMuseum(database.owner, {
    code: product,
    daysAhead: 5 + count,
    lanes: { public: 6 },
    peopleAtOnce: 20,
  });
});

const ctx = () => visitorCtx(database.db);
const job = () => systemCtx(database.db, 'work_waiting');
const slot = (index = 0) => museum.timeslots[index] ?? '';
const wait = (changes: Parameters<typeof waitOf>[2] = {}) => waiting(database.db, waitOf(museum, product, changes));
const join = (changes: Parameters<typeof waitOf>[2] = {}) =>
  joinWaiting(ctx(), waitOf(museum, product, changes), orderLinkSecret());
const stands = (entryId: string) => standing(database.owner, entryId);
async function hold(people: number, index = 0): Promise<string> {
  const held = await holdVisit(ctx(), { timeslotId: slot(index), people, requestKey: newId() }, orderLinkSecret());
  if (!held.ok) throw new Error(JSON.stringify(held));
  return held.orderId;
}
const giveBack = (orderId: string) => giveBackHold(ctx(), { orderId });
const match = () => matchWaiting(job());
const take = (entryId: string, offerId: string) => takeOffer(ctx(), { entryId, offerId }, orderLinkSecret());
async function sound(): Promise<void> {
  const findings = await runInvariants(database.owner);
  expect(findings.filter(({ violations }) => violations.length)).toEqual([]);
}

describe('the list', () => {
  it('takes a party whose times are full, once for the same form, and tells it so', async () => {
    await hold(6);
    const input = waitOf(museum, product);
    const joined = await joinWaiting(ctx(), input, orderLinkSecret());
    expect(await joinWaiting(ctx(), input, orderLinkSecret())).toMatchObject({ ok: true, isRepeat: true });
    if (!joined.ok) throw new Error(joined.code);
    expect(joined.linkToken).toBe(waitingLink(joined.entryId));
    expect(await mailsOf(database.owner, joined.entryId)).toEqual(['waiting_joined']);
    const view = await findWaitingByLink(database.db, joined.linkToken);
    expect(view).toMatchObject({ state: 'waiting', people: 2, before: 0, product: { code: product }, offer: null });
    expect(await findWaitingByLink(database.db, waitingLink(newId()))).toBeNull();
  });

  it('lets nobody wait for what there is, nor for what there is not', async () => {
    expect(await join()).toMatchObject({ ok: false, code: 'places_free', startTime: '10:30', places: 6 });
    await hold(4);
    expect(await join({ people: 2 })).toMatchObject({ code: 'places_free', places: 2 });
    expect(await join({ people: 5, smallestPart: 2 })).toMatchObject({ code: 'places_free', places: 2 });
    expect(await join({ people: 3 })).toMatchObject({ ok: true });
    const date = addDays(museum.visitDate, 40);
    expect(await join({ people: 3, wishes: [{ date, fromTime: '10:30', untilTime: '10:30' }] })).toMatchObject({
      code: 'no_such_time',
      date,
    });
    expect(await join({ product: 'no-such-route' })).toMatchObject({ code: 'unknown_product' });
    expect(await join({ people: 7 })).toMatchObject({ code: 'party_too_large', limit: 6 });
    const days = [1, 2, 3, 4].map((day) => ({
      date: addDays(museum.visitDate, day),
      fromTime: '10:30',
      untilTime: '10:30',
    }));
    expect(await join({ wishes: days })).toMatchObject({ code: 'too_many_days', limit: 3 });
  });

  it.each([
    [{ people: 0 }, 'people_missing'],
    [{ people: 5, smallestPart: 3 }, 'part_too_large'],
    [{ wishes: [] }, 'date_missing'],
    [{ wishes: [{ date: '2026-02-30', fromTime: '10:30', untilTime: '11:30' }] }, 'date_missing'],
    [{ wishes: [{ date: '2026-12-01', fromTime: '25:00', untilTime: '11:30' }] }, 'time_missing'],
    [{ wishes: [{ date: '2026-12-01', fromTime: '11:30', untilTime: '10:30' }] }, 'time_order'],
    [{ email: '' }, 'email_missing'],
    [{ email: 'nobody' }, 'email_malformed'],
  ])('says what is wrong with %j', async (changes, code) => {
    expect(await join(changes)).toEqual({ ok: false, code });
  });

  it('has one address once for a time, however it is written, and so often at all', async () => {
    await hold(6);
    await hold(6, 1);
    const email = `Same-${count}@example.az`;
    await wait({ email });
    expect(await join({ email: email.toUpperCase() })).toEqual({ ok: false, code: 'already_waiting' });
    expect(await join({ email, wishes: [{ date: museum.visitDate, fromTime: '08:00', untilTime: '18:00' }] })).toEqual({
      ok: false,
      code: 'already_waiting',
    });
    const second = { date: museum.visitDate, fromTime: '11:30', untilTime: '11:30' };
    const other = await wait({ email, wishes: [second] });
    const third = await buildMuseum(database.owner, {
      code: `${product}-b`,
      daysAhead: 5 + count,
      lanes: { public: 0 },
    });
    const elsewhere = waitOf(third, `${product}-b`, { email });
    await waiting(database.db, elsewhere);
    const fourth = await buildMuseum(database.owner, {
      code: `${product}-c`,
      daysAhead: 5 + count,
      lanes: { public: 0 },
    });
    expect(await joinWaiting(ctx(), waitOf(fourth, `${product}-c`, { email }), orderLinkSecret())).toEqual({
      ok: false,
      code: 'too_many_entries',
    });
    // Whoever leaves may come again.
    await leaveWaiting(ctx(), { entryId: other });
    await waiting(database.db, waitOf(fourth, `${product}-c`, { email }));
  });

  it('offers the days and starts that are to come', async () => {
    expect(await listWaitableDays(database.db, product)).toEqual([
      { date: museum.visitDate, times: ['10:30', '11:30'], languages: [] },
    ]);
  });
});

describe('an offer', () => {
  it('goes to the first whom what came free fits; whoever is passed over sees why and keeps the rank', async () => {
    const [first, rest] = [await hold(2), await hold(4)];
    const large = await wait({ people: 5 });
    const small = await wait({ people: 2 });
    const later = await wait({ people: 2 });
    await giveBack(first);
    expect(await match()).toEqual({ offered: 1 });
    expect(await stands(small)).toEqual({ state: 'offered', people: 2, offers: ['open 2'], held: 2 });
    expect(await stands(large)).toMatchObject({ state: 'waiting', offers: [] });
    expect((await findWaiting(database.db, large))?.passedOver).toMatchObject([
      { why: 'party_larger', places: 2, startTime: '10:30' },
    ]);
    expect((await findWaiting(database.db, later))?.passedOver).toMatchObject([{ why: 'others_first' }]);
    // They are nobody else's, and a second look offers nothing again.
    const bought = await holdVisit(ctx(), { timeslotId: slot(), people: 1, requestKey: newId() }, orderLinkSecret());
    expect(bought).toMatchObject({ ok: false, code: 'full', room: 0 });
    expect(await match()).toEqual({ offered: 0 });
    expect(await mailsOf(database.owner, small)).toEqual(['waiting_joined', 'waiting_offer']);
    await declineOffer(ctx(), { entryId: small, offerId: await openOffer(database.owner, small) });
    await giveBack(rest);
    expect(await match()).toEqual({ offered: 1 });
    expect(await stands(large)).toMatchObject({ state: 'offered', held: 5 });
    await sound();
  });

  it('is taken as an order that holds the very places, once, with the address that was given', async () => {
    const held = await hold(6);
    const entry = await wait({ people: 3, email: `taker-${count}@example.az` });
    await giveBack(held);
    await match();
    const offer = await openOffer(database.owner, entry);
    const [one, two] = await Promise.all([take(entry, offer), take(entry, offer)]);
    expect(one).toMatchObject({ ok: true });
    expect(two).toMatchObject({ ok: true });
    if (!one.ok || !two.ok) throw new Error('refused');
    expect(one.orderId).toBe(two.orderId);
    expect([one.isRepeat, two.isRepeat].sort()).toEqual([false, true]);
    expect(await stands(entry)).toEqual({ state: 'taken', people: 3, offers: ['taken 3'], held: 0 });
    const { rows } = await database.owner.execute(sql`
      select o.state, o.email, c.quantity, c.state as claim from orders o join claim c on c.order_id = o.id where o.id = ${one.orderId}`);
    expect(rows).toEqual([{ state: 'held', email: `taker-${count}@example.az`, quantity: 3, claim: 'held' }]);
    expect(
      await saveDetails(ctx(), {
        orderId: one.orderId,
        email: `taker-${count}@example.az`,
        contactName: '',
        phone: '',
        accessNeeds: '',
        hasAcknowledgedAdvisory: true,
        hasAcceptedTerms: true,
      }),
    ).toMatchObject({ ok: true });
    expect(await declineOffer(ctx(), { entryId: entry, offerId: offer })).toEqual({ ok: false, code: 'offer_over' });
    expect(await leaveWaiting(ctx(), { entryId: entry })).toEqual({ ok: false, code: 'no_longer_waiting' });
    await sound();
  });

  it('for a part leaves the rest waiting with its rank', async () => {
    const [some, rest] = [await hold(2), await hold(4)];
    const entry = await wait({ people: 5, smallestPart: 2 });
    const before = await database.owner.execute(sql`select rank from waiting_entry where id = ${entry}`);
    await giveBack(some);
    await match();
    expect(await stands(entry)).toMatchObject({ state: 'offered', offers: ['open 2'], held: 2 });
    expect(await take(entry, await openOffer(database.owner, entry))).toMatchObject({ ok: true });
    expect(await stands(entry)).toEqual({ state: 'waiting', people: 3, offers: ['taken 2'], held: 0 });
    await giveBack(rest);
    await match();
    expect(await stands(entry)).toMatchObject({ state: 'offered', offers: ['taken 2', 'open 3'] });
    expect((await database.owner.execute(sql`select rank from waiting_entry where id = ${entry}`)).rows).toEqual(
      before.rows,
    );
    await sound();
  });

  it('that runs out gives its places back once, to the next; the party is told, and not asked again at once', async () => {
    const held = await hold(6);
    const [first, second] = [await wait({ people: 6 }), await wait({ people: 6 })];
    await giveBack(held);
    await match();
    const offer = await openOffer(database.owner, first);
    expect(await endOffers(job())).toEqual({ lapsed: 0, withdrawn: 0 });
    await runOutOffer(database.owner, offer);
    expect(await take(first, offer)).toEqual({ ok: false, code: 'offer_over' });
    const both = await Promise.all([endOffers(job()), endOffers(job())]);
    expect(both.reduce((sum, { lapsed }) => sum + lapsed, 0)).toBe(1);
    expect(await stands(first)).toEqual({ state: 'waiting', people: 6, offers: ['lapsed 6'], held: 0 });
    await match();
    expect(await stands(second)).toMatchObject({ state: 'offered', held: 6 });
    expect(await mailsOf(database.owner, first)).toEqual(['waiting_joined', 'waiting_offer', 'waiting_lapsed']);
    await declineOffer(ctx(), { entryId: second, offerId: await openOffer(database.owner, second) });
    expect(await match()).toEqual({ offered: 0 });
    expect((await findWaiting(database.db, first))?.passedOver).toMatchObject([{ why: 'rested' }]);
    expect((await findWaiting(database.db, second))?.passedOver).toMatchObject([{ why: 'declined' }]);
    // A day later it is asked again; after the second time no more.
    const rest = () =>
      database.owner.execute(sql`
      update waiting_offer set offered_at = now() - interval '5 days', expires_at = now() - interval '4 days', ended_at = now() - interval '2 days'
       where entry_id = ${first} and state = 'lapsed'`);
    await rest();
    expect(await match()).toEqual({ offered: 1 });
    await runOutOffer(database.owner, await openOffer(database.owner, first));
    await endOffers(job());
    await rest();
    expect(await match()).toEqual({ offered: 0 });
    await sound();
  });

  it('stands for a day, two hours where the visit is close, and never past what could be bought', async () => {
    const held = await hold(6);
    const entry = await wait({ people: 2 });
    await giveBack(held);
    await match();
    const left = async () =>
      (
        await database.owner.execute<{ minutes: number }>(sql`
          select round(extract(epoch from expires_at - now()) / 60)::int as minutes from waiting_offer where entry_id = ${entry} and state = 'open'`)
      ).rows[0]?.minutes;
    expect(await left()).toBe(24 * 60);
    const again = async (interval: string) => {
      await runOutOffer(database.owner, await openOffer(database.owner, entry));
      await endOffers(job());
      await database.owner.execute(sql`
        update waiting_offer set ended_at = now() - interval '3 days' where entry_id = ${entry} and state = 'lapsed'`);
      await database.owner.execute(
        sql`insert into setting (key, valid_from, value) values ('waiting_lapses_most', '2000-01-01', '9') on conflict do nothing`,
      );
      await database.owner.execute(sql`
        update timeslot set starts_at = now() + ${interval}::interval, ends_at = now() + ${interval}::interval + interval '1 hour' where id = ${slot()}`);
      await match();
    };
    await again('40 hours');
    expect(await left()).toBe(120);
    await again('50 minutes');
    expect(await left()).toBe(50);
    await again('20 minutes');
    expect(await left()).toBeUndefined();
    await database.owner.execute(sql`delete from setting where key = 'waiting_lapses_most'`);
  });

  it('goes with its time when that is cancelled, and such a time is not offered', async () => {
    const held = await hold(6);
    const both = [{ date: museum.visitDate, fromTime: '10:30', untilTime: '11:30' }];
    await hold(6, 1);
    const entry = await wait({ people: 2, wishes: both });
    const only = await wait({ people: 2 });
    await giveBack(held);
    await match();
    const offer = await openOffer(database.owner, entry);
    const cancelled = await cancelTimeslot(staffCtx(database.db), {
      timeslotId: slot(),
      reason: 'technical',
      note: 'No light',
      delayHours: 24,
    });
    expect(cancelled).toMatchObject({ ok: true });
    expect(await take(entry, offer)).toMatchObject({ ok: false, code: 'not_on_sale' });
    expect(await stands(entry)).toMatchObject({ state: 'offered', held: 2 });
    expect(await endOffers(job())).toEqual({ lapsed: 0, withdrawn: 2 });
    expect(await stands(entry)).toEqual({ state: 'waiting', people: 2, offers: ['withdrawn 2'], held: 0 });
    expect(await match()).toEqual({ offered: 0 });
    // Whoever waited for that time alone waits for nothing.
    expect(await endWaiting(job())).toEqual({ ended: 1, forgotten: 0 });
    expect(await stands(only)).toMatchObject({ state: 'ended' });
    expect(await mailsOf(database.owner, only)).toContain('waiting_ended');
    expect(await endWaiting(job())).toEqual({ ended: 0, forgotten: 0 });
    await sound();
  });

  it('cannot lose its room: less is refused while it stands, and what is too little is not offered', async () => {
    const held = await hold(6);
    const entry = await wait({ people: 4 });
    await giveBack(held);
    await match();
    const lower = (places: number) =>
      database.owner.execute(
        sql`update pool set capacity = ${places}, promised = ${places} where timeslot_id = ${slot()} and lane = 'public'`,
      );
    expect(constraintOf(await lower(3).catch((error: unknown) => error))).toBe('pool_room');
    await declineOffer(ctx(), { entryId: entry, offerId: await openOffer(database.owner, entry) });
    await lower(3);
    const next = await wait({ people: 4 });
    expect(await match()).toEqual({ offered: 0 });
    expect((await findWaiting(database.db, next))?.passedOver).toMatchObject([{ why: 'party_larger', places: 3 }]);
  });

  it('is not made in a language of the tour that was not asked for', async () => {
    await database.owner.execute(sql`update timeslot set language = 'ru' where id = ${slot()}`);
    await hold(6, 1);
    const held = await hold(6);
    const wishes = [{ date: museum.visitDate, fromTime: '10:30', untilTime: '11:30' }];
    const english = await wait({ people: 2, tourLanguages: ['en'], wishes });
    const any = await wait({ people: 2, wishes });
    await giveBack(held);
    expect(await match()).toEqual({ offered: 1 });
    expect((await stands(english)).state).toBe('waiting');
    expect((await stands(any)).state).toBe('offered');
  });
});

describe('what comes on sale later', () => {
  /** Of the public's places of a time so many come with a wave in an hour. */
  async function keepBack(places: number, index = 0): Promise<void> {
    await database.owner.execute(sql`
      with p as (update pool set capacity = capacity - ${places}, withheld = ${places}, opens_at = now() + interval '1 hour'
                  where timeslot_id = ${slot(index)} and lane = 'public' returning id, opens_at)
      insert into pool_release (pool_id, opens_at, places) select id, opens_at, ${places}::integer from p`);
  }
  /** The moment of whatever is to come was so many seconds ago. */
  const comes = (secondsAgo: number, index = 0) =>
    database.owner.execute(sql`
      with p as (update pool set opens_at = now() - make_interval(secs => ${secondsAgo})
                  where timeslot_id = ${slot(index)} and opens_at is not null returning id, opens_at)
      update pool_release r set opens_at = p.opens_at from p where r.pool_id = p.id and r.opened_at is null`);
  const buy = (people: number, index = 0) =>
    holdVisit(ctx(), { timeslotId: slot(index), people, requestKey: newId() }, orderLinkSecret());
  const freeOnThePage = async () =>
    (
      await listAvailability(database.db, {
        productId: museum.productId,
        fromDate: museum.visitDate,
        untilDate: museum.visitDate,
        lane: 'public',
      })
    ).find(({ timeslotId }) => timeslotId === slot())?.free;

  it('goes first to those who wait, then to everybody; who has waited too long for an answer is not waited for', async () => {
    await keepBack(3);
    await hold(3);
    const entry = await wait({ people: 2 });
    await comes(1);
    // No way to buy and no sweeper gives it away before the list was asked, and no page promises it.
    expect(await buy(1)).toMatchObject({ ok: false, code: 'full', room: 0 });
    await sweepHolds(systemCtx(database.db, 'sweep'));
    expect(await freeOnThePage()).toBe(0);
    const before = await findAvailabilityVersion(database.db, { date: museum.visitDate });
    expect(await match()).toEqual({ offered: 1 });
    expect(await stands(entry)).toMatchObject({ state: 'offered', held: 2 });
    expect(await findAvailabilityVersion(database.db, { date: museum.visitDate })).not.toBe(before);
    expect(await freeOnThePage()).toBe(1);
    expect(await buy(1)).toMatchObject({ ok: true });
    await sound();
  });

  it('is on sale at once where nobody waits whom it could be offered to, and after a minute in any case', async () => {
    await keepBack(3);
    await hold(3);
    const elsewhere = await wait({
      people: 2,
      wishes: [{ date: museum.visitDate, fromTime: '10:30', untilTime: '10:30' }],
    });
    await comes(61);
    expect(await buy(1)).toMatchObject({ ok: true });
    await leaveWaiting(ctx(), { entryId: elsewhere });
    await keepBack(1);
    await hold(1);
    await comes(1);
    expect(await buy(1)).toMatchObject({ ok: true });
    await sound();
  });

  it('is everybody’s with its first wave: the list is no way around the moment', async () => {
    await keepBack(6);
    expect(await join({ people: 2 })).toEqual({ ok: false, code: 'not_open_yet', date: museum.visitDate });
    await hold(6, 1);
    const wishes = [{ date: museum.visitDate, fromTime: '10:30', untilTime: '11:30' }];
    const both = await wait({ people: 2, wishes });
    await comes(1);
    expect(await buy(4)).toMatchObject({ ok: true });
    expect(await match()).toEqual({ offered: 1 });
    expect(await stands(both)).toMatchObject({ state: 'offered', held: 2 });
    await sound();
  });

  it('comes to the list from a lane that opens, too', async () => {
    product = `${product}-lanes`;
    museum = await buildMuseum(database.owner, {
      code: product,
      daysAhead: 5 + count,
      lanes: { public: 2, schools: 4 },
      peopleAtOnce: 20,
    });
    await hold(2);
    const entry = await wait({ people: 3 });
    await database.owner.execute(sql`
      update pool set opens_at = now() - interval '1 second' where timeslot_id = ${slot()} and lane = 'schools'`);
    expect(await buy(1)).toMatchObject({ ok: false, code: 'full' });
    expect(await match()).toEqual({ offered: 1 });
    expect(await stands(entry)).toMatchObject({ state: 'offered', held: 3 });
    expect(await buy(1)).toMatchObject({ ok: true });
    await sound();
  });
});

describe('a party on the list', () => {
  it('keeps its rank when it asks for less, and goes to the end when it asks for more', async () => {
    await hold(6);
    await hold(6, 1);
    const wide = [{ date: museum.visitDate, fromTime: '10:30', untilTime: '11:30' }];
    const narrow = [{ date: museum.visitDate, fromTime: '11:30', untilTime: '11:30' }];
    const entryId = await wait({ people: 4, wishes: wide });
    const other = await wait({ people: 4, wishes: wide });
    const want = { people: 3, smallestPart: null, tourLanguages: null, wishes: narrow };
    expect(await changeWaiting(ctx(), { entryId, ...want })).toEqual({ ok: true, keepsRank: true });
    expect((await findWaiting(database.db, other))?.before).toBe(1);
    expect(await changeWaiting(ctx(), { entryId, ...want, people: 4 })).toEqual({ ok: true, keepsRank: false });
    expect((await findWaiting(database.db, other))?.before).toBe(0);
    expect((await findWaiting(database.db, entryId))?.before).toBe(1);
    expect(await changeWaiting(ctx(), { entryId: newId(), ...want })).toEqual({ ok: false, code: 'unknown_entry' });
    expect(await changeWaiting(ctx(), { entryId, ...want, people: 0 })).toEqual({ ok: false, code: 'people_missing' });
    // No one may write a rank.
    await expect(database.db.execute(sql`update waiting_entry set rank = 0 where id = ${entryId}`)).rejects.toThrow();
  });

  it('leaves by itself, with what was offered to it', async () => {
    const held = await hold(6);
    const [first, second] = [await wait({ people: 6 }), await wait({ people: 6 })];
    await giveBack(held);
    await match();
    const want = { people: 2, smallestPart: null, tourLanguages: null };
    const wishes = [{ date: museum.visitDate, fromTime: '10:30', untilTime: '10:30' }];
    expect(await changeWaiting(ctx(), { entryId: first, ...want, wishes })).toEqual({ ok: false, code: 'has_offer' });
    expect(await leaveWaiting(ctx(), { entryId: first })).toEqual({ ok: true });
    expect(await leaveWaiting(ctx(), { entryId: first })).toEqual({ ok: true });
    expect(await stands(first)).toEqual({ state: 'left', people: 6, offers: ['withdrawn 6'], held: 0 });
    await match();
    expect((await stands(second)).state).toBe('offered');
    const offerId = await openOffer(database.owner, second);
    // Another's link opens nothing of it.
    expect(await take(first, offerId)).toEqual({ ok: false, code: 'unknown_offer' });
    expect(await declineOffer(ctx(), { entryId: first, offerId })).toEqual({ ok: false, code: 'unknown_offer' });
    await sound();
  });

  it('is removed by a manager with a reason, which the audit log keeps', async () => {
    await hold(6);
    const entryId = await wait();
    const manager = staffCtx(database.db, { permissions: ['waiting.change', 'orders.see'] });
    const desk = staffCtx(database.db, { permissions: ['orders.see'] });
    expect(await removeWaiting(desk, { entryId, reason: 'Asked by phone' })).toEqual({ ok: false, code: 'forbidden' });
    expect(await removeWaiting(manager, { entryId, reason: ' x ' })).toEqual({ ok: false, code: 'reason_missing' });
    const listed = await listWaiting(desk, { date: museum.visitDate });
    expect(listed).toMatchObject({ ok: true, total: 1, rows: [{ id: entryId, place: 1, people: 2 }] });
    expect(await listWaiting(staffCtx(database.db, { permissions: [] }), {})).toEqual({ ok: false, code: 'forbidden' });
    expect(await removeWaiting(manager, { entryId, reason: 'Asked by phone' })).toEqual({ ok: true });
    expect(await stands(entryId)).toMatchObject({ state: 'removed' });
    const { rows } = await database.owner.execute(
      sql`select action, after from audit_log where object_id = ${entryId}`,
    );
    expect(rows).toEqual([{ action: 'waiting_removed', after: { reason: 'Asked by phone' } }]);
  });

  it('ends when its last time has begun, and its address is forgotten after the days that the museum keeps it', async () => {
    await hold(6);
    const entryId = await wait();
    await database.owner.execute(sql`update timeslot set starts_at = now() - interval '1 minute' where id = ${slot()}`);
    expect((await endWaiting(job())).ended).toBe(1);
    expect(await stands(entryId)).toMatchObject({ state: 'ended' });
    await database.owner.execute(
      sql`update waiting_entry set ended_at = now() - interval '31 days' where id = ${entryId}`,
    );
    expect((await endWaiting(job())).forgotten).toBeGreaterThan(0);
    const { rows } = await database.owner.execute(
      sql`select email, email_key from waiting_entry where id = ${entryId}`,
    );
    expect(rows).toEqual([{ email: null, email_key: null }]);
  });
});

it('writes its mails in three languages, with the link to the page, and none that looks like a ticket', async () => {
  const held = await hold(6);
  const entry = await wait({ people: 6 });
  await giveBack(held);
  await match();
  const offer = await openOffer(database.owner, entry);
  const compose = (kind: QueuedMessage['kind'], id: string, locale: (typeof locales)[number]) =>
    composeMessage(job(), {
      id: newId(),
      kind,
      orderId: null,
      locale,
      recipient: 'a@example.az',
      dedupeKey: `${kind}:${id}`,
    });
  for (const locale of locales) {
    for (const [kind, id] of [
      ['waiting_joined', entry],
      ['waiting_offer', offer],
      ['waiting_lapsed', offer],
      ['waiting_ended', entry],
    ] as const) {
      const mail = await compose(kind, id, locale);
      expect(mail).toMatchObject({ lang: locale, attachments: [] });
      expect(mail?.text).toContain(kind === 'waiting_ended' ? `/visit/${product}` : waitingLink(entry));
      expect(mail?.text).not.toMatch(/\{|undefined/);
    }
  }
});

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { giveBackHold } from '#lib/booking/give-back-hold.ts';
import { holdVisit } from '#lib/booking/hold-visit.ts';
import { takeOffer } from '#lib/booking/take-offer.ts';
import { armCrashPoint, type CrashPoint } from '#lib/platform/crash-point.ts';
import { newId } from '#lib/platform/ids.ts';
import { orderLinkSecret } from '#lib/platform/request.ts';
import { runInvariants } from '#lib/reports/invariants.ts';
import { declineOffer } from '#lib/waiting/decline-offer.ts';
import { endOffers } from '#lib/waiting/end-offers.ts';
import { joinWaiting } from '#lib/waiting/join-waiting.ts';
import { leaveWaiting } from '#lib/waiting/leave-waiting.ts';
import { matchWaiting } from '#lib/waiting/match-waiting.ts';
import { systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { mailsOf, openOffer, runOutOffer, standing, waiting, waitOf } from '#tests/support/waiting.ts';

let database: TestDatabase;
let museum: TestMuseum;
let product: string;
let count = 0;

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase({ most: 24 });
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
const slot = () => museum.timeslots[0] ?? '';
const times = <T>(length: number, work: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length }, work));
const hold = (people: number) =>
  holdVisit(ctx(), { timeslotId: slot(), people, requestKey: newId() }, orderLinkSecret());
async function full(): Promise<string> {
  const held = await hold(6);
  if (!held.ok) throw new Error(held.code);
  return held.orderId;
}
const taken = (entryId: string, offerId: string) => takeOffer(ctx(), { entryId, offerId }, orderLinkSecret());
async function sound(): Promise<void> {
  const findings = await runInvariants(database.owner);
  expect(findings.filter(({ violations }) => violations.length)).toEqual([]);
}
const allOffers = async () =>
  (
    await database.owner.execute<{ open: number; places: number }>(sql`
      select count(*)::int as open, coalesce(sum(people), 0)::int as places from waiting_offer where timeslot_id = ${slot()} and state = 'open'`)
  ).rows[0];

it('twenty takers of one offer make one order', async () => {
  const held = await full();
  const entry = await waiting(database.db, waitOf(museum, product, { people: 6 }));
  await giveBackHold(ctx(), { orderId: held });
  await matchWaiting(job());
  const offer = await openOffer(database.owner, entry);
  const answers = await times(20, () => taken(entry, offer));
  expect(new Set(answers.map((answer) => answer.ok && answer.orderId)).size).toBe(1);
  expect(answers.filter((answer) => answer.ok && !answer.isRepeat)).toHaveLength(1);
  await sound();
});

it('places offered are offered once, by eight workers and against twenty buyers, and by rank', async () => {
  const held = await full();
  const entries = [];
  for (let index = 0; index < 5; index += 1) {
    entries.push(await waiting(database.db, waitOf(museum, product, { people: 2 })));
  }
  await giveBackHold(ctx(), { orderId: held });
  const [, bought] = await Promise.all([times(8, () => matchWaiting(job())), times(20, () => hold(1))]);
  await matchWaiting(job());
  const sold = bought.filter(({ ok }) => ok).length;
  const offers = await allOffers();
  expect(sold + (offers?.places ?? 0)).toBeGreaterThanOrEqual(5);
  expect(sold + (offers?.places ?? 0)).toBeLessThanOrEqual(6);
  const states = await Promise.all(entries.map(async (entry) => (await standing(database.owner, entry)).state));
  expect(states).toEqual(states.toSorted());
  await sound();
});

it.each(['take', 'leave', 'decline'] as const)(
  'an offer that runs out while somebody would %s it has one end',
  async (op) => {
    const held = await full();
    const entryId = await waiting(database.db, waitOf(museum, product, { people: 6 }));
    await giveBackHold(ctx(), { orderId: held });
    await matchWaiting(job());
    const offerId = await openOffer(database.owner, entryId);
    await runOutOffer(database.owner, offerId);
    const act = {
      take: () => taken(entryId, offerId),
      leave: () => leaveWaiting(ctx(), { entryId }),
      decline: () => declineOffer(ctx(), { entryId, offerId }),
    }[op];
    await Promise.all([times(4, () => endOffers(job())), times(4, act as () => Promise<unknown>)]);
    const { offers, held: places } = await standing(database.owner, entryId);
    expect(offers).toHaveLength(1);
    expect(offers[0]).not.toBe('open 6');
    expect(places).toBe(0);
    expect(await hold(6)).toMatchObject({ ok: op !== 'take' || offers[0] !== 'taken 6' });
    await sound();
  },
);

it('one address that joins twenty times at once waits as often as it may', async () => {
  await full();
  const email = `crowd-${count}@example.az`;
  const answers = await times(20, () => joinWaiting(ctx(), waitOf(museum, product, { email }), orderLinkSecret()));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(new Set(answers.flatMap((answer) => (answer.ok ? [] : [answer.code])))).toEqual(new Set(['already_waiting']));
});

it.each<CrashPoint>(['waiting.after_offer', 'waiting.before_offered', 'waiting.after_lapse', 'waiting.after_match'])(
  'a worker that dies at %s leaves nothing half done: the next one makes it whole',
  async (point) => {
    const held = await full();
    const [first, second] = [
      await waiting(database.db, waitOf(museum, product, { people: 6 })),
      await waiting(database.db, waitOf(museum, product, { people: 6 })),
    ];
    await giveBackHold(ctx(), { orderId: held });
    const died = new Error('died');
    const dies = (work: () => Promise<unknown>) => {
      armCrashPoint(point, () => {
        throw died;
      });
      return expect(work()).rejects.toBe(died);
    };
    if (point === 'waiting.after_lapse') await matchWaiting(job());
    else await dies(() => matchWaiting(job()));
    await sound();
    await matchWaiting(job());
    expect(await mailsOf(database.owner, first)).toEqual(['waiting_joined', 'waiting_offer']);
    await runOutOffer(database.owner, await openOffer(database.owner, first));
    if (point === 'waiting.after_lapse') await dies(() => endOffers(job()));
    await sound();
    await endOffers(job());
    await matchWaiting(job());
    expect(await standing(database.owner, second)).toMatchObject({ state: 'offered', offers: ['open 6'], held: 6 });
    expect(await mailsOf(database.owner, first)).toEqual(['waiting_joined', 'waiting_offer', 'waiting_lapsed']);
    await sound();
  },
);

it('control: without the claim of an offer its places are sold to others', async () => {
  const held = await full();
  const entry = await waiting(database.db, waitOf(museum, product, { people: 6 }));
  await giveBackHold(ctx(), { orderId: held });
  await matchWaiting(job());
  await openOffer(database.owner, entry);
  await database.owner.transaction(async (tx) => {
    await tx.execute(sql`alter table claim disable trigger guard_offer_claim`);
    await tx.execute(sql`update claim set state = 'released' where offer_id is not null and state = 'held'`);
    await tx.execute(sql`alter table claim enable trigger guard_offer_claim`);
  });
  expect(await hold(6)).toMatchObject({ ok: true });
  const findings = await runInvariants(database.owner);
  expect(findings.filter(({ violations }) => violations.length).map(({ id }) => id)).toEqual(['I21']);
});

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getDayBoard } from '#lib/desk/day-board.ts';
import { findParties } from '#lib/desk/find-parties.ts';
import { recordScan } from '#lib/desk/record-scan.ts';
import { instantOf } from '#lib/platform/time.ts';
import { visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { addDeskWorker, deskCtx, scanOf } from './desk-ctx.ts';
import { type DoorKeys, doorKeys, firstTicket, paidOrder } from './paid-order.ts';

let database: TestDatabase;
let museum: TestMuseum;
let keys: DoorKeys;
let start: Date;

beforeAll(async () => {
  database = await createTestDatabase({ most: 24 });
  museum = await buildMuseum(database.owner, {
    lanes: { public: 300 },
    peopleAtOnce: 400,
    buildingPeople: 400,
    dayCap: 10_000,
  });
  await addDeskWorker(database);
  keys = await doorKeys();
  start = instantOf(museum.visitDate, '10:30', museum.zone);
});
afterAll(() => database.close());

const scan = (code: string, people: number | null, overrides = {}) =>
  recordScan(deskCtx(database, start), scanOf(code, start, { people, ...overrides }), keys.verify);

describe('64 scans of one ticket at the same moment', () => {
  it.each([1, 2, 3])('let in exactly one (%i)', async () => {
    const ticket = firstTicket(await paidOrder(database, museum, keys));
    const results = await Promise.all(
      Array.from({ length: 64 }, (_, index) => scan(ticket.token, 1, { station: `Desk ${index}` })),
    );
    const codes = results.map((result) => (result.ok && result.kind === 'judged' ? result.decision.code : 'none'));
    expect(codes.filter((code) => code === 'admitted')).toHaveLength(1);
    expect(codes.filter((code) => code === 'already_used')).toHaveLength(63);
    const { rows } = await database.owner.execute(sql`
      select admitted_people, (select count(*)::int from scan where ticket_id = t.id) as scans from ticket t where id = ${ticket.id}`);
    expect(rows).toEqual([{ admitted_people: 1, scans: 64 }]);
  });

  /** Somebody's careless path: writes the admission without having looked. */
  async function hastyEntry(ticketId: string): Promise<void> {
    const { scanId } = scanOf('', start);
    await database.db.execute(sql`
      insert into scan (id, ticket_id, station, way, people, scanned_at, sent_at, outcome)
      values (${scanId}, ${ticketId}, 'Hasty', 'camera', 1, now(), now(), 'admitted')`);
    await database.db.execute(sql`
      insert into admission (scan_id, ticket_id, people, admitted_at) values (${scanId}, ${ticketId}, 1, now())`);
  }
  async function hastyEntries(): Promise<number> {
    const ticket = firstTicket(await paidOrder(database, museum, keys));
    const outcomes = await Promise.allSettled(Array.from({ length: 16 }, () => hastyEntry(ticket.id)));
    return outcomes.filter(({ status }) => status === 'fulfilled').length;
  }

  it('are refused by the database when somebody forgets to look first', async () => {
    expect(await hastyEntries()).toBe(1);
  });

  it('control: with the CHECK off, the same path lets in all of them', async () => {
    await database.owner.execute(sql`alter table ticket drop constraint ticket_admitted_once`);
    try {
      expect(await hastyEntries()).toBe(16);
    } finally {
      await database.owner.execute(
        sql`alter table ticket add constraint ticket_admitted_once check (admitted_people <= party_size) not valid`,
      );
    }
  });
});

describe('a party', () => {
  it('asks how many, and is let in by parts that never add up to more', async () => {
    const party = firstTicket(await paidOrder(database, museum, keys, { people: 27, isParty: true }));
    expect(await scan(party.token, null)).toMatchObject({
      kind: 'choose',
      party: { partySize: 27, admittedPeople: 0 },
    });
    expect(await scan(party.token, 12)).toMatchObject({
      decision: { code: 'admitted', people: 12, remainingPeople: 15 },
    });
    expect(await scan(party.token, 16)).toMatchObject({ decision: { code: 'already_used', remainingPeople: 15 } });
    const waves = await Promise.all(Array.from({ length: 12 }, () => scan(party.token, 2)));
    expect(waves.filter((wave) => wave.ok && wave.kind === 'judged' && wave.decision.code === 'admitted')).toHaveLength(
      7,
    );
    expect(await scan(party.token, null)).toMatchObject({
      decision: { code: 'admitted', people: 1, remainingPeople: 0 },
    });
    expect(await scan(party.token, null)).toMatchObject({ decision: { code: 'already_used', remainingPeople: 0 } });
  });

  it('is told on another day without being asked how many', async () => {
    const party = firstTicket(await paidOrder(database, museum, keys, { people: 5, isParty: true }));
    const tomorrow = new Date(start.getTime() + 86_400_000);
    const answer = await recordScan(deskCtx(database, tomorrow), scanOf(party.token, tomorrow), keys.verify);
    expect(answer).toMatchObject({ kind: 'judged', decision: { code: 'wrong_day' } });
  });

  it('shows with one of its tickets who else comes with it', async () => {
    const order = await paidOrder(database, museum, keys, { people: 3 });
    const answer = await scan(firstTicket(order).token, null);
    expect(answer).toMatchObject({
      decision: { code: 'admitted', people: 1 },
      party: { orderCode: order.orderCode, partySize: 3, admittedPeople: 1 },
    });
  });

  it('is opened by its order code, and each ticket is then a scan of its own', async () => {
    const order = await paidOrder(database, museum, keys, { people: 3 });
    const choose = await scan(order.orderCode, 3);
    if (!choose.ok || choose.kind !== 'choose') throw new Error(JSON.stringify(choose));
    expect(choose.party.tickets.map(({ code }) => code)).toEqual(['admitted', 'admitted', 'admitted']);
    for (const { shortCode } of choose.party.tickets.slice(0, 2)) {
      expect(await scan(shortCode, null, { way: 'list' })).toMatchObject({ decision: { code: 'admitted' } });
    }
    const last = scanOf(order.orderCode, start);
    const first = await recordScan(deskCtx(database, start), last, keys.verify);
    expect(first).toMatchObject({ decision: { code: 'admitted' }, party: { admittedPeople: 3 } });
    expect(await recordScan(deskCtx(database, start), last, keys.verify)).toMatchObject({
      isRepeat: true,
      decision: { code: 'admitted' },
    });
    expect(await scan(order.orderCode, null)).toMatchObject({ decision: { code: 'already_used' } });
  });
});

describe('the day board and the search', () => {
  it('counts people by time, and finds them by name, telephone and code', async () => {
    const class5 = await paidOrder(database, museum, keys, {
      people: 20,
      isParty: true,
      slot: 1,
      name: 'Şahin Gözəlov',
      phone: '+994 50 555 12 34',
    });
    await paidOrder(database, museum, keys, { people: 2, slot: 1, name: 'Лейла Алиева' });
    await recordScan(
      deskCtx(database, new Date(start.getTime() + 3_600_000)),
      scanOf(firstTicket(class5).token, new Date(start.getTime() + 3_600_000), { people: 12 }),
      keys.verify,
    );

    const board = await getDayBoard(deskCtx(database, start));
    if (!board.ok) throw new Error(board.code);
    expect(board.board.slots[1]).toMatchObject({
      startTime: '11:30',
      productName: 'Full route',
      bookedPeople: 22,
      arrivedPeople: 12,
      expectedPeople: 10,
    });

    const find = async (query: string) => {
      const found = await findParties(deskCtx(database, start), { query });
      return found.ok ? found.parties.map(({ contactName }) => contactName) : [];
    };
    for (const query of [
      'gozelov',
      'Shahin',
      'ŞAHİN',
      'Шахин',
      '050 555 12 34',
      '5551234',
      class5.orderCode,
      firstTicket(class5).shortCode,
    ]) {
      expect(await find(query), query).toEqual(['Şahin Gözəlov']);
    }
    expect(await find('Əliyeva')).toEqual(['Лейла Алиева']);
    expect(await find('nobody')).toEqual([]);
    expect(await find("%' or true --")).toEqual([]);
    const slot = await findParties(deskCtx(database, start), { timeslotId: museum.timeslots[1] ?? '' });
    expect(slot.ok && slot.parties).toHaveLength(2);
  });

  it('shows an empty day on another date', async () => {
    const board = await getDayBoard(deskCtx(database, new Date(start.getTime() + 3 * 86_400_000)));
    expect(board.ok && board.board.slots).toEqual([]);
  });

  it('shows nothing to who may not admit', async () => {
    expect(await getDayBoard(visitorCtx(database.db))).toEqual({ ok: false, code: 'forbidden' });
    expect(await findParties(deskCtx(database, start, ['orders.see']), { query: 'gozelov' })).toEqual({
      ok: false,
      code: 'forbidden',
    });
  });
});

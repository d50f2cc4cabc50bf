import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScanResult } from '#lib/desk/answer.ts';
import type { RecordScanInput } from '#lib/desk/input.ts';
import { recordScan } from '#lib/desk/record-scan.ts';
import type { Permission } from '#lib/identity/values.ts';
import { newId } from '#lib/platform/ids.ts';
import { instantOf } from '#lib/platform/time.ts';
import { visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { addDeskWorker, deskCtx, deskWorkerId, scanOf } from './desk-ctx.ts';
import { type DoorKeys, doorKeys, firstTicket, paidOrder } from './paid-order.ts';

let database: TestDatabase;
let museum: TestMuseum;
let keys: DoorKeys;
let start: Date;
const minutes = (count: number) => new Date(start.getTime() + count * 60_000);

beforeAll(async () => {
  database = await createTestDatabase();
  museum = await buildMuseum(database.owner, {
    lanes: { public: 200 },
    peopleAtOnce: 400,
    buildingPeople: 400,
    dayCap: 10_000,
  });
  await addDeskWorker(database);
  keys = await doorKeys();
  start = instantOf(museum.visitDate, '10:30', museum.zone);
});
afterAll(() => database.close());

type Judged = Extract<ScanResult, { kind: 'judged' }>;

async function scanned(
  code: string,
  at = start,
  overrides: Partial<RecordScanInput> = {},
  permissions?: Permission[],
): Promise<Judged> {
  const result = await recordScan(deskCtx(database, at, permissions), scanOf(code, at, overrides), keys.verify);
  if (!result.ok || result.kind !== 'judged') throw new Error(JSON.stringify(result));
  return result;
}

async function stored(scanId: string) {
  const { rows } = await database.owner.execute<{
    outcome: string;
    ticket_id: string | null;
    admitted: number;
    reason: string | null;
    off: number;
    by: string;
  }>(sql`
    select c.outcome, c.ticket_id, coalesce(a.people, 0)::int as admitted, a.reason, c.clock_offset_ms as off, c.staff_member_id as by
      from scan c left join admission a on a.scan_id = c.id where c.id = ${scanId}`);
  return rows[0];
}

const order = (options?: Parameters<typeof paidOrder>[3]) => paidOrder(database, museum, keys, options);

describe('recordScan', () => {
  it('lets a good ticket in by its QR code, once; the second desk is told when and where', async () => {
    const ticket = firstTicket(await order());
    const first = await scanned(ticket.token, minutes(-5));
    expect(first.decision).toMatchObject({ code: 'admitted', people: 1, remainingPeople: 0 });
    expect(first.ticket).toMatchObject({
      typeName: 'adult',
      productName: 'Full route',
      startTime: '10:30',
      admittedPeople: 1,
    });
    expect(await stored(first.scanId)).toMatchObject({
      outcome: 'admitted',
      ticket_id: ticket.id,
      admitted: 1,
      by: deskWorkerId,
    });
    const second = await scanned(ticket.token, minutes(3), { station: 'Desk 2' });
    expect(second.decision).toMatchObject({
      code: 'already_used',
      last: { admittedAtMs: minutes(-5).getTime(), station: 'Desk 1' },
    });
    expect(await stored(second.scanId)).toMatchObject({ outcome: 'already_used', admitted: 0 });
  });

  it('knows a typed ticket code in any case', async () => {
    const ticket = firstTicket(await order());
    expect((await scanned(ticket.shortCode.toLowerCase(), start, { way: 'typed' })).decision.code).toBe('admitted');
  });

  it.each<[string, () => Promise<string>, Date | (() => Date), string]>([
    ['too early', async () => firstTicket(await order()).token, () => minutes(-40), 'too_early'],
    ['too late', async () => firstTicket(await order()).token, () => minutes(45), 'too_late'],
    ['on another day', async () => firstTicket(await order()).token, () => minutes(24 * 60), 'wrong_day'],
    ['withdrawn', () => changed(sql`state = 'revoked'`), () => start, 'revoked'],
    ['replaced by a newer version', () => changed(sql`token_version = 2`), () => start, 'revoked'],
    ['suspended', () => changed(sql`state = 'suspended'`), () => start, 'suspended'],
    ['of an order that is not paid', unpaid, () => start, 'unpaid'],
    ['a concession', async () => firstTicket(await order({ type: 'pupil' })).token, () => start, 'check_document'],
  ])('refuses a ticket that is %s, and keeps the scan', async (_, make, at, code) => {
    const answer = await scanned(await make(), typeof at === 'function' ? at() : at);
    expect(answer.decision.code).toBe(code);
    expect(answer.ticket).not.toBeNull();
    expect(await stored(answer.scanId)).toMatchObject({ outcome: code, admitted: 0 });
  });

  async function changed(assignment: ReturnType<typeof sql>): Promise<string> {
    const ticket = firstTicket(await order());
    await database.owner.execute(sql`update ticket set ${assignment} where id = ${ticket.id}`);
    return ticket.token;
  }

  async function unpaid(): Promise<string> {
    const paid = await order();
    await database.owner.execute(sql`update ticket set state = 'suspended' where order_id = ${paid.orderId}`);
    await database.owner.execute(sql`alter table ticket disable trigger guard_tickets_update`);
    await database.owner.execute(sql`update orders set state = 'cancelled' where id = ${paid.orderId}`);
    await database.owner.execute(sql`update ticket set state = 'valid' where order_id = ${paid.orderId}`);
    await database.owner.execute(sql`alter table ticket enable trigger guard_tickets_update`);
    return firstTicket(paid).token;
  }

  it('lets a concession in once its document was seen', async () => {
    const ticket = firstTicket(await order({ type: 'pupil' }));
    expect((await scanned(ticket.token)).decision).toMatchObject({ code: 'check_document', documents: ['Card'] });
    expect((await scanned(ticket.token, start, { isDocumentChecked: true })).decision.code).toBe('admitted');
  });

  it.each<[string, () => Promise<string>]>([
    ['a code of nobody', async () => '222-222-222'],
    ['an address', async () => 'https://example.org/'],
    [
      'a token signed by somebody else',
      async () => firstTicket(await paidOrder(database, museum, await doorKeys())).token,
    ],
    [
      'a token with a key that is not ours',
      async () => firstTicket(await paidOrder(database, museum, await doorKeys(9))).token,
    ],
    ['SQL', async () => "'; drop table scan; --"],
    ['emoji', async () => '🙂🙂🙂'],
  ])('answers "unknown" to %s, and keeps the scan', async (_, make) => {
    const answer = await scanned(await make());
    expect(answer).toMatchObject({ decision: { code: 'unknown' }, ticket: null, party: null });
    expect(await stored(answer.scanId)).toMatchObject({ outcome: 'unknown', ticket_id: null });
  });

  it('says of a genuine ticket that it does not know that it is not on the list', async () => {
    const { encodeTicketToken } = await import('#lib/tickets/ticket-token.ts');
    const token = await encodeTicketToken(
      { ticketId: newId(), tokenVersion: 1, lastDate: '2030-12-31', partySize: 2 },
      keys.signing,
    );
    expect((await scanned(token)).decision).toMatchObject({ code: 'not_on_list', partySize: 2 });
  });

  it('gives the same answer to the same scan, at once or later', async () => {
    const ticket = firstTicket(await order());
    const scan = scanOf(ticket.token, start);
    const copies = await Promise.all(
      Array.from({ length: 8 }, () => recordScan(deskCtx(database, start), scan, keys.verify)),
    );
    const judged = copies.map((copy) => copy as Judged);
    expect(
      new Set(judged.map(({ decision, ticket: card }) => JSON.stringify([decision, card?.admittedPeople]))).size,
    ).toBe(1);
    expect(judged.filter((copy) => !copy.isRepeat)).toHaveLength(1);
    expect(judged[0]?.decision.code).toBe('admitted');
    const later = await recordScan(deskCtx(database, minutes(300)), { ...scan, sentAt: minutes(300) }, keys.verify);
    expect(later).toMatchObject({ isRepeat: true, decision: { code: 'admitted', people: 1 } });
    await database.owner.execute(sql`update ticket set state = 'revoked' where id = ${ticket.id}`);
    const withdrawn = await recordScan(deskCtx(database, minutes(1)), scan, keys.verify);
    expect(withdrawn).toMatchObject({ isRepeat: true, decision: { code: 'admitted' } });
  });

  it('gives a refusal again as it was given, whatever happened since', async () => {
    const ticket = firstTicket(await order());
    const early = scanOf(ticket.token, minutes(-60));
    await recordScan(deskCtx(database, minutes(-60)), early, keys.verify);
    await scanned(ticket.token);
    const again = await recordScan(deskCtx(database, minutes(2)), { ...early, sentAt: minutes(2) }, keys.verify);
    expect(again).toMatchObject({ isRepeat: true, decision: { code: 'too_early' } });
  });

  it('gives the same answer to copies of an unknown code that arrive together', async () => {
    const scan = scanOf('nothing at all', start);
    const copies = await Promise.all(
      Array.from({ length: 8 }, () => recordScan(deskCtx(database, start), scan, keys.verify)),
    );
    expect(copies.every((copy) => copy.ok && copy.kind === 'judged' && copy.decision.code === 'unknown')).toBe(true);
  });

  it('refuses an id that was used for another ticket', async () => {
    const one = await scanned(firstTicket(await order()).token);
    const other = scanOf(firstTicket(await order()).token, start, { scanId: one.scanId });
    expect(await recordScan(deskCtx(database, start), other, keys.verify)).toEqual({
      ok: false,
      code: 'scan_id_taken',
    });
  });

  it('corrects the clock of the device and says so', async () => {
    const ticket = firstTicket(await order());
    const hourFast = minutes(60);
    const result = await recordScan(deskCtx(database, start), scanOf(ticket.token, hourFast), keys.verify);
    expect(result).toMatchObject({ decision: { code: 'admitted', minutesLate: 0 }, clockOffsetMs: -3_600_000 });
    const slightlyOff = await recordScan(deskCtx(database, start), scanOf(ticket.token, minutes(0.5)), keys.verify);
    expect(slightlyOff).toMatchObject({ clockOffsetMs: null, decision: { last: { admittedAtMs: start.getTime() } } });
  });

  it('judges a scan that comes late by when it was made', async () => {
    const ticket = firstTicket(await order());
    const kept = scanOf(ticket.token, minutes(-2), { sentAt: minutes(300) });
    expect(await recordScan(deskCtx(database, minutes(300)), kept, keys.verify)).toMatchObject({
      decision: { code: 'admitted', arrival: 'on_time' },
    });
  });

  it('turns away who may not admit', async () => {
    const { token } = firstTicket(await order());
    const scan = scanOf(token, start);
    expect(await recordScan(deskCtx(database, start, ['today.see']), scan, keys.verify)).toEqual({
      ok: false,
      code: 'forbidden',
    });
    expect(await recordScan(visitorCtx(database.db), scan, keys.verify)).toEqual({ ok: false, code: 'forbidden' });
    const bending = { ...scan, override: { code: 'too_early' as const, reason: 'a bus' } };
    expect(await recordScan(deskCtx(database, start), bending, keys.verify)).toEqual({
      ok: false,
      code: 'may_not_override',
    });
    expect(await stored(scan.scanId)).toBeUndefined();
  });
});

describe('a manager who bends a rule', () => {
  const manager: Permission[] = ['tickets.admit', 'tickets.override'];

  it('lets a late visitor in, counted on the ticket, with reason and audit', async () => {
    const ticket = firstTicket(await order());
    const late = await scanned(
      ticket.token,
      minutes(45),
      { override: { code: 'too_late', reason: 'the bus broke down' } },
      manager,
    );
    expect(late).toMatchObject({
      decision: { code: 'admitted', remainingPeople: 0, minutesLate: 45 },
      isOverride: true,
    });
    expect(await stored(late.scanId)).toMatchObject({ outcome: 'admitted', reason: 'the bus broke down' });
    const { rows } = await database.owner.execute(
      sql`select action, after from audit_log where object_id = ${ticket.id}`,
    );
    expect(rows).toEqual([expect.objectContaining({ action: 'ticket_admitted_by_override' })]);
    expect(
      (await scanned(ticket.token, minutes(46), { override: { code: 'too_late', reason: 'once more' } }, manager))
        .decision.code,
    ).toBe('already_used');
    const repeat = await recordScan(
      deskCtx(database, minutes(45), manager),
      scanOf(ticket.token, minutes(45), { scanId: late.scanId }),
      keys.verify,
    );
    expect(repeat).toMatchObject({ isRepeat: true, isOverride: true, decision: { code: 'admitted' } });
  });

  it('lets in a second time without counting on the ticket', async () => {
    const ticket = firstTicket(await order());
    await scanned(ticket.token);
    const again = await scanned(
      ticket.token,
      minutes(1),
      { override: { code: 'already_used', reason: 'went to the cloakroom' } },
      manager,
    );
    expect(again).toMatchObject({ decision: { code: 'admitted', people: 1, admittedPeople: 1 }, isOverride: true });
    const { rows } = await database.owner.execute<{ admitted_people: number; beyond: number }>(sql`
      select t.admitted_people, (select count(*)::int from admission a where a.ticket_id = t.id and a.is_override) as beyond from ticket t where t.id = ${ticket.id}`);
    expect(rows).toEqual([{ admitted_people: 1, beyond: 1 }]);
  });

  it('cannot make a withdrawn ticket good', async () => {
    const ticket = firstTicket(await order());
    await database.owner.execute(sql`update ticket set state = 'revoked' where id = ${ticket.id}`);
    expect(
      (await scanned(ticket.token, start, { override: { code: 'already_used', reason: 'please' } }, manager)).decision
        .code,
    ).toBe('revoked');
  });

  it('does not mark an entry that no rule stood against', async () => {
    const ticket = firstTicket(await order());
    const answer = await scanned(
      ticket.token,
      start,
      { override: { code: 'too_late', reason: 'not needed' } },
      manager,
    );
    expect(answer).toMatchObject({ decision: { code: 'admitted' }, isOverride: false });
  });
});

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeAccount } from '#lib/groups/close-account.ts';
import { composeGroupMessage } from '#lib/groups/group-mail.ts';
import { issueCreditNote } from '#lib/groups/issue-credit-note.ts';
import { invoiceAtStep, issueInvoice } from '#lib/groups/issue-invoice.ts';
import { issueProForma } from '#lib/groups/issue-pro-forma.ts';
import { issueQuote } from '#lib/groups/issue-quote.ts';
import { renderPaper } from '#lib/groups/paper-document.ts';
import { findPaper } from '#lib/groups/paper-rows.ts';
import { remindPayment } from '#lib/groups/remind-payment.ts';
import { resizeVisit } from '#lib/groups/resize-visit.ts';
import { workAccounts } from '#lib/groups/work-accounts.ts';
import { required } from '#lib/platform/result.ts';
import { runInvariants } from '#lib/reports/invariants.ts';
import { staffCtx, systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildGroupMuseum, type GroupMuseum, submitted, teacherCtx } from '#tests/support/group-museum.ts';
import { useTestInstallation } from '#tests/support/held-order.ts';
import { accountOf, takePlace, visitOnAccount } from '#tests/support/visit-account.ts';

let database: TestDatabase;
let museum: GroupMuseum;
const staff = () => staffCtx(database.db);
const sound = async () =>
  expect((await runInvariants(database.owner)).filter(({ violations }) => violations.length > 0)).toEqual([]);

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
  museum = await buildGroupMuseum(database.owner, { starts: 24, guides: 12 });
  await database.owner.execute(sql`update product set tax_per_mille = 180 where id = ${museum.classProductId}`);
  await database.owner.execute(sql`insert into guide_fee (product_id, language, amount_minor, currency, valid_from)
    values (${museum.classProductId}, null, 500, 'AZN', '2000-01-01'), (${museum.classProductId}, 'ru', 900, 'AZN', '2000-01-01')`);
});
afterAll(() => database.close());

describe('a quote', () => {
  it('is given for a request, again the same until something changes, to nobody else', async () => {
    const visitId = await submitted(database.db, museum, { pupils: 20, teachers: 2 });
    const first = await issueQuote(teacherCtx(database.db, visitId), { visitId });
    expect(first).toMatchObject({
      ok: true,
      isRepeat: false,
      paper: { kind: 'quote', no: 1, totalMinor: 20 * 200 + 2 * 500 },
    });
    expect(await issueQuote(staff(), { visitId })).toMatchObject({ isRepeat: true, paper: { no: 1 } });
    const nobody = { ok: false, code: 'unknown_visit' };
    expect(await issueQuote(visitorCtx(database.db), { visitId })).toEqual(nobody);
    expect(await issueQuote(staffCtx(database.db, { permissions: ['money.see'] }), { visitId })).toEqual(nobody);
    expect(await issueProForma(teacherCtx(database.db, visitId), { visitId, share: 'whole' })).toMatchObject({
      code: 'wrong_state',
    });
    expect(await issueInvoice(staff(), { visitId })).toMatchObject({ code: 'wrong_state' });
    await database.owner.execute(sql`update group_visit set tour_language = 'ru' where id = ${visitId}`);
    expect(await issueQuote(staff(), { visitId })).toMatchObject({
      isRepeat: false,
      paper: { no: 2, totalMinor: 5800 },
    });
  });
});

describe('the papers of a visit', () => {
  let visitId: string;
  it('ask for a deposit, then bill it whole, and more when it grows', async () => {
    ({ visitId } = await visitOnAccount(database.db, museum));
    const deposit = await issueProForma(teacherCtx(database.db, visitId), { visitId, share: 'deposit' });
    expect(deposit).toMatchObject({ ok: true, paper: { totalMinor: 1500, basis: 'deposit', leftMinor: 1500 } });
    expect(await issueProForma(teacherCtx(database.db, visitId), { visitId, share: 'deposit' })).toMatchObject({
      isRepeat: true,
    });
    expect(await issueInvoice(teacherCtx(database.db, visitId), { visitId })).toMatchObject({ code: 'unknown_visit' });
    expect(await invoiceAtStep(systemCtx(database.db), { visitId })).toBe('done');
    expect(await invoiceAtStep(systemCtx(database.db), { visitId })).toBe('not_needed');
    expect(await issueProForma(teacherCtx(database.db, visitId), { visitId, share: 'whole' })).toMatchObject({
      code: 'has_invoice',
    });
    expect(await issueCreditNote(staff(), { visitId })).toMatchObject({ code: 'nothing_to_credit' });
    await resizeVisit(staff(), { visitId, count: { pupils: 24, teachers: 3, parents: 0, aides: 0 } });
    expect(await issueInvoice(staff(), { visitId })).toMatchObject({
      paper: { kind: 'invoice', totalMinor: 800, lines: [{ code: 'pupil', quantity: 4 }] },
    });
    await resizeVisit(staff(), { visitId, count: { pupils: 15, teachers: 3, parents: 0, aides: 0 } });
    expect(await issueCreditNote(staff(), { visitId })).toMatchObject({
      ok: true,
      refundedMinor: 0,
      papers: [{ totalMinor: 800 }, { totalMinor: 1000 }],
    });
    expect(await accountOf(database.owner, visitId)).toMatchObject({
      billed: 4000,
      papers: ['pro_forma 1500', 'invoice 5000', 'invoice 800', 'credit_note 800', 'credit_note 1000'],
    });
    await sound();
  });

  it('are the same bytes each time, in their language, with the payer and the museum of that day', async () => {
    const { rows } = await database.owner.execute<{ id: string }>(sql`
      select id from account_document where visit_id = ${visitId} and kind = 'invoice' order by no limit 1`);
    const paper = required(await findPaper(database.db, rows[0]?.id), 'the invoice');
    const first = Buffer.from(await renderPaper(paper));
    await database.owner.execute(sql`update museum set names = '{"az":"Başqa","en":"Other","ru":"Другой"}'`);
    const again = required(await findPaper(database.db, rows[0]?.id), 'the invoice');
    expect(Buffer.from(await renderPaper(again)).equals(first)).toBe(true);
    expect(paper.facts.seller.name).not.toBe('Başqa');
    expect(first.subarray(0, 5).toString()).toBe('%PDF-');
    await expect(
      database.owner.execute(sql`update account_document set total_minor = 1 where id = ${paper.id}`),
    ).rejects.toThrow();
    const message = await database.owner.execute<{ id: string; key: string }>(
      sql`select id, dedupe_key as key from message where visit_id = ${visitId} and kind = 'group_paper' and dedupe_key like ${`%${paper.id}`}`,
    );
    const mail = await composeGroupMessage(systemCtx(database.db), {
      ...{ id: message.rows[0]?.id ?? '', kind: 'group_paper', orderId: null, visitId, locale: 'az' },
      ...{ recipient: 'x@example.az', dedupeKey: message.rows[0]?.key ?? '' },
    });
    expect(mail?.subject).toContain(`Hesab-faktura № ${paper.year}-0001`);
    expect(mail?.attachments[0]).toMatchObject({ filename: `invoice-${paper.year}-0001.pdf` });
  });

  it('close on the heads that came: a credit note, the act, no more reminders than are owed', async () => {
    expect(await closeAccount(staff(), { visitId })).toMatchObject({ code: 'wrong_state' });
    await takePlace(database.owner, visitId, 16);
    expect(await remindPayment(systemCtx(database.db), { visitId, step: 'payment_first' })).toBe('done');
    expect(await closeAccount(teacherCtx(database.db, visitId), { visitId })).toMatchObject({ code: 'unknown_visit' });
    expect(await closeAccount(staff(), { visitId })).toEqual({ ok: true, isSettled: false, refundedMinor: 0 });
    expect(await closeAccount(staff(), { visitId })).toMatchObject({ code: 'already_closed' });
    // 16 of 18: 13 pupils and 3 adults
    expect(await accountOf(database.owner, visitId)).toMatchObject({
      state: 'completed',
      billed: 13 * 200 + 1000,
      closed: true,
    });
    await expect(
      database.owner.execute(sql`update group_visit set state = 'settled' where id = ${visitId}`),
    ).rejects.toMatchObject({ cause: { constraint: 'visit_owes' } });
    expect(await issueInvoice(staff(), { visitId })).toMatchObject({ code: 'wrong_state' });
    await sound();
  });

  it('of a visit that costs nothing, and of one to which nobody came, close by themselves', async () => {
    const { visitId: missed } = await visitOnAccount(database.db, museum, {}, { payWay: 'after_visit' });
    expect(await invoiceAtStep(systemCtx(database.db), { visitId: missed })).toBe('not_needed');
    await takePlace(database.owner, missed, 0, 'no_show');
    expect(await workAccounts(systemCtx(database.db))).toMatchObject({ accountsClosed: 1, settled: 0 });
    // the least of 22 is 18: 16 pupils
    expect(await accountOf(database.owner, missed)).toMatchObject({ papers: ['invoice 4200'], state: 'no_show' });
    await sound();
  });
});

describe('the series', () => {
  const twenty = async () => {
    const { visitId } = await visitOnAccount(database.db, museum, { pupils: 7, teachers: 1 });
    const lines = JSON.stringify({
      ...{ kind: 'quote', visitId, locale: 'az', currency: 'AZN', basis: 'booked', payer: {}, issuedBy: 'test' },
      lines: [{ quantity: 1, unitMinor: 1, totalMinor: 1, taxMinor: 0 }],
    });
    const others = await database.owner.execute<{ id: string }>(sql`select id from group_visit limit 20`);
    const asked = Array.from({ length: 20 }, (_, index) => {
      const own = JSON.stringify({ ...JSON.parse(lines), visitId: others.rows[index % others.rows.length]?.id });
      return database.owner.transaction(async (tx) => {
        await tx.execute(sql`select issue_document(${own}::jsonb)`);
        await tx.execute(sql`select pg_sleep(0.01)`);
        if (index % 4 === 3) throw new Error('given up');
      });
    });
    return (await Promise.allSettled(asked)).filter(
      (one) => one.status === 'rejected' && !String(one.reason).includes('given up'),
    ).length;
  };
  const gaps = async () => (await runInvariants(database.owner)).find(({ id }) => id === 'I25')?.violations.length ?? 0;

  it('has no gap when twenty ask at once and five give up; without its lock it breaks', async () => {
    expect(await twenty()).toBe(0);
    expect(await gaps()).toBe(0);
    const { rows } = await database.owner.execute<{ body: string }>(
      sql`select pg_get_functiondef('issue_document(jsonb)'::regprocedure) as body`,
    );
    const body = rows[0]?.body ?? '';
    const unlocked = body.replace(
      /insert into document_series[\s\S]*?returning last_no into number;/,
      `select coalesce(max(no), 0) + 1 into number from account_document where kind = paper ->> 'kind' and year = extract(year from today);`,
    );
    expect(unlocked).not.toBe(body);
    await database.owner.execute(sql.raw(unlocked));
    try {
      expect((await twenty()) + (await gaps())).toBeGreaterThan(0);
    } finally {
      await database.owner.execute(sql.raw(body));
    }
  });
});

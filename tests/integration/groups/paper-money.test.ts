import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fillMoneyInbox } from '#lib/booking/fill-money-inbox.ts';
import { importDisputes } from '#lib/booking/import-disputes.ts';
import { processProviderEvent } from '#lib/booking/process-provider-event.ts';
import { reconcileMoney } from '#lib/booking/reconcile-money.ts';
import { reconcilePayments } from '#lib/booking/reconcile-payments.ts';
import { settlePayment } from '#lib/booking/settle-payment.ts';
import { startDocumentPayment } from '#lib/booking/start-document-payment.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { submitRefund } from '#lib/booking/submit-refund.ts';
import { sweepChanges } from '#lib/booking/sweep-changes.ts';
import { takeDocumentPayment } from '#lib/booking/take-document-payment.ts';
import { acceptGuarantee } from '#lib/groups/accept-guarantee.ts';
import { closeAccount } from '#lib/groups/close-account.ts';
import { endVisit } from '#lib/groups/end-visit.ts';
import { issueInvoice } from '#lib/groups/issue-invoice.ts';
import { issueProForma } from '#lib/groups/issue-pro-forma.ts';
import { resizeVisit } from '#lib/groups/resize-visit.ts';
import { workAccounts } from '#lib/groups/work-accounts.ts';
import { newId } from '#lib/platform/ids.ts';
import { runInvariants } from '#lib/reports/invariants.ts';
import { openCheckout, payOn, sessionOf, type TestCheckout, tell } from '#tests/support/checkout.ts';
import { staffCtx, systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildGroupMuseum, type GroupMuseum, teacherCtx } from '#tests/support/group-museum.ts';
import { useTestInstallation } from '#tests/support/held-order.ts';
import { accountOf, takePlace, visitOnAccount } from '#tests/support/visit-account.ts';

let database: TestDatabase;
let museum: GroupMuseum;
let checkout: TestCheckout;
const staff = () => staffCtx(database.db);
const system = () => systemCtx(database.db);

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase({ most: 20 });
  checkout = await openCheckout();
  museum = await buildGroupMuseum(database.owner, { starts: 30, guides: 14 });
});
afterAll(async () => {
  await checkout.close();
  await database.close();
});
afterEach(async () =>
  expect((await runInvariants(database.owner)).filter(({ violations }) => violations.length > 0)).toEqual([]),
);

const control = (path: string, body: object, method = 'POST') =>
  fetch(`${checkout.url}/_sandbox/${path}`, { method, body: method === 'POST' ? JSON.stringify(body) : undefined });

/** A visit of 20 pupils and 2 teachers, 40 manat, with a paper for it. */
async function visitWith(paper: 'invoice' | 'whole' | 'deposit') {
  const agreed = await visitOnAccount(database.db, museum);
  const { visitId } = agreed;
  const issued =
    paper === 'invoice'
      ? await issueInvoice(staff(), { visitId })
      : await issueProForma(staff(), { visitId, share: paper });
  if (!issued.ok) throw new Error(issued.code);
  return { ...agreed, documentId: issued.paper.id, teacher: teacherCtx(database.db, visitId) };
}
async function pageFor({ teacher, documentId }: Awaited<ReturnType<typeof visitWith>>): Promise<string> {
  const started = await startDocumentPayment(teacher, { documentId });
  if (!started.ok || started.kind !== 'redirect') throw new Error(JSON.stringify(started));
  return started.url;
}
async function sendMoney(): Promise<void> {
  const { rows } = await database.owner.execute<{ id: string }>(
    sql`select id from refund where state in ('requested','submitting','pending')`,
  );
  for (const { id } of rows) await submitRefund(system(), { refundId: id });
}
const older = () =>
  database.owner.execute(
    sql`update payment set created_at = now() - interval '3 minutes', updated_at = now() - interval '3 minutes'`,
  );

describe('a paper paid by card', () => {
  it('is paid once, told by three at the same time; the deposit counts towards the invoice', async () => {
    const visit = await visitWith('deposit');
    const page = await pageFor(visit);
    expect(await pageFor(visit)).toBe(page);
    await payOn(page);
    const { paymentId, sessionId } = await sessionOf(database.db, visit.orderId);
    const session = await checkout.stripe.checkout.sessions.retrieve(sessionId);
    expect(session.success_url).toContain('/az/groups/');
    const events = await Promise.all([1, 2].map(() => tell(database.db, 'checkout.session.completed', session)));
    await Promise.all([
      ...events.map((eventId) => processProviderEvent(system(), { eventId })),
      settlePayment(visitorCtx(database.db), { paymentId }),
    ]);
    const paid = {
      state: 'confirmed',
      order: 'on_account',
      received: 1200,
      ledger: 1200,
      payments: ['stripe succeeded 1200'],
      tickets: 'valid',
    };
    expect(await accountOf(database.owner, visit.visitId)).toMatchObject(paid);
    expect(await startDocumentPayment(visit.teacher, { documentId: visit.documentId })).toEqual({
      ok: false,
      code: 'already_paid',
    });
    const invoice = await issueInvoice(staff(), { visitId: visit.visitId });
    expect(invoice).toMatchObject({ paper: { totalMinor: 4000, leftMinor: 2800 } });
    const { rows } = await database.owner.execute(
      sql`select kind from message where visit_id = ${visit.visitId} and kind = 'group_paid'`,
    );
    expect(rows).toHaveLength(1);
  });

  it('is settled by the reconciler when no word comes, and its open page is left alone while it is owed', async () => {
    const visit = await visitWith('whole');
    await pageFor(visit);
    await older();
    expect(await reconcilePayments(system())).toMatchObject({ stillOpen: 1 });
    const { sessionId } = await sessionOf(database.db, visit.orderId);
    expect((await checkout.stripe.checkout.sessions.retrieve(sessionId)).status).toBe('open');
    await payOn(await pageFor(visit));
    await older();
    await reconcilePayments(system());
    expect(await accountOf(database.owner, visit.visitId)).toMatchObject({
      received: 4000,
      payments: ['stripe succeeded 4000'],
    });
  });

  it('whose answer is lost is opened again under the same key', async () => {
    const visit = await visitWith('invoice');
    await control('faults', { answerLost: 1 });
    expect(await startDocumentPayment(visit.teacher, { documentId: visit.documentId })).toMatchObject({
      code: 'provider_unavailable',
    });
    await control('faults', {}, 'DELETE');
    await older();
    await sweepChanges(system());
    await payOn(await pageFor(visit));
    const { paymentId } = await sessionOf(database.db, visit.orderId);
    await settlePayment(system(), { paymentId });
    expect(await accountOf(database.owner, visit.visitId)).toMatchObject({ received: 4000, ledger: 4000 });
  });

  it('that is paid elsewhere meanwhile has its page closed; what comes all the same goes back in full', async () => {
    const visit = await visitWith('invoice');
    await pageFor(visit);
    const cash = {
      documentId: visit.documentId,
      provider: 'cash',
      typed: { handed: '50' },
      amountMinor: 4000,
    } as const;
    expect(await takeDocumentPayment(staffCtx(database.db, { permissions: [] }), cash)).toMatchObject({
      code: 'forbidden',
    });
    expect(await takeDocumentPayment(staff(), { ...cash, typed: {} })).toMatchObject({ code: 'proof_wrong' });
    expect(await takeDocumentPayment(staff(), { ...cash, documentId: newId() })).toMatchObject({
      code: 'unknown_paper',
    });
    expect(await takeDocumentPayment(staff(), { ...cash, amountMinor: 4001 })).toMatchObject({ code: 'sum_changed' });
    expect(await takeDocumentPayment(staff(), cash)).toMatchObject({ ok: true, changeMinor: 1000 });
    expect(await takeDocumentPayment(staff(), cash)).toMatchObject({ code: 'already_paid' });
    expect(await accountOf(database.owner, visit.visitId)).toMatchObject({
      received: 4000,
      payments: ['stripe expired 0', 'cash succeeded 4000'],
    });
  });

  it('late, after the visit was called off, goes back by itself', async () => {
    const visit = await visitWith('whole');
    const page = await pageFor(visit);
    expect(await endVisit(staff(), { visitId: visit.visitId, as: 'cancelled_by_museum', reason: 'technical' })).toEqual(
      { ok: true },
    );
    await payOn(page);
    const { paymentId } = await sessionOf(database.db, visit.orderId);
    expect(await settlePayment(system(), { paymentId })).toMatchObject({ state: 'refunding' });
    expect(await settlePayment(system(), { paymentId })).toMatchObject({ ok: true });
    await sendMoney();
    expect(await accountOf(database.owner, visit.visitId)).toMatchObject({
      ...{ state: 'cancelled_by_museum', order: 'cancelled', received: 0, ledger: 0, papers: ['pro_forma 4000'] },
      refunds: ['late_payment succeeded 4000'],
    });
  });

  it('is nobody’s who does not hold the link, and no visit is paid by its order', async () => {
    const visit = await visitWith('invoice');
    for (const ctx of [visitorCtx(database.db), staff(), teacherCtx(database.db, newId())])
      expect(await startDocumentPayment(ctx, visit)).toEqual({ ok: false, code: 'unknown_paper' });
    expect(await startDocumentPayment(visit.teacher, { documentId: newId() })).toEqual({
      ok: false,
      code: 'unknown_paper',
    });
    expect(await startPayment(visitorCtx(database.db), { orderId: visit.orderId })).toMatchObject({
      code: 'already_paid',
    });
    await expect(
      database.db.execute(
        sql`insert into payment (order_id, provider, state, amount_minor, currency) values (${visit.orderId}, 'stripe', 'created', 1, 'AZN')`,
      ),
    ).rejects.toMatchObject({ cause: { constraint: 'payment_of_visit' } });
  });
});

describe('a visit that is called off', () => {
  const paidVisit = async () => {
    const visit = await visitWith('invoice');
    await payOn(await pageFor(visit));
    const { paymentId } = await sessionOf(database.db, visit.orderId);
    await settlePayment(system(), { paymentId });
    return visit;
  };
  it('by the museum gives everything back, with a credit note', async () => {
    const { visitId } = await paidVisit();
    await endVisit(staff(), { visitId, as: 'cancelled_by_museum', reason: 'technical' });
    await sendMoney();
    await sendMoney();
    expect(await accountOf(database.owner, visitId)).toMatchObject({
      ...{ order: 'cancelled', billed: 0, received: 0, ledger: 0, papers: ['invoice 4000', 'credit_note 4000'] },
      refunds: ['cancelled_by_museum succeeded 4000'],
    });
    await database.owner.execute(sql`update group_visit set purged_at = now() where id = ${visitId}`);
  });

  it('by the group keeps what the ladder keeps, on an invoice of its own, and asks nothing of who paid nothing', async () => {
    const visit = await paidVisit();
    const { visitId } = visit;
    await database.owner.execute(sql`
      insert into cancellation_ladder (product_id, valid_from, until_hours, share_per_mille) values (${museum.classProductId}, '2000-01-01', 2000, 1000), (${museum.classProductId}, '2000-01-01', 24, 500)`);
    await endVisit(visit.teacher, { visitId, as: 'cancelled_by_group', reason: 'illness' });
    await sendMoney();
    const own = await visitOnAccount(database.db, museum);
    await endVisit(staff(), { visitId: own.visitId, as: 'cancelled_by_group', reason: 'illness' });
    await database.owner.execute(sql`delete from cancellation_ladder`);
    expect(await accountOf(database.owner, visitId)).toMatchObject({
      ...{ billed: 2000, received: 2000, ledger: 2000, papers: ['invoice 4000', 'credit_note 4000', 'invoice 2000'] },
      refunds: ['cancelled_by_visitor succeeded 2000'],
    });
    expect(await accountOf(database.owner, own.visitId)).toMatchObject({ papers: [], billed: 0 });
  });
});

describe('an account', () => {
  it('returns what is too much when fewer came, and is settled by the last payment', async () => {
    const visit = await visitWith('invoice');
    const { visitId } = visit;
    await payOn(await pageFor(visit));
    await settlePayment(system(), await sessionOf(database.db, visit.orderId));
    await takePlace(database.owner, visitId, 20);
    expect(await closeAccount(staff(), { visitId })).toEqual({ ok: true, isSettled: true, refundedMinor: 400 });
    await sendMoney();
    expect(await accountOf(database.owner, visitId)).toMatchObject({
      ...{ state: 'settled', billed: 3600, received: 3600, refunds: ['changed succeeded 400'] },
      papers: ['invoice 4000', 'credit_note 400', 'act 3600'],
    });
    const later = await visitWith('deposit');
    await takePlace(database.owner, later.visitId, 22);
    expect(await workAccounts(system())).toEqual({ accountsClosed: 1, settled: 0 });
    const { rows } = await database.owner.execute<{ id: string }>(
      sql`select id from account_document where visit_id = ${later.visitId} and kind = 'invoice'`,
    );
    const typed = { terminal: 'T1', slip: '1' };
    const part = { documentId: rows[0]?.id ?? '', provider: 'terminal', typed, amountMinor: 1000 } as const;
    expect(await takeDocumentPayment(staff(), part)).toMatchObject({ ok: true });
    expect(await takeDocumentPayment(staff(), part)).toMatchObject({ code: 'slip_used' });
    expect(
      await takeDocumentPayment(staff(), { ...part, amountMinor: 3000, typed: { ...typed, slip: '2' } }),
    ).toMatchObject({ ok: true });
    expect(await accountOf(database.owner, later.visitId)).toMatchObject({ state: 'settled', received: 4000 });
  });

  it('whose payment is disputed keeps its ticket, and what is lost is owed again', async () => {
    const visit = await visitWith('invoice');
    await payOn(await pageFor(visit));
    await settlePayment(system(), await sessionOf(database.db, visit.orderId));
    const { rows } = await database.owner.execute<{ intent: string }>(
      sql`select payment_intent_id as intent from payment where order_id = ${visit.orderId}`,
    );
    const paymentIntentId = rows[0]?.intent ?? '';
    const made = (await (await control('dispute', { payment_intent: paymentIntentId })).json()) as { id: string };
    await importDisputes(system(), { paymentIntentId });
    await fillMoneyInbox(system());
    const tasks = await database.owner.execute(
      sql`select kind, state from money_task where order_id = ${visit.orderId}`,
    );
    expect(tasks.rows).toEqual([{ kind: 'disputed', state: 'open' }]);
    await resizeVisit(staff(), { visitId: visit.visitId, count: { pupils: 10, teachers: 2, parents: 0, aides: 0 } });
    expect(await accountOf(database.owner, visit.visitId)).toMatchObject({
      order: 'on_account',
      tickets: 'valid',
      received: 4000,
      ledger: 0,
    });
    await control('close-dispute', { dispute: made.id, outcome: 'lost' });
    await importDisputes(system(), { paymentIntentId });
    expect(await accountOf(database.owner, visit.visitId)).toMatchObject({
      order: 'on_account',
      tickets: 'valid',
      received: 0,
      billed: 4000,
    });
  });

  it('needs no money before the visit once its guarantee letter is accepted', async () => {
    const { visitId } = await visitOnAccount(database.db, museum, {}, { payWay: 'guarantee_letter' });
    const fileId = newId();
    await database.owner.execute(sql`
      insert into visit_file (id, visit_id, kind, file_name, media_type, bytes, by_kind) values (${fileId}, ${visitId}, 'guarantee_letter', 'a.pdf', 'application/pdf', 'x', 'visitor')`);
    expect(await acceptGuarantee(teacherCtx(database.db, visitId), { visitId, fileId })).toMatchObject({
      code: 'unknown_visit',
    });
    expect(await acceptGuarantee(staff(), { visitId, fileId: newId() })).toMatchObject({ code: 'unknown_file' });
    expect(await acceptGuarantee(staff(), { visitId, fileId })).toEqual({ ok: true, isRepeat: false });
    expect(await acceptGuarantee(staff(), { visitId, fileId })).toEqual({ ok: true, isRepeat: true });
  });

  it('of every visit of this file is, with all its money, what the provider’s books say', async () => {
    await sendMoney();
    const today = new Date();
    const days = {
      fromDate: new Date(today.getTime() - 86_400_000).toISOString().slice(0, 10),
      toDate: today.toISOString().slice(0, 10),
    };
    const compared = await reconcileMoney(system(), days);
    expect(compared.ok && compared.days.every(({ differenceMinor }) => differenceMinor === 0)).toBe(true);
  });
});

import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { handOutRefund } from '#lib/booking/hand-out-refund.ts';
import { submitRefund } from '#lib/booking/submit-refund.ts';
import { takeDocumentPayment } from '#lib/booking/take-document-payment.ts';
import { closeAccount } from '#lib/groups/close-account.ts';
import { endVisit } from '#lib/groups/end-visit.ts';
import { enterTransfer } from '#lib/groups/enter-transfer.ts';
import { findTransferImport, importTransfers, workTransferImports } from '#lib/groups/import-transfers.ts';
import { issueCreditNote } from '#lib/groups/issue-credit-note.ts';
import { issueInvoice } from '#lib/groups/issue-invoice.ts';
import { issueProForma } from '#lib/groups/issue-pro-forma.ts';
import { listPapers } from '#lib/groups/list-papers.ts';
import { ageOfDebt, listReceivables } from '#lib/groups/list-receivables.ts';
import { listTransfers } from '#lib/groups/list-transfers.ts';
import { matchTransfer } from '#lib/groups/match-transfer.ts';
import { resizeVisit } from '#lib/groups/resize-visit.ts';
import { setAsideTransfer } from '#lib/groups/set-aside-transfer.ts';
import { newId } from '#lib/platform/ids.ts';
import { required } from '#lib/platform/result.ts';
import { runInvariants } from '#lib/reports/invariants.ts';
import { staffCtx, systemCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildGroupMuseum, type GroupMuseum } from '#tests/support/group-museum.ts';
import { useTestInstallation } from '#tests/support/held-order.ts';
import { accountOf, takePlace, visitOnAccount } from '#tests/support/visit-account.ts';

let database: TestDatabase;
let museum: GroupMuseum;
let count = 0;
const staff = () => staffCtx(database.db);
const nobody = () => staffCtx(database.db, { permissions: [] });
const today = () => new Date().toISOString().slice(0, 10);

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase({ most: 20 });
  museum = await buildGroupMuseum(database.owner, { starts: 30, guides: 14 });
});
afterAll(() => database.close());
afterEach(async () =>
  expect((await runInvariants(database.owner)).filter(({ violations }) => violations.length > 0)).toEqual([]),
);

async function transferOf(amount: string, words = '', payer = 'Məktəb'): Promise<string> {
  count += 1;
  const entered = await enterTransfer(staff(), { reference: `FT-${count}`, valueDate: today(), amount, payer, words });
  if (!entered.ok) throw new Error(JSON.stringify(entered));
  return entered.transferId;
}
async function invoiced(): Promise<{ visitId: string; documentId: string; number: string }> {
  const { visitId } = await visitOnAccount(database.db, museum);
  const issued = await issueInvoice(staff(), { visitId });
  if (!issued.ok) throw new Error(issued.code);
  return { visitId, documentId: issued.paper.id, number: `${issued.paper.year}-${issued.paper.no}` };
}
async function handOutAll(): Promise<void> {
  const { rows } = await database.owner.execute<{ id: string }>(
    sql`select id from refund where state in ('requested','submitting','pending')`,
  );
  for (const { id } of rows) {
    await submitRefund(systemCtx(database.db), { refundId: id });
    await handOutRefund(staff(), { refundId: id, typed: { reference: `BACK-${id}`, valueDate: today() } });
  }
}

describe('a transfer', () => {
  it('is entered once, with what is wrong told, and suggested where it belongs', async () => {
    const line = { reference: 'FT-A', valueDate: today(), amount: '40,00', payer: 'Məktəb', words: '' };
    expect(await enterTransfer(nobody(), line)).toEqual({ ok: false, code: 'forbidden' });
    expect(await enterTransfer(staff(), { ...line, amount: 'x' })).toMatchObject({
      fault: 'amount_wrong',
      column: 'amount',
    });
    const { visitId, documentId, number } = await invoiced();
    const { transferId } = (await enterTransfer(staff(), { ...line, words: `Hesab-faktura ${number}` })) as {
      transferId: string;
    };
    expect(await enterTransfer(staff(), line)).toMatchObject({ fault: 'duplicate' });
    const listed = await listTransfers(staff(), {});
    expect(listed.ok && listed.transfers[0]?.suggestions[0]).toMatchObject({
      paper: { id: documentId },
      reasons: ['number', 'amount', 'payer'],
    });
    expect(await listTransfers(nobody(), {})).toEqual({ ok: false, code: 'forbidden' });
    const match = { transferId, documentId };
    expect(await matchTransfer(nobody(), match)).toMatchObject({ code: 'forbidden' });
    expect(await matchTransfer(staff(), { ...match, documentId: newId() })).toMatchObject({ code: 'unknown_paper' });
    expect(await matchTransfer(staff(), { ...match, transferId: newId() })).toMatchObject({ code: 'unknown_transfer' });
    const both = await Promise.all([matchTransfer(staff(), match), matchTransfer(staff(), match)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await matchTransfer(staff(), match)).toMatchObject({ code: 'already_matched' });
    expect(await setAsideTransfer(staff(), { transferId, reason: 'not ours' })).toMatchObject({
      code: 'already_matched',
    });
    expect(await accountOf(database.owner, visitId)).toMatchObject({
      received: 4000,
      payments: ['transfer succeeded 4000'],
      ledger: 4000,
    });
    await expect(
      database.owner.execute(sql`update bank_transfer set payment_id = null where id = ${transferId}`),
    ).rejects.toMatchObject({
      cause: { constraint: 'transfer_payment' },
    });
  });

  it('in parts, and too much: what is too much goes back by the bank', async () => {
    const { visitId, documentId } = await invoiced();
    expect(await matchTransfer(staff(), { transferId: await transferOf('15'), documentId })).toMatchObject({
      backMinor: 0,
    });
    expect(await matchTransfer(staff(), { transferId: await transferOf('30'), documentId })).toMatchObject({
      backMinor: 500,
    });
    expect(await matchTransfer(staff(), { transferId: await transferOf('7'), documentId })).toMatchObject({
      backMinor: 700,
    });
    await handOutAll();
    expect(await accountOf(database.owner, visitId)).toMatchObject({
      ...{ billed: 4000, received: 4000, ledger: 4000 },
      refunds: ['overpaid succeeded 500', 'paid_twice succeeded 700'],
    });
  });

  it('that is not ours is set aside with a reason, and taken up again', async () => {
    const transferId = await transferOf('3');
    expect(await setAsideTransfer(staff(), { transferId, reason: ' ' })).toMatchObject({ code: 'reason_missing' });
    expect(await setAsideTransfer(nobody(), { transferId, reason: 'Rent' })).toMatchObject({ code: 'forbidden' });
    expect(await setAsideTransfer(staff(), { transferId, reason: 'Rent' })).toEqual({ ok: true });
    expect(await matchTransfer(staff(), { transferId, documentId: newId() })).toMatchObject({
      code: 'already_matched',
    });
    expect(await listTransfers(staff(), { stand: 'set_aside' })).toMatchObject({
      transfers: [{ id: transferId, setAside: 'Rent' }],
    });
    expect(await setAsideTransfer(staff(), { transferId, reason: null })).toEqual({ ok: true });
  });

  it('comes as a file of 10,000 lines in steps, duplicates told, and goes on where it was stopped', async () => {
    const line = (at: number) => `ZZ-${at},${today()},10.00,School ${at},"w, ""${at}"""`;
    const text = `reference,date,amount,payer,details\n${Array.from({ length: 10_000 }, (_, at) => line(at)).join('\n')}`;
    const bytes = new TextEncoder().encode(text);
    expect(await importTransfers(nobody(), { fileName: 'a.csv', bytes })).toEqual({ ok: false, code: 'forbidden' });
    expect(await importTransfers(staff(), { fileName: 'a.exe', bytes: new Uint8Array([77, 90, 0, 255]) })).toEqual({
      ok: false,
      code: 'not_text',
    });
    expect(await importTransfers(staff(), { fileName: 'a.csv', bytes: new Uint8Array(6e6) })).toEqual({
      ok: false,
      code: 'too_large',
    });
    const taken = await importTransfers(staff(), { fileName: 'bank.csv', bytes });
    const { importId } = taken as { importId: string };
    await workTransferImports(systemCtx(database.db), { budgetMs: 1 });
    expect(await findTransferImport(staff(), importId)).toMatchObject({ total: 10_000, done: 500, isFinished: false });
    await workTransferImports(systemCtx(database.db));
    expect(await findTransferImport(staff(), importId)).toMatchObject({
      done: 10_000,
      added: 10_000,
      refused: [],
      isFinished: true,
    });
    const again = (await importTransfers(staff(), {
      fileName: 'bank.csv',
      bytes: new TextEncoder().encode(text.split('\n').slice(0, 4).join('\n')),
    })) as { importId: string };
    await workTransferImports(systemCtx(database.db));
    expect(await findTransferImport(staff(), again.importId)).toMatchObject({
      added: 0,
      refused: [{ line: 2, code: 'duplicate' }, { line: 3 }, { line: 4 }],
    });
    expect(await findTransferImport(nobody(), importId)).toBeNull();
    await database.owner.execute(sql`delete from bank_transfer where bank_reference like 'ZZ-%'`);
  });
});

describe('what is owed', () => {
  it('stands by its age, papers are found by number, code and name', async () => {
    expect(
      [0, 1, 14, 15, 30, 31].map((late) =>
        ageOfDebt('2026-12-01', `2026-12-${String(1 + late).padStart(2, '0')}`.replace('2026-12-32', '2027-01-01')),
      ),
    ).toEqual(['not_due', 'days_14', 'days_14', 'days_30', 'days_30', 'older']);
    const { documentId, number } = await invoiced();
    const listed = await listReceivables(staff());
    expect(listed.ok && listed.receivables.at(-1)).toMatchObject({
      paperId: documentId,
      leftMinor: 4000,
      age: 'not_due',
    });
    const late = { ...staff(), now: new Date(Date.now() + 20 * 86_400_000) };
    expect(await listReceivables(late)).toMatchObject({ sums: { days_14: 4000 } });
    expect(await listReceivables(nobody())).toEqual({ ok: false, code: 'forbidden' });
    expect(await listPapers(staff(), { q: number, kind: 'invoice' })).toMatchObject({
      total: 1,
      papers: [{ id: documentId }],
    });
    expect(await listPapers(staff(), { q: '20 NOMRELI' })).toMatchObject({
      papers: [{ payerName: '20 nömrəli məktəb' }, {}, {}],
    });
    expect(await listPapers(staff(), { q: '%;--' })).toMatchObject({ total: 0 });
    expect(await listPapers(nobody(), {})).toEqual({ ok: false, code: 'forbidden' });
  });
});

describe('a random life of visits', () => {
  type Step = 'deposit' | 'invoice' | 'fewer' | 'more' | 'credit' | 'part' | 'too_much' | 'cash';
  const steps = fc.array(
    fc.constantFrom<Step>('deposit', 'invoice', 'fewer', 'more', 'credit', 'part', 'too_much', 'cash'),
    { maxLength: 7 },
  );

  it('ends with books that close: nothing lost, nothing kept that was not billed', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.constantFrom('came', 'museum', 'group'), async (life, end) => {
        const { visitId } = await visitOnAccount(database.db, museum, { pupils: 7, teachers: 1 });
        let pupils = 7;
        for (const step of life) {
          const { rows } = await database.owner.execute<{ id: string; left: number }>(sql`
            select id, document_left(id) as left from account_document where visit_id = ${visitId} and document_left(id) > 0 order by no desc limit 1`);
          const owed = rows[0];
          if (step === 'deposit') await issueProForma(staff(), { visitId, share: 'deposit' });
          else if (step === 'invoice') await issueInvoice(staff(), { visitId });
          else if (step === 'credit') await issueCreditNote(staff(), { visitId });
          else if (step === 'fewer' || step === 'more') {
            pupils = step === 'more' ? Math.min(12, pupils + 2) : Math.max(7, pupils - 2);
            await resizeVisit(staff(), { visitId, count: { pupils, teachers: 1, parents: 0, aides: 0 } });
          } else if (owed && step === 'cash') {
            await takeDocumentPayment(staff(), {
              documentId: owed.id,
              provider: 'cash',
              typed: { handed: '999' },
              amountMinor: owed.left,
            });
          } else if (owed) {
            const amountMinor = step === 'part' ? Math.ceil(owed.left / 2) : owed.left + 300;
            await matchTransfer(staff(), {
              transferId: await transferOf((amountMinor / 100).toFixed(2)),
              documentId: owed.id,
            });
          }
        }
        if (end === 'came') {
          await takePlace(database.owner, visitId, 6);
          expect(await closeAccount(staff(), { visitId })).toMatchObject({ ok: true });
        } else await endVisit(staff(), { visitId, as: `cancelled_by_${end}`, reason: 'other' });
        await handOutAll();
        const account = required(await accountOf(database.owner, visitId), 'the account');
        expect(account.ledger).toBe(account.received);
        expect(Number(account.received)).toBeLessThanOrEqual(Number(account.billed));
        expect(
          await runInvariants(database.owner).then((all) => all.filter(({ violations }) => violations.length > 0)),
        ).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });
});

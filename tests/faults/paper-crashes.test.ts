import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { takeDocumentPayment } from '#lib/booking/take-document-payment.ts';
import { closeAccount } from '#lib/groups/close-account.ts';
import { endVisit } from '#lib/groups/end-visit.ts';
import { importTransfers, workTransferImports } from '#lib/groups/import-transfers.ts';
import { issueInvoice } from '#lib/groups/issue-invoice.ts';
import { armCrashPoint, type CrashPoint } from '#lib/platform/crash-point.ts';
import { required } from '#lib/platform/result.ts';
import { runInvariants } from '#lib/reports/invariants.ts';
import { staffCtx, systemCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildGroupMuseum, type GroupMuseum } from '#tests/support/group-museum.ts';
import { useTestInstallation } from '#tests/support/held-order.ts';
import { accountOf, takePlace, visitOnAccount } from '#tests/support/visit-account.ts';

let database: TestDatabase;
let museum: GroupMuseum;
let visitId: string;

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
  museum = await buildGroupMuseum(database.owner, { starts: 30, guides: 14 });
});
afterAll(() => database.close());
beforeEach(async () => {
  ({ visitId } = await visitOnAccount(database.db, museum));
});

const staff = () => staffCtx(database.db);
const crash = (point: CrashPoint) =>
  armCrashPoint(point, () => {
    throw new Error('crash');
  });
const bill = () => issueInvoice(staff(), { visitId });
const pay = async () => {
  const { rows } = await database.owner.execute<{ id: string }>(
    sql`select id from account_document where visit_id = ${visitId} and kind = 'invoice'`,
  );
  const documentId = required(rows[0]?.id, 'the invoice');
  return takeDocumentPayment(staff(), { documentId, provider: 'cash', typed: { handed: '40' }, amountMinor: 4000 });
};
const paid = async () => {
  await bill();
  await pay();
};
const over = async () => {
  await paid();
  await takePlace(database.owner, visitId, 20);
};
const close = () => closeAccount(staff(), { visitId });
const end = () => endVisit(staff(), { visitId, as: 'cancelled_by_museum', reason: 'technical' });

/** Everything that the tables hold of the visit's money: what is half done shows. */
async function everything(): Promise<unknown> {
  const { rows } = await database.owner.execute(sql`
    select (select jsonb_agg(s order by s.kind) from document_series s) as series, (select count(*)::int from counter_proof) as proofs,
           (select count(*)::int from message where visit_id = ${visitId}) as messages`);
  return { ...rows[0], account: await accountOf(database.owner, visitId) };
}

const steps: [CrashPoint, prepare: () => Promise<unknown>, act: () => Promise<unknown>, expected: object][] = [
  ['accounts.after_paper', async () => undefined, bill, { billed: 4000 }],
  ['settle.document_paid', bill, pay, { received: 4000, ledger: 4000 }],
  ['settle.document_decided', bill, pay, { received: 4000, ledger: 4000 }],
  ['accounts.after_take', bill, pay, { received: 4000, payments: ['cash succeeded 4000'] }],
  ['accounts.closing', over, close, { state: 'settled', billed: 3600, refunds: ['changed requested 400'] }],
  ['accounts.after_refund', paid, end, { billed: 0, received: 0, refunds: ['cancelled_by_museum requested 4000'] }],
];

it.each(steps)(
  'whoever dies at %s leaves nothing half done, and the next one does it whole',
  async (point, prepare, act, expected) => {
    await prepare();
    const before = await everything();
    crash(point);
    await expect(act()).rejects.toThrow('crash');
    expect(await everything()).toEqual(before);
    await act();
    expect(await accountOf(database.owner, visitId)).toMatchObject(expected);
    const broken = (await runInvariants(database.owner)).filter(({ violations }) => violations.length > 0);
    expect(broken).toEqual([]);
  },
);

it('whoever dies while a statement is entered loses no line and enters none twice', async () => {
  const day = new Date().toISOString().slice(0, 10);
  const lines = Array.from({ length: 1200 }, (_, at) => `KILL-${at},${day},1,Payer,`);
  const bytes = new TextEncoder().encode(['reference,date,amount,payer,details', ...lines].join('\n'));
  await importTransfers(staff(), { fileName: 'bank.csv', bytes });
  for (const _death of [1, 2]) {
    crash('accounts.importing');
    await expect(workTransferImports(systemCtx(database.db))).rejects.toThrow('crash');
  }
  await workTransferImports(systemCtx(database.db));
  const { rows } = await database.owner.execute(sql`select count(*)::int as n from bank_transfer`);
  expect(rows).toEqual([{ n: 1200 }]);
});

import { type Browser, expect, type Page, test } from '@playwright/test';
import { agreedInMuseum } from '#tests/support/e2e-visit.ts';
import { ask } from '#tests/support/museum-outside.ts';
import { expectGoodPage } from '#tests/support/page.ts';
import { cards, payWith } from '#tests/support/payment-page.ts';
import { signIn } from '#tests/support/staff.ts';
import { words } from '#tests/support/words.ts';

const t = words('az', 'accounts');
const phone = { width: 390, height: 844 };

/** Staff at their desk, without scripts: every form is a plain one. */
async function accountantIn(browser: Browser): Promise<Page> {
  const signedIn = await browser.newContext({ locale: 'az' });
  const page = await signedIn.newPage();
  await signIn(page, 'accountant', '/staff/accounts');
  return page;
}

test('a deposit by card, the invoice, a transfer that is matched, the account closed and the visit settled', async ({
  page: teacher,
  browser,
}) => {
  test.slow();
  const school = `Hesab məktəbi ${Date.now()}`;
  const { visitId, code, token } = await agreedInMuseum(school);
  await teacher.setViewportSize(phone);
  await teacher.goto(`/az/groups/${token}/papers`);
  await expect(teacher.getByRole('heading', { level: 1, name: t('own.title') })).toBeVisible();
  await expectGoodPage(teacher, 'az');
  await teacher.getByRole('button', { name: t('own.ask.quote') }).click();
  await expect(teacher.getByText(t('own.told.quote'))).toBeVisible();
  await teacher.getByRole('button', { name: t('own.ask.deposit') }).click();
  await expect(teacher.getByText(t('own.told.pro_forma'))).toBeVisible();
  const link = await teacher.locator('#papers ~ ul a').last().getAttribute('href');
  const pdf = await teacher.request.get(link ?? '');
  expect([pdf.status(), pdf.headers()['content-type']]).toEqual([200, 'application/pdf']);
  expect((await teacher.request.get((link ?? '').replace(token, 'x'.repeat(32)))).status()).toBe(404);
  await teacher.getByRole('button', { name: /Kartla ödə/ }).click();
  await payWith(teacher, cards.pays);
  await expect(teacher.getByText(t('own.told.paid'))).toBeVisible();
  await expectGoodPage(teacher, 'az');

  const staff = await accountantIn(browser);
  await staff.goto(`/staff/accounts/visits/${visitId}`);
  await staff.getByRole('button', { name: t('staff.visit.do.invoice'), exact: true }).click();
  await expect(staff.getByText(t('staff.visit.done.invoice'))).toBeVisible();
  await expectGoodPage(staff, 'az');
  const [owed] = await ask<{ left: number; no: string }>(
    `select document_left(id) as left, year || '-' || no as no from account_document where visit_id = $1 and kind = 'invoice'`,
    [visitId],
  );
  expect(owed?.left).toBeGreaterThan(0);
  await staff.goto('/staff/accounts');
  await expect(staff.getByRole('link', { name: code })).toBeVisible();
  await expectGoodPage(staff, 'az');

  await staff.goto('/staff/accounts/transfers');
  await expectGoodPage(staff, 'az');
  await staff.getByText(t('staff.transfers.enter.title')).click();
  await staff.getByRole('button', { name: t('staff.transfers.enter.do') }).click();
  await expect(staff.locator('#errors')).toContainText(t('staff.transfers.faults.reference_wrong'));
  await staff.getByLabel(t('staff.transfers.enter.reference')).fill(`E2E-${Date.now()}`);
  await staff.getByLabel(t('staff.transfers.enter.amount')).fill(((owed?.left ?? 0) / 100).toFixed(2));
  await staff.getByLabel(t('staff.transfers.enter.payer')).fill(school.toUpperCase());
  await staff.getByLabel(t('staff.transfers.enter.words')).fill(`hesab-faktura № ${owed?.no}`);
  await staff.getByRole('button', { name: t('staff.transfers.enter.do') }).click();
  await expect(staff.getByText(t('staff.transfers.done.entered'))).toBeVisible();
  const line = staff.locator('section', { hasText: school.toUpperCase() }).last();
  await expect(line.getByRole('radio').first()).toBeChecked();
  await expectGoodPage(staff, 'az');
  await line.getByRole('button', { name: t('staff.transfers.match') }).click();
  await expect(staff.getByText(t('staff.transfers.done.matched'))).toBeVisible();

  // In one step, so that no worker finds it half over.
  await ask(`
    update timeslot t set starts_at = now() - interval '25 hours', ends_at = now() - interval '24 hours', guide_id = null
      from sub_group g join group_visit v on v.plan_id = g.plan_id where v.id = '${visitId}' and t.id = g.timeslot_id;
    update ticket set admitted_people = party_size where order_id = (select order_id from group_visit where id = '${visitId}') and state = 'valid';
    update group_visit set state = 'arrived' where id = '${visitId}';
    update group_visit set state = 'completed' where id = '${visitId}'`);
  await staff.goto(`/staff/accounts/visits/${visitId}`);
  await staff.getByRole('button', { name: t('staff.visit.do.close') }).click();
  await expect(staff.getByText(t('staff.visit.done.settled'))).toBeVisible();
  await expectGoodPage(staff, 'az');
  const [visit] = await ask<{ state: string }>('select state from group_visit where id = $1', [visitId]);
  expect(visit?.state).toBe('settled');
  await staff.goto(`/staff/accounts/papers?q=${encodeURIComponent(school)}`);
  await expectGoodPage(staff, 'az');
  await expect(staff.getByRole('rowheader')).toHaveCount(4);
  const csv = await staff.request.get(`/staff/accounts/papers.csv?q=${encodeURIComponent(school)}`);
  expect(await csv.text()).toContain(code);
});

test('a statement of many lines is read, with what is wrong told line by line', async ({ browser }) => {
  const staff = await accountantIn(browser);
  const today = new Date().toISOString().slice(0, 10);
  const good = Array.from({ length: 1200 }, (_, at) => `BULK-${Date.now()}-${at},${today},1.00,Payer ${at},words`);
  const text = ['reference,date,amount,payer,details', ...good, `BULK-X,${today},x,Payer,`, `?,${today},1,Payer,`].join(
    '\n',
  );
  await staff.goto('/staff/accounts/transfers');
  await staff.getByText(t('staff.transfers.import.title')).click();
  const file = { name: 'bank.csv', mimeType: 'text/csv', buffer: Buffer.from(text) };
  await staff.getByLabel(t('staff.transfers.import.file')).setInputFiles({ ...file, buffer: Buffer.from('a,b\n1,2') });
  await staff.getByRole('button', { name: t('staff.transfers.import.do') }).click();
  await expect(staff.locator('#errors')).toContainText(t('staff.transfers.columnNames.reference'));
  await staff.getByLabel(t('staff.transfers.import.file')).setInputFiles(file);
  await staff.getByRole('button', { name: t('staff.transfers.import.do') }).click();
  await expect(staff.getByText(t('staff.transfers.import.progress', { done: 1200, total: 1200 }))).toBeVisible();
  await expect(staff.getByRole('rowheader')).toHaveText(['1202', '1203']);
  await expectGoodPage(staff, 'az');
  await ask(`delete from bank_transfer where bank_reference like 'BULK-%'`);
});

import { expect, type Page, test } from '@playwright/test';
import { bookFree } from '#tests/support/booked-free.ts';
import { letterTo } from '#tests/support/museum-outside.ts';
import { alertOn, expectGoodPage } from '#tests/support/page.ts';
import { signIn } from '#tests/support/staff.ts';
import { words } from '#tests/support/words.ts';

// Each journey takes its own places: they may run side by side.
test.describe.configure({ mode: 'parallel' });

const t = words('az', 'staff');

/** A page of the dashboard, at a desk and on a telephone. */
async function expectGoodAtBothWidths(page: Page): Promise<void> {
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await expectGoodPage(page, 'az');
  }
}

test('who does not know the password stays outside, and is told so', async ({ page }) => {
  await page.goto('/staff/orders');
  await expect(page).toHaveURL(/\/staff\/sign-in\?next=%2Fstaff%2Forders$/);
  await page.getByRole('button', { name: t('signIn.submit') }).click();
  await expect(alertOn(page)).toContainText(t('signIn.errors.email_missing'));
  await page.getByLabel(t('signIn.email')).fill('director@museum.example');
  await page.getByLabel(t('signIn.password')).fill('a guess');
  await page.getByRole('button', { name: t('signIn.submit') }).click();
  await expect(alertOn(page)).toContainText(t('signIn.errors.wrong_credentials'));
  await expect(page.getByLabel(t('signIn.email'))).toHaveValue('director@museum.example');
  await expectGoodAtBothWidths(page);
});

test('an order is found however its name is spelt, its tickets go out again, and the log knows who sent them', async ({
  page,
  context,
}) => {
  const booked = await bookFree(await context.newPage(), 1, 'Rövşən Əliyev');
  await letterTo(booked.email, 1);
  await signIn(page, 'administrator', '/staff');
  await expect(page.getByRole('table')).toBeVisible();
  await expectGoodAtBothWidths(page);

  await page.getByRole('link', { name: t('nav.orders'), exact: true }).click();
  await page.getByLabel(t('orders.date')).fill(booked.visitDate);
  for (const spelling of ['Aliyev', 'Əliyev', 'Алиев', booked.code, booked.email]) {
    await page.getByLabel(t('orders.search')).fill(spelling);
    await page.getByRole('button', { name: t('orders.submit') }).click();
    await expect(page).toHaveURL(new RegExp(`q=${encodeURIComponent(spelling).replaceAll('.', '\\.')}`));
    await expect(page.getByRole('link', { name: booked.code })).toBeVisible();
  }
  await expectGoodAtBothWidths(page);

  await page.getByRole('link', { name: booked.code }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(booked.code);
  await page.getByRole('button', { name: t('order.sendAgain') }).click();
  await expect(page.getByText(t('order.sentAgain', { email: booked.email }))).toBeVisible();
  await expectGoodAtBothWidths(page);
  expect((await letterTo(booked.email, 2)).attachments).toHaveLength(2);

  await page.goto(`/staff/audit?q=${booked.code}`);
  const row = page.getByRole('row').filter({ hasText: t('audit.actions.tickets_sent_again') });
  await expect(row).toContainText('Rəşad Məmmədov');
  await expectGoodAtBothWidths(page);

  await page.getByRole('button', { name: t('nav.signOut') }).click();
  await expect(page).toHaveURL(/\/staff\/sign-in/);
  await page.goto('/staff');
  await expect(page).toHaveURL(/\/staff\/sign-in/);
});

test('a guide sees the day, and nothing that is not a guide’s', async ({ page }) => {
  await signIn(page, 'guide', '/staff');
  await expect(page.getByRole('link', { name: t('nav.orders'), exact: true })).toHaveCount(0);
  for (const path of ['/staff/orders', '/staff/audit', '/staff/nowhere', '/desk']) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('notFound.title'));
  }
  await page.goto('/staff/orders');
  await expectGoodAtBothWidths(page);
});

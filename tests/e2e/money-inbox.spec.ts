import { expect, test } from '@playwright/test';
import pg from 'pg';
import { expectGoodPage } from '#tests/support/page.ts';
import { signIn } from '#tests/support/staff.ts';
import { words } from '#tests/support/words.ts';

const t = words('az', 'staff');

test('the accountant settles a matter of the money inbox, with a word on how', async ({ page }) => {
  const reference = `payment:e2e-${Date.now()}`;
  const owner = new pg.Client(process.env.MUSEUM_OWNER_URL);
  await owner.connect();
  try {
    await owner.query(
      `insert into money_task (kind, subject, amount_minor, currency, facts)
       values ('mismatched', $1, 1200, 'AZN', jsonb_build_object('reference', $1::text))`,
      [reference],
    );
    await signIn(page, 'accountant', '/staff/inbox');
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      await expectGoodPage(page, 'az');
    }
    const row = page.getByRole('row').filter({ hasText: reference });
    await row.getByLabel(t('inbox.reason')).fill('Bank çıxarışı ilə yoxlanıldı');
    await row.getByRole('button', { name: t('inbox.buttons.note') }).click();
    await expect(page.getByText(t('inbox.done.person'))).toBeVisible();
    await expect(row).toHaveCount(0);
    await expectGoodPage(page, 'az');
    await page.goto('/staff/demand');
    await expectGoodPage(page, 'az');
  } finally {
    await owner.query('delete from money_task where subject = $1', [reference]);
    await owner.end();
  }
});

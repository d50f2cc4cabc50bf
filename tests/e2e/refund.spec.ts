import { expect, type Page, test } from '@playwright/test';
import { ask, visitIsNow } from '#tests/support/museum-outside.ts';
import { expectGoodPage } from '#tests/support/page.ts';
import { cards, payWith } from '#tests/support/payment-page.ts';
import { signIn } from '#tests/support/staff.ts';
import { hold, orderOn } from '#tests/support/visit-time.ts';
import { chooseTypes, goToPay, type Journey, newAddress, ticketNames } from '#tests/support/visitor.ts';
import { words } from '#tests/support/words.ts';

const t = words('az', 'refunds');

async function buyTwo(page: Page): Promise<{ id: string; code: string }> {
  const journey: Journey = { page, locale: 'az', isKnown: true };
  await hold(journey, 'hall-only', 2);
  await chooseTypes(journey, { [ticketNames.az.adult]: 2 });
  await goToPay(journey, newAddress());
  await payWith(page, cards.pays);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words('az', 'order')('paid.title'));
  return orderOn(page);
}

/** Chooses the first ticket that is left and goes as far as the sum. */
async function chooseFirst(page: Page, orderId: string, isWaived: boolean): Promise<void> {
  await page.goto(`/staff/orders/${orderId}`);
  await page.getByRole('link', { name: t('order.link') }).click();
  await page.getByRole('checkbox').first().check();
  if (isWaived) await page.getByLabel(t('order.waive')).check();
  await page.getByRole('button', { name: t('order.show') }).click();
  await expect(page.getByRole('heading', { name: t('order.sumTitle') })).toBeVisible();
  await page.getByLabel(t('order.note')).fill('Telefonla xahiş edib');
}

test('a ticket goes back by the rules, another in spite of them when a second colleague approves', async ({
  page,
  browser,
}) => {
  const visitor = await (await browser.newContext()).newPage();
  const order = await buyTwo(visitor);

  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, 'duty_manager', '/staff');
  await chooseFirst(page, order.id, false);
  await expectGoodPage(page, 'az');
  const confirm = page.locator('main form button').last();
  await confirm.click();
  await expect(page.getByText(t('order.done.refunding'))).toBeVisible();
  await expectGoodPage(page, 'az');
  await expect
    .poll(() => ask('select state from refund where order_id = $1', [order.id]), { timeout: 20_000 })
    .toEqual([{ state: 'succeeded' }]);
  await visitor.reload();
  await expect(visitor.getByRole('img')).toHaveCount(1);

  await visitIsNow(order.code, 30);
  await chooseFirst(page, order.id, true);
  await page.getByRole('button', { name: t('order.confirm.waiver') }).click();
  await expect(page.getByText(t('order.done.waiver_asked'))).toBeVisible();
  await page.goto('/staff/money');
  await expect(page.getByRole('row', { name: order.code })).toContainText(t('tasks.ownWaiver'));
  await expectGoodPage(page, 'az');

  const colleague = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  await signIn(colleague, 'accountant', '/staff/money');
  await expectGoodPage(colleague, 'az');
  await expect(colleague.getByRole('row', { name: order.code })).toContainText(/\d,\d\d/);
  await colleague.getByRole('button', { name: t('tasks.approveOf', { code: order.code }) }).click();
  await expect(colleague.getByText(t('tasks.done.approved'))).toBeVisible();
  await expect
    .poll(() => ask('select state from orders where id = $1', [order.id]), { timeout: 20_000 })
    .toEqual([{ state: 'refunded' }]);
  await visitor.reload();
  await expect(visitor.getByRole('heading', { level: 1 })).toHaveText(words('az', 'order')('payment.refundedTitle'));
  await expectGoodPage(visitor, 'az');
});

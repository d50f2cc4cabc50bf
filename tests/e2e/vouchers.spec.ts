import { expect, type Page, test } from '@playwright/test';
import { ask } from '#tests/support/museum-outside.ts';
import { alertOn, expectGoodPage } from '#tests/support/page.ts';
import { signIn } from '#tests/support/staff.ts';
import { dormantTime, hold, openDay, roomyTime, timeButton } from '#tests/support/visit-time.ts';
import {
  chooseTypes,
  fillDetails,
  type Journey,
  newAddress,
  quantityField,
  ticketNames,
} from '#tests/support/visitor.ts';
import { words } from '#tests/support/words.ts';

const t = words('az', 'vouchers');

async function makeCode(page: Page, fields: Record<string, string>): Promise<string> {
  await page.goto('/staff/vouchers/new');
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`[name="${name}"]`);
    if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption(value);
    else await field.fill(value);
  }
  await page.getByRole('button', { name: t('form.make') }).click();
  await expect(page.getByText(t('staff.done.made'))).toBeVisible();
  return fields.code ?? '';
}

test('a manager makes a code, a visitor uses it without scripts, and it is spent', async ({ page, browser }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, 'duty_manager', '/staff/vouchers');
  await expectGoodPage(page, 'az');
  await page.goto('/staff/vouchers/new');
  await page.locator('[name="label"]').fill('Dostlar');
  await page.getByRole('button', { name: t('form.make') }).click();
  await expect(page.getByText(t('form.refused.does_nothing'))).toBeVisible();
  await expect(page.locator('[name="label"]')).toHaveValue('Dostlar');
  await expectGoodPage(page, 'az');
  const code = await makeCode(page, { label: 'Dostlar', code: 'E2EFREE26', effect: 'per_cent_off', value: '100' });
  await expectGoodPage(page, 'az');
  const own = page.url();

  const visitor = await browser.newContext({ javaScriptEnabled: false });
  const visitorPage = await visitor.newPage();
  const journey: Journey = { page: visitorPage, locale: 'az', isKnown: true };
  await hold(journey, 'hall-only', 2);
  await quantityField(journey, 'adult').fill('3');
  await visitorPage.getByText(t('code.have')).click();
  await visitorPage.getByLabel(t('code.label')).fill('e2e-wrong-26');
  await visitorPage.getByRole('button', { name: t('code.use') }).click();
  await expect(alertOn(visitorPage)).toContainText(t('refused.unknown'));
  await expect(visitorPage.getByLabel(t('code.label'))).toHaveValue('e2e-wrong-26');
  await expect(quantityField(journey, 'adult')).toHaveValue('3');
  await visitorPage.getByLabel(t('code.label')).fill('e2e-free-26');
  await visitorPage.getByRole('button', { name: t('code.use') }).click();
  await expect(visitorPage.getByText(t('code.isUsed', { code: 'E2EFREE26' }))).toBeVisible();
  await expect(quantityField(journey, 'adult')).toHaveValue('3');
  await visitorPage.getByRole('button', { name: t('code.remove') }).click();
  await visitorPage.getByText(t('code.have')).click();
  // Going on with a code typed means it, too.
  await visitorPage.getByLabel(t('code.label')).fill('e2e free 26');
  await chooseTypes(journey, { [ticketNames.az.adult]: 2 });
  await expect(visitorPage.locator('dl.facts')).toContainText('E2EFREE26');
  await fillDetails(journey, { email: newAddress() });
  await visitorPage.locator('main form button:not([formaction])').last().click();
  await expect(visitorPage.getByRole('heading', { level: 1 })).toHaveText(words('az', 'order')('paid.title'));
  await visitor.close();

  await page.goto(own);
  await expect(page.locator('dl').getByText(t('staff.stands.used_up'))).toBeVisible();
  await expect(page.getByRole('cell', { name: t('staff.useStates.used') })).toBeVisible();
  const [{ state } = {}] = await ask<{ state: string }>(
    'select u.state from voucher_use u join voucher v on v.id = u.voucher_id where v.code = $1 order by u.made_at desc limit 1',
    [code],
  );
  expect(state).toBe('used');
});

test('a code opens another lane’s places of a day, and is withdrawn', async ({ page, browser }) => {
  await signIn(page, 'duty_manager', '/staff/vouchers');
  const visit = await roomyTime('full-route');
  await ask(
    `with opened as (update pool_release set opened_at = now() where pool_id in (select id from pool where timeslot_id = $1))
     update pool set capacity = held + sold, withheld = 0, promised = held + sold + given, opens_at = null where timeslot_id = $1 and kind = 'lane' and lane = 'public'`,
    [visit.timeslotId],
  );
  await makeCode(page, { label: 'Məktəb 6', code: 'E2EDESK26', lane: 'desk', maximum: '8', maxUses: '3' });
  const own = page.url();

  const visitor = await (await browser.newContext()).newPage();
  const journey: Journey = { page: visitor, locale: 'az' };
  await openDay(journey, visit, 2);
  await expect(timeButton(visitor, visit)).toHaveCount(0);
  await visitor.getByText(t('code.have')).click();
  await visitor.getByLabel(t('code.label')).fill('E2EDESK26');
  await visitor.getByRole('button', { name: t('code.show') }).click();
  await expect(visitor.getByText(t('code.ownLane'))).toBeVisible();
  await expectGoodPage(visitor, 'az');
  await timeButton(visitor, visit).click();
  await expect(visitor).toHaveURL(/\/tickets$/);
  await expectGoodPage(visitor, 'az');
  await expect(visitor.getByRole('button', { name: t('code.remove') })).toHaveCount(0);

  await page.goto(own);
  await page.getByRole('button', { name: t('form.withdraw'), exact: true }).click();
  await expect(page.getByText(t('staff.done.withdrawn'))).toBeVisible();
  await openDay(journey, visit, 2);
  await visitor.goto(`${visitor.url()}&code=E2EDESK26`);
  await expect(alertOn(visitor)).toContainText(t('refused.unknown'));
});

test('a duty manager adds places to a time with a reason; the director alone sees the fire limit', async ({
  page,
  browser,
}) => {
  const c = words('az', 'capacity');
  const visit = await roomyTime('hall-only');
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, 'duty_manager', `/staff/slots/${visit.timeslotId}`);
  await expectGoodPage(page, 'az');
  await expect(page.getByText(c('fire.title'))).toHaveCount(0);
  await page.getByLabel(c('override.change'), { exact: true }).fill('2');
  await page.getByLabel(c('override.note')).fill('İki uşaq əlavə gəldi');
  await page.getByRole('button', { name: c('override.submit') }).click();
  await expect(page.getByText(c('done.places'))).toBeVisible();
  await expect(page.getByRole('cell', { name: 'İki uşaq əlavə gəldi' })).toBeVisible();
  await expectGoodPage(page, 'az');
  await page.getByLabel(c('override.change'), { exact: true }).fill('-3');
  await page.getByLabel(c('override.note')).fill('Səhv oldu');
  await page.getByRole('button', { name: c('override.submit') }).click();
  await expect(page.getByText(c('refused.none_added'))).toBeVisible();

  // Places of this time kept for a code: nobody else sees them, and the time's page says so.
  await page.getByRole('link', { name: c('slot.reserve') }).click();
  await page.locator('[name="label"]').fill('Veteranlar şurası');
  await page.locator('[name="places"]').fill('500');
  await page.getByRole('button', { name: t('form.make') }).click();
  await expect(page.locator('.notice.refused')).toBeVisible();
  await expect(page.locator('[name="label"]')).toHaveValue('Veteranlar şurası');
  await page.locator('[name="places"]').fill('2');
  await page.getByRole('button', { name: t('form.make') }).click();
  await expect(page.getByText(t('staff.done.made'))).toBeVisible();
  await expectGoodPage(page, 'az');
  await page.goto(`/staff/slots/${visit.timeslotId}`);
  await expect(page.getByRole('row', { name: 'Veteranlar şurası' })).toContainText(
    c('reserves.leftOf', { left: 2, places: 2 }),
  );
  await expectGoodPage(page, 'az');

  // A time that sleeps: nobody is offered it until it is opened here, with a reason.
  const sleeping = await dormantTime('hall-only', visit.date);
  const journey: Journey = { page: await (await browser.newContext()).newPage(), locale: 'az' };
  await openDay(journey, sleeping, 2);
  await expect(timeButton(journey.page, sleeping)).toHaveCount(0);
  await page.goto(`/staff?date=${sleeping.date}`);
  const row = page.getByRole('row').filter({ hasText: sleeping.time });
  await expect(row).toContainText(words('az', 'staff')('timeslotStates.dormant'));
  await row.getByRole('link').first().click();
  await expect(page).toHaveURL(new RegExp(sleeping.timeslotId));
  await expectGoodPage(page, 'az');
  await page.getByLabel(c('open.reason')).selectOption('group');
  await page.getByLabel(c('open.note')).fill('Universitetdən qırx nəfər gəlir');
  await page.getByRole('button', { name: c('open.submit') }).click();
  await expect(page.getByText(c('done.opened'))).toBeVisible();
  await expect(page.getByRole('button', { name: c('open.submit') })).toHaveCount(0);
  await expectGoodPage(page, 'az');
  // A page that many look at may be a moment old (decision 013).
  await expect(async () => {
    await openDay(journey, sleeping, 2);
    await expect(timeButton(journey.page, sleeping)).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });

  const director = await (await browser.newContext()).newPage();
  await signIn(director, 'director', `/staff/slots/${visit.timeslotId}`);
  await director.locator('summary', { hasText: c('fire.title') }).click();
  await expectGoodPage(director, 'az');
  await director.getByLabel(c('fire.limit')).fill('500');
  await director.getByLabel(c('fire.note')).fill('Yoxlama');
  await director.getByRole('button', { name: c('fire.submit') }).click();
  await expect(director.getByText(c('done.fire_limit'))).toBeVisible();
});

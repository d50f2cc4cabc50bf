import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { locales } from '#lib/platform/locales.ts';
import { ask } from '#tests/support/museum-outside.ts';
import { expectGoodPage } from '#tests/support/page.ts';
import { cards, payWith } from '#tests/support/payment-page.ts';
import { signIn } from '#tests/support/staff.ts';
import { hold, orderOn } from '#tests/support/visit-time.ts';
import { chooseTypes, goToPay, type Journey, newAddress, ticketNames } from '#tests/support/visitor.ts';
import { words } from '#tests/support/words.ts';

const t = words('az', 'counter');
const phone = { width: 390, height: 844 };

/** A visitor who has gone as far as the payment page, and stands at the desk instead. */
async function goesToTheDesk(page: Page): Promise<{ id: string; code: string; back: string }> {
  const journey: Journey = { page, locale: 'az', isKnown: true };
  await hold(journey, 'hall-only', 2);
  await chooseTypes(journey, { [ticketNames.az.adult]: 2 });
  const back = page.url().replace(/\/details$/, '');
  const order = await orderOn(page);
  await goToPay(journey, newAddress());
  return { ...order, back };
}

const inEveryLanguage = async (page: Page, role: string) => {
  for (const locale of locales) {
    await ask(
      `update staff_member set locale = $1 where id in (select staff_member_id from staff_role where role = $2)`,
      [locale, role],
    );
    await page.reload();
    await expectGoodPage(page, locale);
  }
  await ask(
    `update staff_member set locale = 'az' where id in (select staff_member_id from staff_role where role = $1)`,
    [role],
  );
  await page.reload();
};

const others: BrowserContext[] = [];
test.afterEach(async () => {
  for (const context of others.splice(0)) await context.close();
});

/** Somebody else's browser. */
async function another(browser: Browser, javaScriptEnabled = true): Promise<Page> {
  const context = await browser.newContext({ viewport: phone, locale: 'az', javaScriptEnabled });
  others.push(context);
  return context.newPage();
}

test('cash at the desk: the page online is closed, the change is told, and it goes back from hand to hand', async ({
  page,
  browser,
}) => {
  test.slow();
  const visitor = await another(browser);
  const order = await goesToTheDesk(visitor);

  await page.setViewportSize(phone);
  await signIn(page, 'desk', `/staff/orders/${order.id}`);
  await expect(page.getByText(t('pay.openPage'))).toBeVisible();
  await inEveryLanguage(page, 'desk');
  await expect(page.getByText(t('pay.ways.transfer'))).toHaveCount(0);
  const cashForm = page.locator('form', { has: page.getByLabel(t('fields.handed')) });
  await cashForm.getByLabel(t('fields.handed')).fill('1');
  await cashForm.getByRole('button').click();
  await expect(page.getByLabel(t('fields.handed'))).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel(t('fields.handed'))).toHaveValue('1');
  await expect(page.getByRole('link', { name: t('wrong.handed.too_little') })).toBeVisible();
  await inEveryLanguage(page, 'desk');
  await page.getByLabel(t('fields.handed')).fill('100');
  await cashForm.getByRole('button').click();
  await expect(page.getByText(t('pay.done'))).toBeVisible();
  await expect(page.getByText(/\d+,\d\d\s₼ qalıq/)).toBeVisible();
  await expectGoodPage(page, 'az');

  await payWith(visitor, cards.pays);
  await expect(visitor.getByText(/artıq etibarlı deyil/).first()).toBeVisible();
  await visitor.goto(order.back);
  await expect(visitor.getByRole('heading', { level: 1 })).toHaveText(words('az', 'order')('paid.title'));

  const manager = await another(browser);
  await signIn(manager, 'duty_manager', `/staff/orders/${order.id}/refund`);
  const refunds = words('az', 'refunds');
  await manager.getByRole('checkbox').first().check();
  await manager.getByLabel(refunds('order.causes.cancelled_by_museum')).check();
  await manager.getByRole('button', { name: refunds('order.show') }).click();
  await manager.getByLabel(refunds('order.note')).fill('Zal bağlıdır');
  await manager.locator('main form button').last().click();
  await expect(manager.getByText(refunds('order.done.refunding'))).toBeVisible();

  await page.goto('/staff/money');
  const button = page.getByRole('button', { name: t('handOut.doOf', { do: t('handOut.do.cash'), code: order.code }) });
  await expect(button).toBeVisible();
  await inEveryLanguage(page, 'desk');
  await button.click();
  await expect(page.getByText(t('handOut.done'))).toBeVisible();
  await expect(button).toHaveCount(0);
  expect(await ask('select state from refund where order_id = $1', [order.id])).toEqual([{ state: 'succeeded' }]);
});

test('a slip and a transfer are typed, refused beside their fields, and count once', async ({ page, browser }) => {
  test.slow();
  const orders = [await goesToTheDesk(await another(browser)), await goesToTheDesk(await another(browser))];
  const [first, second] = orders.map(({ id }) => `/staff/orders/${id}`);
  const slip = `E2E-${Date.now()}`;
  await signIn(page, 'accountant', first ?? '');
  const submit = (field: string) =>
    page.locator('form', { has: page.getByLabel(t(field), { exact: true }) }).getByRole('button');
  await submit('fields.slip').click();
  await expect(page.getByRole('link', { name: t('wrong.terminal.missing') })).toBeVisible();
  await expectGoodPage(page, 'az');
  await page.getByLabel(t('fields.terminal'), { exact: true }).fill('T-9');
  await page.getByLabel(t('fields.slip')).fill(slip);
  await submit('fields.slip').click();
  await expect(page.getByText(t('pay.done'))).toBeVisible();
  await expect(page.getByText(`T-9 / ${slip}`)).toBeVisible();

  await page.goto(second ?? '');
  await page.getByLabel(t('fields.terminal'), { exact: true }).fill('t-9');
  await page.getByLabel(t('fields.slip')).fill(slip.toLowerCase());
  await submit('fields.slip').click();
  await expect(page.getByText(t('refusals.slip_used'))).toBeVisible();
  await page.getByLabel(t('fields.reference')).fill('?');
  await submit('fields.reference').click();
  await expect(page.getByRole('link', { name: t('wrong.reference.malformed') })).toBeVisible();
  await inEveryLanguage(page, 'accountant');
  await page.getByLabel(t('fields.reference')).fill(`FT-${slip}`);
  await submit('fields.reference').click();
  await expect(page.getByText(t('pay.done'))).toBeVisible();
  await expectGoodPage(page, 'az');
  expect(
    await ask(`select count(*)::int as n from counter_proof where slip = $1 or reference = $2`, [slip, `FT-${slip}`]),
  ).toEqual([{ n: 2 }]);
});

test('without script, the forms at the counter work all the same', async ({ page, browser }) => {
  const order = await goesToTheDesk(await another(browser));
  await signIn(page, 'desk', '/staff');
  const cookies = await page.context().cookies();
  const desk = await another(browser, false);
  await desk.context().addCookies(cookies);
  await desk.goto(`/staff/orders/${order.id}`);
  await desk.getByLabel(t('fields.handed')).fill('50,00');
  await desk
    .locator('form', { has: desk.getByLabel(t('fields.handed')) })
    .getByRole('button')
    .click();
  await expect(desk.getByText(t('pay.done'))).toBeVisible();
  expect(await ask('select state from orders where id = $1', [order.id])).toEqual([{ state: 'paid' }]);
});

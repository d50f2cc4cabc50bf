import { type Browser, expect, type Page, test } from '@playwright/test';
import type { Locale } from '#lib/platform/locales.ts';
import { ask, letterTo, timeIsNow } from '#tests/support/museum-outside.ts';
import { expectGoodPage } from '#tests/support/page.ts';
import { cards, payWith } from '#tests/support/payment-page.ts';
import { signIn } from '#tests/support/staff.ts';
import { openDay, orderOn, roomyTime, timeButton, type VisitTime } from '#tests/support/visit-time.ts';
import { chooseTypes, goToPay, type Journey, newAddress, ticketNames } from '#tests/support/visitor.ts';
import { words } from '#tests/support/words.ts';

const phone = { width: 390, height: 844 };
const t = words('az', 'cancellation');

type Buyer = { page: Page; locale: Locale; address: string; id: string; code: string };

/** Buys so many tickets at a time, with or without scripts. */
async function buy(
  browser: Browser,
  visit: VisitTime,
  people: number,
  options: { locale?: Locale; javaScriptEnabled?: boolean } = {},
): Promise<Buyer> {
  const { locale = 'az', javaScriptEnabled } = options;
  const page = await (await browser.newContext({ viewport: phone, javaScriptEnabled })).newPage();
  const journey: Journey = { page, locale, isKnown: true };
  await openDay(journey, visit, people);
  await timeButton(page, visit).click();
  await chooseTypes(journey, { [ticketNames[locale].adult]: people });
  const address = newAddress();
  await goToPay(journey, address);
  await payWith(page, cards.pays);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words(locale, 'order')('paid.title'));
  return { page, locale, address, ...(await orderOn(page)) };
}

const isState = (orderId: string, state: string) =>
  expect.poll(() => ask('select state from orders where id = $1', [orderId]), { timeout: 30_000 }).toEqual([{ state }]);

test('a time is cancelled: one visitor moves, one takes the money, one is moved by staff', async ({
  page,
  browser,
}) => {
  test.setTimeout(180_000);
  const visit = await roomyTime('hall-only');
  const mover = await buy(browser, visit, 2, { javaScriptEnabled: false });
  const taker = await buy(browser, visit, 1, { locale: 'ru' });
  const silent = await buy(browser, visit, 1);

  await page.setViewportSize(phone);
  await signIn(page, 'duty_manager', '/staff');
  await page.goto(`/staff/slots/${visit.timeslotId}`);
  await page.getByRole('link', { name: t('staff.link'), exact: true }).click();
  await expect(page.getByRole('heading', { name: t('staff.affected') })).toBeVisible();
  await expectGoodPage(page, 'az');
  await page.getByLabel(t('staff.reasons.guide_missing')).check();
  await page.getByLabel(t('staff.note')).fill('Bələdçi xəstədir');
  await page.getByRole('button', { name: t('staff.confirm', { people: 4 }) }).click();
  await expect(page.getByText(t('staff.done'))).toBeVisible();
  await expectGoodPage(page, 'az');

  // Each gets the offer, in their own language, and the page behind the link of the mail.
  const letter = await letterTo(mover.address, 2);
  expect(letter.subject).toContain(visit.time);
  const link = /http\S+\/az\/order\/[\w-]{32}/.exec(letter.text)?.[0] ?? '';
  await mover.page.goto(link);
  await expect(mover.page.getByRole('heading', { level: 1 })).toHaveText(t('visitor.title'));
  await expectGoodPage(taker.page, 'ru');
  const times = mover.page.locator('details[open] button[name="timeslotId"]');
  await expect(times.first()).toBeVisible();
  await times.first().click();
  await expect(mover.page.getByRole('heading', { level: 1 })).toHaveText(words('az', 'order')('paid.title'));
  await expect(mover.page.getByRole('img')).toHaveCount(2);
  expect((await letterTo(mover.address, 3)).attachments).toHaveLength(2);

  const ru = words('ru', 'cancellation');
  await taker.page.reload();
  await expect(taker.page.getByRole('heading', { level: 1 })).toHaveText(ru('visitor.title'));
  await expectGoodPage(taker.page, 'ru');
  await taker.page.locator('form[action$="/take-back"] button').click();
  await expect(taker.page.locator('button[name="timeslotId"]')).toHaveCount(0);
  await expectGoodPage(taker.page, 'ru');
  await isState(taker.id, 'refunded');
  await taker.page.reload();
  await expectGoodPage(taker.page, 'ru');

  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(`/staff/orders/${silent.id}`);
  await page.getByRole('link', { name: t('staff.move.link') }).click();
  await expectGoodPage(page, 'az');
  await page.locator('button[name="timeslotId"]').first().click();
  await expect(page.getByRole('status')).toContainText(/\d\d:\d\d/);
  await expectGoodPage(page, 'az');
  await silent.page.reload();
  await expect(silent.page.getByRole('heading', { level: 1 })).toHaveText(words('az', 'order')('paid.title'));

  await expect
    .poll(() => ask('select state from timeslot where id = $1', [visit.timeslotId]), { timeout: 30_000 })
    .toEqual([{ state: 'cancelled' }]);
  await page.goto(`/staff/slots/${visit.timeslotId}/cancellation`);
  await expect(page.getByText(t('staff.progress', { ended: 3, all: 3 }))).toBeVisible();
  await expectGoodPage(page, 'az');
});

test('a visitor cancels one ticket with the sum on the button, then the other for nothing', async ({ browser }) => {
  const visit = await roomyTime('hall-only');
  const buyer = await buy(browser, visit, 2, { javaScriptEnabled: false });
  const page = buyer.page;
  const cancelFirst = async () => {
    await page.getByRole('link', { name: t('own.link') }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('own.title'));
    await page.getByRole('checkbox').first().check();
    await page.getByRole('button', { name: t('own.show') }).click();
    await expect(page.getByRole('heading', { name: t('own.sumTitle') })).toBeVisible();
  };
  await cancelFirst();
  await page.locator('form[action$="/cancel-tickets"] button').click();
  await expect(page.getByRole('img')).toHaveCount(1);
  await expect
    .poll(() => ask('select state from refund where order_id = $1', [buyer.id]), { timeout: 20_000 })
    .toEqual([{ state: 'succeeded' }]);

  await timeIsNow(visit.timeslotId, 60);
  await cancelFirst();
  await page.getByRole('button', { name: t('own.confirmNothing') }).click();
  await isState(buyer.id, 'refunded');

  // The same pages with scripts, as axe needs them.
  const reader = await (await browser.newContext({ viewport: phone })).newPage();
  await reader.goto(page.url());
  await expectGoodPage(reader, 'az');
  const other = await buy(browser, await roomyTime('hall-only'), 2, { locale: 'en' });
  await other.page.getByRole('link', { name: words('en', 'cancellation')('own.link') }).click();
  await other.page.getByRole('checkbox').first().check();
  await other.page.getByRole('button', { name: words('en', 'cancellation')('own.show') }).click();
  await expectGoodPage(other.page, 'en');
  await other.page.locator('form[action$="/cancel-tickets"] button').click();
  await expect(other.page.getByRole('img')).toHaveCount(1);
  await expectGoodPage(other.page, 'en');
});

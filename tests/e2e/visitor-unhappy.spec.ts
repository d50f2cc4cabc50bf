import { expect, test } from '@playwright/test';
import { ask, timeIsNow } from '#tests/support/museum-outside.ts';
import { alertOn, expectAccessible, expectGoodPage } from '#tests/support/page.ts';
import { cards, payWith } from '#tests/support/payment-page.ts';
import { hold, holdRunsOut, openDay, orderOn, othersTake, roomyTime, timeButton } from '#tests/support/visit-time.ts';
import {
  chooseTypes,
  fillDetails,
  goToPay,
  type Journey,
  mainButton,
  newAddress,
  quantityField,
  ticketNames,
} from '#tests/support/visitor.ts';
import { words } from '#tests/support/words.ts';

// Each journey takes its own places: they may run side by side.
test.describe.configure({ mode: 'parallel' });

test.use({ viewport: { width: 390, height: 844 } });

const heading = ({ page }: Journey) => page.getByRole('heading', { level: 1 });

test('sold out while choosing: the number of people stays, the counts are fresh', async ({ page }) => {
  const journey: Journey = { page, locale: 'az' };
  const t = words('az', 'visit');
  const visit = await roomyTime('full-route');
  await openDay(journey, visit, 3);
  await othersTake(visit, 1);
  await timeButton(page, visit).click();
  const { date, time } = visit;
  await expect(page).toHaveURL(new RegExp(`/visit/full-route/${date}\\?`));
  await expect(alertOn(page)).toContainText(t('day.refused.full_for_party', { time, room: 1, people: 3 }));
  await expect(page.getByLabel(t('day.people'))).toHaveValue('3');
  await expect(timeButton(page, visit)).toHaveCount(0);
  await expect(page.getByText(t('day.fullForParty', { count: 1 })).first()).toBeVisible();
  await expectGoodPage(page, 'az');

  await openDay(journey, visit, 1);
  await othersTake(visit, 0);
  await timeButton(page, visit).click();
  await expect(alertOn(page)).toContainText(t('day.refused.full'));
  await expect(page.getByLabel(t('day.people'))).toHaveValue('1');
});

test('the visit begins while the details are typed: it is said, nothing can be paid, and another time is a press away', async ({
  page,
}) => {
  const journey: Journey = { page, locale: 'ru', isKnown: true };
  const t = words('ru', 'order');
  const visit = await hold(journey, 'hall-only', 1);
  await chooseTypes(journey, { [ticketNames.ru.adult]: 1 });
  await fillDetails(journey, { email: newAddress() });
  await timeIsNow(visit.timeslotId, -1);
  await mainButton(journey).click();
  await expect(page.getByText(t('details.hasBegun'))).toBeVisible();
  await expect(page.getByLabel(t('details.email'))).toHaveCount(0);
  await expectGoodPage(page, 'ru');
  expect(await orderOn(page)).toMatchObject({ payments: [] });
  await page.getByRole('link', { name: t('details.otherTime') }).click();
  await expect(page).toHaveURL(/\/ru\/visit\/hall-only/);
});

test('more people than places are left: every number typed stays, and fewer fit', async ({ page }) => {
  const journey: Journey = { page, locale: 'ru', isKnown: true };
  const t = words('ru', 'order');
  const visit = await hold(journey, 'full-route', 2);
  await othersTake(visit, 1);
  await quantityField(journey, 'adult').fill('2');
  await quantityField(journey, 'pupil').fill('3');
  await mainButton(journey).click();
  await expect(alertOn(page)).toContainText(t('tickets.refused.full', { room: 3 }));
  await expect(quantityField(journey, 'adult')).toHaveValue('2');
  await expect(quantityField(journey, 'pupil')).toHaveValue('3');
  await expectGoodPage(page, 'ru');
  await page.locator('header a[hreflang="az"]').click();
  const inAz: Journey = { ...journey, locale: 'az' };
  await expect(quantityField(inAz, 'pupil')).toHaveValue('3');
  await quantityField(inAz, 'pupil').fill('1');
  await mainButton(inAz).click();
  await expect(page).toHaveURL(/\/details$/);
});

test('the hold runs out while tickets are chosen: one press, and the numbers are there again', async ({ page }) => {
  const journey: Journey = { page, locale: 'en', isKnown: true };
  const t = words('en', 'order');
  await hold(journey, 'hall-only', 2);
  await quantityField(journey, 'adult').fill('1');
  await quantityField(journey, 'pupil').fill('3');
  await holdRunsOut(page);
  await mainButton(journey).click();
  await expect(heading(journey)).toHaveText(t('runOut.title'));
  await expectGoodPage(page, 'en');
  await page.getByRole('button', { name: t('runOut.again') }).click();
  await expect(heading(journey)).toHaveText(t('tickets.title'));
  await expect(quantityField(journey, 'adult')).toHaveValue('1');
  await expect(quantityField(journey, 'pupil')).toHaveValue('3');
  await mainButton(journey).click();
  await expect(page).toHaveURL(/\/details$/);
});

test('the hold runs out over the details: they are kept; and gone for good, another time is offered', async ({
  page,
}) => {
  const journey: Journey = { page, locale: 'ru', isKnown: true };
  const t = words('ru', 'order');
  const email = newAddress();
  const visit = await hold(journey, 'full-route', 2);
  await chooseTypes(journey, { [ticketNames.ru.adult]: 2 });
  await fillDetails(journey, { email, name: 'Алия Мамедова' });
  await holdRunsOut(page);
  await mainButton(journey).click();
  await expect(heading(journey)).toHaveText(t('runOut.title'));
  await page.getByRole('button', { name: t('runOut.again') }).click();
  await expect(page).toHaveURL(/\/details$/);
  await expect(page.getByLabel(t('details.email'))).toHaveValue(email);
  await expect(page.getByLabel(t('details.name'))).toHaveValue('Алия Мамедова');

  await holdRunsOut(page);
  await mainButton(journey).click();
  await expect(heading(journey)).toHaveText(t('runOut.title'));
  await othersTake(visit, 1);
  await page.getByRole('button', { name: t('runOut.again') }).click();
  await expect(page.getByText(t('runOut.full'))).toBeVisible();
  await expect(page.getByRole('button', { name: t('runOut.again') })).toHaveCount(0);
  await expectGoodPage(page, 'ru');
  await page.getByRole('link', { name: t('runOut.otherTime') }).click();
  await expect(page).toHaveURL(new RegExp(`/visit/full-route/${visit.date}\\?people=2`));
});

test('cards that are refused, a bank that says no, then yes: paid once', async ({ page }) => {
  const journey: Journey = { page, locale: 'en', isKnown: true };
  const t = words('en', 'order');
  await hold(journey, 'full-route', 1);
  await chooseTypes(journey, { [ticketNames.en.adult]: 1 });
  await goToPay(journey, newAddress());
  for (const card of [cards.declined, cards.poor]) {
    await payWith(page, card);
    await expect(alertOn(page)).toBeVisible();
  }
  await expectAccessible(page);
  await payWith(page, cards.asksBank);
  await expectAccessible(page);
  await page.locator('button[value="refuse"]').click();
  await expect(alertOn(page)).toBeVisible();
  await payWith(page, cards.asksBank);
  await page.locator('button[value="accept"]').click();
  await expect(heading(journey)).toHaveText(t('paid.title'));
  expect(await orderOn(page)).toMatchObject({ state: 'paid', payments: ['succeeded'] });
});

test('back from the payment page to change the booking: the new amount is paid, once', async ({ page }) => {
  const journey: Journey = { page, locale: 'az', isKnown: true };
  const t = words('az', 'order');
  const email = newAddress();
  await hold(journey, 'full-route', 1);
  await chooseTypes(journey, { [ticketNames.az.adult]: 1 });
  await goToPay(journey, email);
  await page.locator('a[href*="/order/"]').click();
  await expect(heading(journey)).toHaveText(t('payment.openTitle'));
  await expect(page.getByText(t('payment.cancelled'))).toBeVisible();
  await expectGoodPage(page, 'az');
  await page.getByRole('button', { name: t('payment.continue') }).click();
  await expect(page).toHaveURL(/\/c\/pay\//);
  const firstPage = page.url();
  await page.locator('a[href*="/order/"]').click();
  await page.getByRole('button', { name: t('payment.leave') }).click();
  await expect(heading(journey)).toHaveText(t('tickets.title'));
  await expect(quantityField(journey, 'adult')).toHaveValue('1');
  const before = await orderOn(page);
  await chooseTypes(journey, { [ticketNames.az.adult]: 2 });
  await expect(page.getByLabel(t('details.email'))).toHaveValue(email);
  await mainButton(journey).click();
  await payWith(page, cards.pays);
  await expect(heading(journey)).toHaveText(t('paid.title'));
  expect(await orderOn(page)).toMatchObject({
    state: 'paid',
    totalMinor: 2 * before.totalMinor,
    capturedMinor: 2 * before.totalMinor,
    payments: ['expired', 'succeeded'],
  });
  // The page that was left takes no money any more.
  await page.goto(firstPage);
  await expect(page.locator('input[name="number"]')).toHaveCount(0);
});

test('the browser is closed and opened again: the museum offers to go on', async ({ page, browser }) => {
  const journey: Journey = { page, locale: 'az', isKnown: true };
  const visit = await hold(journey, 'hall-only', 2);
  const storageState = await page.context().storageState();
  const url = page.url();
  await page.context().close();
  const later = await (await browser.newContext({ storageState, viewport: { width: 390, height: 844 } })).newPage();
  await later.goto('/en');
  await expect(later.locator('main')).toContainText(visit.time);
  await expectGoodPage(later, 'en');
  await later.getByRole('link', { name: words('en', 'visit')('home.resumeAction') }).click();
  await expect(later).toHaveURL(url.replace('/az/', '/en/'));
  await later.context().close();
});

test('the back button, after holding and after paying', async ({ page }) => {
  const journey: Journey = { page, locale: 'ru', isKnown: true };
  const t = words('ru', 'order');
  const visit = await hold(journey, 'full-route', 2);
  const held = page.url();
  const order = await orderOn(page);
  await page.goBack();
  await expect(page.getByLabel(words('ru', 'visit')('day.people'))).toHaveValue('2');
  await expect(timeButton(page, visit)).toBeVisible();
  await page.goForward();
  await expect(page).toHaveURL(held);
  await chooseTypes(journey, { [ticketNames.ru.adult]: 2 });
  await page.goBack();
  await expect(quantityField(journey, 'adult')).toHaveValue('2');
  await page.goForward();
  await goToPay(journey, newAddress());
  await payWith(page, cards.pays);
  await expect(heading(journey)).toHaveText(t('paid.title'));

  await page.goBack();
  await expect(page.locator('input[name="number"]')).toHaveCount(0);
  await page.goBack();
  await expect(heading(journey)).toHaveText(t('paid.title'));
  expect(await orderOn(page)).toMatchObject({ id: order.id, state: 'paid', payments: ['succeeded'] });
});

test('two tabs pay one order: one payment', async ({ page }) => {
  const journey: Journey = { page, locale: 'en', isKnown: true };
  const t = words('en', 'order');
  const email = newAddress();
  await hold(journey, 'full-route', 1);
  await chooseTypes(journey, { [ticketNames.en.adult]: 1 });
  const other: Journey = { ...journey, page: await page.context().newPage() };
  await other.page.goto(page.url());
  await goToPay(journey, email);
  await fillDetails(other, { email });
  await mainButton(other).click();
  await expect(heading(other)).toHaveText(t('payment.openTitle'));
  await other.page.getByRole('button', { name: t('payment.continue') }).click();
  await expect(other.page).toHaveURL(page.url());
  await payWith(page, cards.pays);
  await expect(heading(journey)).toHaveText(t('paid.title'));
  await payWith(other.page, cards.pays);
  await expect(heading(other)).toHaveText(t('paid.title'));
  const order = await orderOn(page);
  expect(order).toMatchObject({ state: 'paid', payments: ['succeeded'], capturedMinor: order.totalMinor });
});

test('a double click holds once and opens one payment page', async ({ page }) => {
  const journey: Journey = { page, locale: 'az', isKnown: true };
  const visit = await roomyTime('hall-only');
  await openDay(journey, visit, 1);
  const requestKey = await page.locator('input[name="requestKey"]').inputValue();
  await timeButton(page, visit).dblclick();
  await expect(page).toHaveURL(/\/tickets$/);
  const [count] = await ask(
    `select count(distinct o.id)::int as orders from orders o join order_line l on l.order_id = o.id
      where l.timeslot_id = $1 and o.state = 'held'`,
    [visit.timeslotId],
  );
  expect(count).toEqual({ orders: 1 });
  // The same page, gone back to, and another time taken: that is another booking, not the first one again.
  const another = await roomyTime('hall-only');
  const send = (timeslotId: string) =>
    page.request.post('/az/visit/hold', {
      form: { product: 'hall-only', date: visit.date, people: 1, requestKey, timeslotId },
      maxRedirects: 0,
    });
  const [again, elsewhere] = [await send(visit.timeslotId), await send(another.timeslotId)];
  expect(page.url()).toContain(again.headers().location);
  expect(page.url()).not.toContain(elsewhere.headers().location);

  await page.reload();
  await chooseTypes(journey, { [ticketNames.az.adult]: 1 });
  await fillDetails(journey, { email: newAddress() });
  await mainButton(journey).dblclick();
  await expect(page).toHaveURL(/\/c\/pay\//);
  await payWith(page, cards.pays);
  await expect(heading(journey)).toHaveText(words('az', 'order')('paid.title'));
  expect(await orderOn(page)).toMatchObject({ state: 'paid', payments: ['succeeded'] });
});

test('a link that was copied wrongly opens nothing, calmly', async ({ page }) => {
  await hold({ page, locale: 'ru', isKnown: true }, 'hall-only', 1);
  const altered = page.url().replace(/(order\/.)(.)/, (_all, start, sign) => start + (sign === 'A' ? 'B' : 'A'));
  for (const address of [altered, altered.replace('/tickets', ''), altered.replace('/tickets', 'x')]) {
    const answer = await page.goto(address);
    expect(answer?.status()).toBe(404);
    await expect(heading({ page, locale: 'ru' })).toBeVisible();
  }
  await expectGoodPage(page, 'ru');
});

test('the language changes on every step, and nothing else does', async ({ page }) => {
  const speak = async (locale: Journey['locale']): Promise<Journey> => {
    await page.locator(`header a[hreflang="${locale}"]`).click();
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    return { page, locale, isKnown: true };
  };
  const visit = await roomyTime('full-route');
  const email = newAddress();
  await openDay({ page, locale: 'az' }, visit, 3);
  let journey = await speak('ru');
  await expect(page.getByLabel(words('ru', 'visit')('day.people'))).toHaveValue('3');
  await timeButton(page, visit).click();
  await expect(page).toHaveURL(/\/ru\/.*\/tickets$/);
  journey = await speak('en');
  await chooseTypes(journey, { [ticketNames.en.adult]: 1, [ticketNames.en.pupil]: 2 });
  journey = await speak('az');
  await expect(page).toHaveURL(/\/az\/.*\/details$/);
  await page.goto(page.url().replace('/details', '/tickets'));
  await expect(quantityField(journey, 'pupil')).toHaveValue('2');
  await chooseTypes(journey, {});
  await goToPay(journey, email);
  await page.locator('a[href*="/order/"]').click();
  journey = await speak('ru');
  await expect(heading(journey)).toHaveText(words('ru', 'order')('payment.openTitle'));
  await page.getByRole('button', { name: words('ru', 'order')('payment.continue') }).click();
  await payWith(page, cards.pays);
  await expect(heading(journey)).toBeVisible();
  await speak('en');
  await expect(heading(journey)).toHaveText(words('en', 'order')('paid.title'));
  await expect(page.locator('main')).toContainText(email);
});

test('only free tickets: no payment page', async ({ page }) => {
  const journey: Journey = { page, locale: 'az', isKnown: true };
  const t = words('az', 'order');
  await hold(journey, 'hall-only', 1);
  await page.getByText(t('tickets.moreTypes')).click();
  await quantityField(journey, 'adult').fill('0');
  await chooseTypes(journey, { [ticketNames.az.preschool]: 1 });
  await fillDetails(journey, { email: newAddress() });
  await page.getByRole('button', { name: t('details.confirmFree') }).click();
  await expect(heading(journey)).toHaveText(t('paid.title'));
  await expect(page.getByRole('img')).toHaveCount(1);
  expect(await orderOn(page)).toMatchObject({ state: 'paid', totalMinor: 0, payments: ['succeeded'] });
  await expectGoodPage(page, 'az');
});

test('more time, once; and the places given back', async ({ page }) => {
  const journey: Journey = { page, locale: 'en', isKnown: true };
  const t = words('en', 'order');
  const visit = await hold(journey, 'full-route', 2);
  await page.getByRole('button', { name: t('timer.extend') }).click();
  await expect(page.getByText(t('timer.extended', { time: '' }).replace('.', '').trim())).toBeVisible();
  await expect(page.getByRole('button', { name: t('timer.extend') })).toHaveCount(0);
  await expectGoodPage(page, 'en');
  await page.getByRole('button', { name: t('timer.giveBack') }).click();
  await expect(heading(journey)).toHaveText(t('payment.cancelledTitle'));
  await expectGoodPage(page, 'en');
  const [free] = await ask(`select sum(held)::int as held from pool where timeslot_id = $1`, [visit.timeslotId]);
  expect(free).toEqual({ held: 0 });
});

import { expect, test } from '@playwright/test';
import { ask, letterTo } from '#tests/support/museum-outside.ts';
import { alertOn, expectGoodPage } from '#tests/support/page.ts';
import { cards, payWith } from '#tests/support/payment-page.ts';
import { signIn } from '#tests/support/staff.ts';
import { openDay, othersTake, roomyTime, timeButton } from '#tests/support/visit-time.ts';
import { chooseTypes, fillDetails, type Journey, mainButton, newAddress, ticketNames } from '#tests/support/visitor.ts';
import { words } from '#tests/support/words.ts';

const phone = { width: 390, height: 844 };

test('a full time: two parties wait, somebody goes, the one that fits takes and pays, the other reads why not', async ({
  page,
  browser,
}) => {
  test.setTimeout(150_000);
  const az = words('az', 'waiting');
  const en = words('en', 'waiting');
  const visit = await roomyTime('hall-only');
  // Somebody holds two; then the time is full.
  const holder: Journey = {
    page: await (await browser.newContext({ viewport: phone })).newPage(),
    locale: 'ru',
    isKnown: true,
  };
  await openDay(holder, visit, 2);
  await timeButton(holder.page, visit).click();
  await expect(holder.page).toHaveURL(/\/tickets$/);
  await othersTake(visit, 0);

  // A party of five, with scripts, in English.
  await page.setViewportSize(phone);
  const large: Journey = { page, locale: 'en', isKnown: true };
  await openDay(large, visit, 5);
  await expectGoodPage(page, 'en');
  await page.getByRole('link', { name: en('day.waitAt', { time: visit.time }) }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en('form.title'));
  await expectGoodPage(page, 'en');
  await expect(page.getByLabel(en('form.people'))).toHaveValue('5');
  const largeAddress = newAddress();
  await page.getByLabel(en('form.email')).fill(largeAddress);
  await page.getByRole('button', { name: en('form.join') }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en('own.title'));
  await expectGoodPage(page, 'en');
  await letterTo(largeAddress);

  // A party of two, without scripts, in Azerbaijani; one thing wrong first.
  const small = await (await browser.newContext({ viewport: phone, javaScriptEnabled: false })).newPage();
  const plain: Journey = { page: small, locale: 'az', isKnown: true };
  await openDay(plain, visit, 2);
  await small.getByRole('link', { name: az('day.waitAt', { time: visit.time }) }).click();
  const address = newAddress();
  await small.getByLabel(az('form.email')).fill(address);
  await small.getByLabel(az('form.togetherNo'), { exact: true }).check();
  await small.getByLabel(az('form.part')).fill('2');
  await small.getByRole('button', { name: az('form.join') }).click();
  await expect(alertOn(small)).toContainText(az('faults.part_too_large'));
  await expect(small.getByLabel(az('form.email'))).toHaveValue(address);
  await small.getByLabel(az('form.togetherYes'), { exact: true }).check();
  await small.getByRole('button', { name: az('form.join') }).click();
  await expect(small.getByRole('heading', { level: 1 })).toHaveText(az('own.title'));
  await letterTo(address);

  // Somebody goes: two come free, which are held for the party of two.
  const token = /\/order\/([\w-]{32})/.exec(holder.page.url())?.[1];
  await holder.page.request.post(`/ru/order/${token}/give-back`, {
    form: {},
    headers: { origin: new URL(holder.page.url()).origin },
  });
  const letter = await letterTo(address, 2);
  expect(letter.subject).toContain(visit.time);
  const link = /http\S+\/az\/waiting\/[\w-]{32}/.exec(letter.text)?.[0] ?? '';
  await small.goto(link);
  await expect(small.getByRole('heading', { level: 1 })).toHaveText(az('offer.title'));

  // The other is told why, in numbers, and keeps the rank.
  await page.reload();
  await expect(page.getByText(en('own.passed.party_larger', { people: 5, places: 2, part: 5 }))).toBeVisible();
  await expectGoodPage(page, 'en');

  // Staff see both.
  const office = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  await signIn(office, 'duty_manager', '/staff/waiting');
  await office.goto(`/staff/waiting?date=${visit.date}`);
  await expect(office.getByText(largeAddress)).toBeVisible();
  await expectGoodPage(office, 'az');

  // Taken, paid, ticket.
  await small.getByRole('button', { name: az('offer.take') }).click();
  await expect(small).toHaveURL(/\/order\/[\w-]{32}\/tickets$/);
  await chooseTypes(plain, { [ticketNames.az.adult]: 2 });
  await fillDetails(plain, { email: address });
  await mainButton(plain).click();
  await payWith(small, cards.pays);
  await expect(small.getByRole('heading', { level: 1 })).toHaveText(words('az', 'order')('paid.title'));
  await expect(small.getByRole('img')).toHaveCount(2);
  await small.goto(link);
  await expect(small.getByText(az('over.taken.title'))).toBeVisible();

  // The party of five changes its mind, and leaves.
  await page.getByRole('link', { name: en('own.change') }).click();
  await expectGoodPage(page, 'en');
  await page.getByLabel(en('form.people')).fill('4');
  await page.getByRole('button', { name: en('form.save') }).click();
  await expect(page.getByText(en('told.changed'), { exact: true })).toBeVisible();
  await page.getByRole('button', { name: en('own.leave') }).click();
  await expect(page.getByText(en('over.left.title'))).toBeVisible();
  await expectGoodPage(page, 'en');
  expect(
    await ask(`select state from waiting_entry where email = any ($1) order by state`, [[address, largeAddress]]),
  ).toEqual([{ state: 'left' }, { state: 'taken' }]);
});

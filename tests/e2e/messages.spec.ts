import { expect, test } from '@playwright/test';
import { messageKinds } from '#lib/notifications/values.ts';
import { locales } from '#lib/platform/locales.ts';
import { ask, letterTo } from '#tests/support/museum-outside.ts';
import { alertOn, expectGoodPage } from '#tests/support/page.ts';
import { signIn } from '#tests/support/staff.ts';
import { hold, openDay, orderOn, roomyTime, timeButton } from '#tests/support/visit-time.ts';
import {
  chooseTypes,
  fillDetails,
  goToPay,
  type Journey,
  newAddress,
  quantityField,
  ticketNames,
} from '#tests/support/visitor.ts';
import { words } from '#tests/support/words.ts';

/** A visit booked without paying, by an address of its own. */
async function booked(journey: Journey, email: string): Promise<string> {
  await hold(journey, 'hall-only', 1);
  await journey.page.getByText(words(journey.locale, 'order')('tickets.moreTypes')).click();
  await quantityField(journey, 'adult').fill('0');
  await chooseTypes(journey, { [ticketNames[journey.locale].preschool]: 1 });
  await fillDetails(journey, { email });
  await journey.page.locator('main form button').last().click();
  await expect(journey.page.getByRole('heading', { level: 1 })).toHaveText(
    words(journey.locale, 'order')('paid.title'),
  );
  return new URL(journey.page.url()).pathname;
}

// Without scripts in one language, and with axe, which needs them, in the others.
for (const [locale, javaScriptEnabled] of [
  ['az', false],
  ['en', true],
  ['ru', true],
] as const) {
  test(`whoever has lost the tickets has them sent, and learns nothing of others (${locale})`, async ({ browser }) => {
    const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    const t = words(locale, 'order');
    const seen = async () => {
      if (javaScriptEnabled) await expectGoodPage(page, locale);
    };
    const [known, unknown] = [newAddress(), newAddress()];
    const order = await booked({ page, locale, isKnown: true }, known);
    await letterTo(known);

    await page.goto(`/${locale}`);
    await page
      .getByRole('main')
      .getByRole('link', { name: words(locale, 'common')('lostTickets') })
      .click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('lost.title'));
    await seen();
    const send = async (email: string) => {
      await page.getByLabel(t('details.email')).fill(email);
      await page.getByRole('button', { name: t('lost.send') }).click();
    };
    await send('aygün');
    await expect(alertOn(page)).toContainText(t('details.errors.email_malformed'));
    await expect(page.getByLabel(t('details.email'))).toHaveValue('aygün');
    await seen();

    const answers: string[] = [];
    for (const email of [unknown, known]) {
      await page.goto(`/${locale}/tickets`);
      await send(email);
      await expect(page.getByText(t('lost.sentTitle'))).toBeVisible();
      answers.push((await page.getByRole('main').textContent()) ?? '');
    }
    await seen();
    expect(answers[0]).toBe(answers[1]);
    const letter = await letterTo(known, 2);
    expect(letter.text).toContain(order);
    expect(letter.html).toContain(order);
    await letterTo(unknown, 0);
    await context.close();
  });
}

test('staff read every message in every language before anybody receives it', async ({ page }) => {
  await signIn(page, 'duty_manager', '/staff/messages');
  const t = words('az', 'staff');
  await expect(page.getByText(t('messages.sample'))).toBeVisible();
  for (const locale of locales) {
    await page.goto(`/staff/messages?language=${locale}`);
    for (const kind of messageKinds) {
      const name = t(`messageKinds.${kind}`);
      const section = page.getByRole('region', { name, exact: true });
      await section.scrollIntoViewIfNeeded();
      const text = await section.getByLabel(t('messages.asText', { message: name })).inputValue();
      expect(text.length).toBeGreaterThan(200);
      const mail = section.frameLocator('iframe');
      await expect(mail.locator('html')).toHaveAttribute('lang', locale);
      await expect(mail.getByRole('heading', { level: 1 })).toHaveText(text.split('\n')[0] ?? '');
    }
    await expectGoodPage(page, 'az');
  }
});

test('the desk does not see the messages', async ({ page }) => {
  await signIn(page, 'desk', '/desk');
  expect((await page.goto('/staff/messages'))?.status()).toBe(404);
});

test('a donation is given on an ordinary day, quietly, and stands on every paper', async ({ page }) => {
  const journey: Journey = { page, locale: 'en', isKnown: true };
  const t = words('en', 'order');
  const email = newAddress();
  await hold(journey, 'hall-only', 2);
  const field = page.getByLabel(t('donation.label', { currency: 'AZN' }));
  await expect(field).toBeHidden();
  await page.getByText(t('donation.open')).click();
  await expect(field).toHaveValue('');
  await field.fill('five');
  await page.getByRole('button', { name: t('tickets.continue'), exact: true }).click();
  await expect(alertOn(page)).toContainText(t('donation.refused.donation_malformed'));
  await expect(field).toHaveValue('five');
  await expectGoodPage(page, 'en');
  await field.fill('5');
  await chooseTypes(journey, { [ticketNames.en.adult]: 2 });
  await expect(page.locator('dl.facts')).toContainText(t('summary.donation'));
  const before = await orderOn(page);
  await goToPay(journey, email);
  const [{ lines } = { lines: 0 }] = await ask<{ lines: number }>(
    'select sum(total_minor)::int as lines from order_line where order_id = $1',
    [before.id],
  );
  expect(before.totalMinor).toBe(lines + 500);
  await expect(page.getByText((before.totalMinor / 100).toFixed(2)).first()).toBeVisible();
});

test('nothing is asked for on 20 January, nor on such a day today', async ({ page }) => {
  const visit = await roomyTime('hall-only');
  const t = words('az', 'order');
  const names = '{"az":"20 Yanvar","en":"20 January","ru":"20 января"}';
  await ask(
    `insert into day_type (visit_date, code, names) values ($1, 'commemoration', $2::jsonb)
    on conflict (visit_date) do update set code = 'commemoration'`,
    [visit.date, names],
  );
  try {
    await openDay({ page, locale: 'az' }, visit, 1);
    await timeButton(page, visit).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('tickets.title'));
    await expect(page.getByText(t('donation.open'))).toHaveCount(0);
    await expect(page.locator('[name="donation"]')).toHaveCount(0);
    await expectGoodPage(page, 'az');
  } finally {
    await ask('delete from day_type where visit_date = $1', [visit.date]);
  }
});

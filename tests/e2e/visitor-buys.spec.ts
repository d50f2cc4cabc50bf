import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import type { Locale } from '#lib/platform/locales.ts';
import { newShortCode } from '#lib/tickets/short-code.ts';
import { letterTo, visitIsNow } from '#tests/support/museum-outside.ts';
import { expectAccessible, expectGoodPage } from '#tests/support/page.ts';
import { cards, payWith } from '#tests/support/payment-page.ts';
import { openDesk } from '#tests/support/staff.ts';
import { chooseTypes, fillDetails, type Journey, openTimes, takeTime } from '#tests/support/visitor.ts';
import { words } from '#tests/support/words.ts';

const types: Record<Locale, { adult: string; pupil: string }> = {
  az: { adult: 'Böyüklər, Azərbaycan vətəndaşı', pupil: 'Məktəbli' },
  en: { adult: 'Adult, citizen of Azerbaijan', pupil: 'Pupil' },
  ru: { adult: 'Взрослый, гражданин Азербайджана', pupil: 'Школьник' },
};

const journeys: { locale: Locale; width: number; product: string }[] = [
  { locale: 'az', width: 390, product: 'full-route' },
  { locale: 'en', width: 1280, product: 'full-route' },
  { locale: 'ru', width: 390, product: 'hall-only' },
];

for (const { locale, width, product } of journeys) {
  test(`a visitor books in ${locale}, pays, and is let in once`, async ({ page, browser }) => {
    await page.setViewportSize({ width, height: 844 });
    const journey: Journey = { page, locale };
    const email = `visitor-${locale}-${Date.now()}@example.az`;
    await openTimes(journey, product, 2);
    await takeTime(journey);
    await chooseTypes(journey, { [types[locale].adult]: 2, [types[locale].pupil]: 1 });
    await fillDetails(journey, { email, name: 'Aygün Əliyeva' });
    await page.locator('main form button:not([formaction])').last().click();

    await expect(page).toHaveURL(/\/c\/pay\//);
    await expectAccessible(page);
    await payWith(page, cards.declined);
    await expect(page.getByRole('alert')).toBeVisible();
    await payWith(page, cards.pays);

    await expect(page).toHaveURL(new RegExp(`/${locale}/order/[A-Za-z0-9_-]{32}$`));
    const t = words(locale, 'order');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('paid.title'));
    await expect(page.getByRole('img')).toHaveCount(3);
    await expectGoodPage(page, locale);

    const href = await page.getByRole('link', { name: t('paid.pdf') }).getAttribute('href');
    const printed = await page.request.get(href ?? '');
    expect(printed.headers()['content-type']).toBe('application/pdf');
    expect((await printed.body()).subarray(0, 5).toString()).toBe('%PDF-');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: t('paid.calendar') }).click();
    expect(readFileSync(await (await download).path(), 'utf8')).toContain('BEGIN:VEVENT');

    const letter = await letterTo(email);
    expect(letter.attachments.map((attachment) => attachment.contentType).sort()).toEqual([
      'application/pdf',
      'text/calendar',
    ]);
    expect(letter.text).toContain(page.url());

    const orderCode = /[0-9A-Z]{8}/.exec((await page.locator('dl').last().textContent()) ?? '')?.[0] ?? '';
    const shortCodes = await page.locator('figcaption b').allInnerTexts();
    const desk = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    await openDesk(desk);
    const d = words('az', 'desk');
    const scan = async (code: string, word: string) => {
      await desk.locator('#desk-code').fill(code);
      await desk.keyboard.press('Enter');
      await expect(desk.locator('.answer-word').first()).toHaveText(d(`words.${word}`));
    };
    await scan(shortCodes[0] ?? '', 'wrong_day');
    await visitIsNow(orderCode);
    // A citizen's identity card is looked at before the first entry; then the door opens.
    await scan(shortCodes[1] ?? '', 'check_document');
    await desk.getByRole('button', { name: d('actions.seen') }).click();
    await expect(desk.locator('.answer-word').first()).toHaveText(d('words.admitted'));
    await expectAccessible(desk);
    await scan(shortCodes[1] ?? '', 'already_used');
    await scan(newShortCode(randomBytes), 'unknown');
    await desk.context().close();

    await page.reload();
    await expect(page.getByText(t('paid.used'))).toBeVisible();
  });
}

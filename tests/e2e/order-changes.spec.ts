import { expect, type Page, test } from '@playwright/test';
import type { Locale } from '#lib/platform/locales.ts';
import { ask } from '#tests/support/museum-outside.ts';
import { expectGoodPage } from '#tests/support/page.ts';
import { cards, payWith } from '#tests/support/payment-page.ts';
import { openDay, orderOn, roomyTime, timeButton } from '#tests/support/visit-time.ts';
import { chooseTypes, goToPay, newAddress, ticketNames } from '#tests/support/visitor.ts';
import { words } from '#tests/support/words.ts';

const phone = { width: 390, height: 844 };

const codesOn = async (page: Page) =>
  (await page.locator('.ticket-code svg').evaluateAll((drawings) => drawings.map((one) => one.innerHTML))).sort();

for (const [locale, javaScriptEnabled] of [
  ['az', true],
  ['ru', false],
] as const satisfies readonly (readonly [Locale, boolean])[]) {
  test(`an order moves, becomes cheaper, and takes one more, in ${locale}${javaScriptEnabled ? '' : ' without scripts'}`, async ({
    browser,
  }) => {
    test.setTimeout(120_000);
    const t = words(locale, 'change');
    const page = await (await browser.newContext({ viewport: phone, javaScriptEnabled })).newPage();
    const good = async () => {
      if (javaScriptEnabled) await expectGoodPage(page, locale);
    };
    const journey = { page, locale, isKnown: true };
    const visit = await roomyTime('hall-only');
    await openDay(journey, visit, 2);
    await timeButton(page, visit).click();
    await chooseTypes(journey, { [ticketNames[locale].adult]: 2 });
    await goToPay(journey, newAddress());
    await payWith(page, cards.pays);
    await expect(page.getByRole('heading', { name: t('list.title') })).toBeVisible();
    const { id } = await orderOn(page);
    await good();
    const before = await codesOn(page);
    expect(before).toHaveLength(2);

    await page.getByRole('link', { name: t('list.move'), exact: true }).click();
    await good();
    await page.locator('#month a[href*="date="]').last().click();
    await page.locator('#times a').first().click();
    await expect(page.getByRole('heading', { name: t('sum.title') })).toBeVisible();
    await good();
    await page.locator('form[action$="/change-order"] button').click();
    await expect(page.getByRole('status')).toBeVisible();
    await good();
    expect(await codesOn(page)).toEqual(before);

    // Another type that costs more is paid; back again, the difference returns.
    const becomes = async (index: number) => {
      await page.getByRole('link', { name: t('list.types'), exact: true }).click();
      await good();
      // Dearer tickets stand after cheaper ones: the one that changed is the last.
      await page.locator('select').last().selectOption({ index });
      await page.getByRole('button', { name: t('types.show') }).click();
      await good();
      await page.locator('form[action$="/change-order"] button').click();
    };
    await becomes(1);
    await payWith(page, cards.pays);
    await expect(page.getByRole('heading', { name: t('list.title') })).toBeVisible();
    expect(await codesOn(page)).toEqual(before);
    await becomes(0);
    await expect(page.getByRole('status')).toHaveText(t('told.changed_types'));
    await good();
    expect(await codesOn(page)).toEqual(before);
    expect(await ask('select reason from refund where order_id = $1', [id])).toEqual([{ reason: 'changed' }]);

    await page.getByRole('link', { name: t('list.people'), exact: true }).click();
    await good();
    await page.locator('input[type="number"]').first().fill('1');
    await page.getByRole('button', { name: t('people.show') }).click();
    await good();
    await page.locator('form[action$="/change-order"] button').click();
    await payWith(page, cards.pays);
    await expect(page.locator('.ticket-code svg')).toHaveCount(3);
    expect(await codesOn(page)).toEqual(expect.arrayContaining(before));

    await page.getByRole('link', { name: t('list.help'), exact: true }).click();
    await good();
    await page.getByLabel(t('help.text')).fill('?');
    await page.getByRole('button', { name: t('help.send') }).click();
    await expect(page.locator('#errors')).toContainText(t('refused.text_missing'));
    await page.getByLabel(t('help.text')).fill('Əlil arabası ilə gələcəyik.');
    await page.getByRole('button', { name: t('help.send') }).click();
    await expect(page.getByRole('status')).toHaveText(t('told.help_sent'));
    expect(await ask('select kind, state from order_change where order_id = $1 order by made_at', [id])).toEqual([
      { kind: 'move', state: 'applied' },
      { kind: 'types', state: 'applied' },
      { kind: 'types', state: 'applied' },
      { kind: 'people', state: 'applied' },
    ]);
  });
}

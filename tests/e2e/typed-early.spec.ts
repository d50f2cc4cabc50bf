import { expect, type Page, test } from '@playwright/test';
import { cards, payWith } from '#tests/support/payment-page.ts';
import { hold } from '#tests/support/visit-time.ts';
import { chooseTypes, goToPay, newAddress, ticketNames } from '#tests/support/visitor.ts';
import { words } from '#tests/support/words.ts';

/** A slow line: the page is there, its scripts come only when `arrive` is called; then waits until the page has woken. */
async function holdBackScripts(page: Page): Promise<{ arrive(element: string): Promise<void> }> {
  const gate = Promise.withResolvers<void>();
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await gate.promise;
    await route.continue();
  });
  return {
    async arrive(element) {
      gate.resolve();
      await page.waitForFunction(
        (selector) => Object.keys(document.querySelector(selector) ?? {}).some((key) => key.startsWith('__react')),
        element,
      );
    },
  };
}

test('what is typed before the scripts have come stays: the details, and a message sent again', async ({ browser }) => {
  const page = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  const journey = { page, locale: 'az', isKnown: true } as const;
  await hold(journey, 'hall-only', 1);
  await chooseTypes(journey, { [ticketNames.az.adult]: 1 });
  const details = page.url();
  const slow = await holdBackScripts(page);
  await page.goto(details, { waitUntil: 'commit' });
  await page.locator('#email').fill('aygun@example.az');
  await page.locator('#contactName').fill('Aygün Əliyeva');
  await page.locator('#accessNeeds').fill('Əlil arabası');
  await slow.arrive('#email');
  await expect(page.locator('#email')).toHaveValue('aygun@example.az');
  await expect(page.locator('#contactName')).toHaveValue('Aygün Əliyeva');
  await expect(page.locator('#accessNeeds')).toHaveValue('Əlil arabası');
  await page.unrouteAll();

  await goToPay(journey, newAddress());
  await payWith(page, cards.pays);
  await expect(page.getByRole('heading', { name: words('az', 'change')('list.title') })).toBeVisible();
  const help = `${page.url()}/help?refused=text_missing&text=Salam`;
  const slower = await holdBackScripts(page);
  await page.goto(help, { waitUntil: 'commit' });
  await page.locator('#text').fill('Salam, əlil arabası ilə gələcəyik.');
  await slower.arrive('#text');
  await expect(page.locator('#text')).toHaveValue('Salam, əlil arabası ilə gələcəyik.');
});

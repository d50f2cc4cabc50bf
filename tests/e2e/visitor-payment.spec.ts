import { expect, test } from '@playwright/test';
import { ask } from '#tests/support/museum-outside.ts';
import { expectGoodPage } from '#tests/support/page.ts';
import { cards, payWith } from '#tests/support/payment-page.ts';
import { hold, orderOn } from '#tests/support/visit-time.ts';
import { chooseTypes, goToPay, type Journey, newAddress, ticketNames } from '#tests/support/visitor.ts';
import { words } from '#tests/support/words.ts';

// Each journey takes its own places: they may run side by side.
test.describe.configure({ mode: 'parallel' });
test.use({ viewport: { width: 390, height: 844 } });

test('while the bank cannot be asked the page says so, sends nobody to pay again, and becomes the tickets by itself', async ({
  page,
  context,
}) => {
  const journey: Journey = { page, locale: 'en', isKnown: true };
  const t = words('en', 'order');
  await hold(journey, 'hall-only', 1);
  await chooseTypes(journey, { [ticketNames.en.adult]: 1 });
  const link = page.url().replace('/details', '');
  await goToPay(journey, newAddress());
  const waiting = await context.newPage();
  // Where the return page sends whoever comes back while the provider does not answer.
  await waiting.goto(`${link}?told=checking`);
  await expect(waiting.getByRole('heading', { level: 1 })).toHaveText(t('payment.checkingTitle'));
  await expect(waiting.getByText('Please do not pay again.')).toBeVisible();
  await expect(waiting.getByRole('button', { name: t('payment.continue') })).toHaveCount(0);
  await expectGoodPage(waiting, 'en');
  await payWith(page, cards.pays);
  await expect(waiting.getByRole('heading', { level: 1 })).toHaveText(t('paid.title'), { timeout: 20_000 });
  expect(await orderOn(waiting)).toMatchObject({ state: 'paid', payments: ['succeeded'] });
});

test('a payment that the bank still examines: the truth, without scripts too', async ({ browser, page }) => {
  const journey: Journey = { page, locale: 'az', isKnown: true };
  const t = words('az', 'order');
  await hold(journey, 'hall-only', 1);
  await chooseTypes(journey, { [ticketNames.az.adult]: 1 });
  const link = page.url().replace('/details', '');
  await goToPay(journey, newAddress());
  const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await plain.goto(link);
  const order = await orderOn(plain);
  await ask(`update payment set state = 'processing' where order_id = $1`, [order.id]);
  await plain.goto(link);
  await expect(plain.getByRole('heading', { level: 1 })).toHaveText(t('payment.checkingTitle'));
  await expect(plain.locator('meta[http-equiv="refresh"]')).toHaveCount(1);
  await payWith(page, cards.pays);
  await expect(plain.getByRole('heading', { level: 1 })).toHaveText(t('paid.title'), { timeout: 30_000 });
  await plain.context().close();
});

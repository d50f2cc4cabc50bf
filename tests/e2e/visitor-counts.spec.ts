import { expect, type Locator, test } from '@playwright/test';
import { cards } from '#tests/support/payment-page.ts';
import { newAddress } from '#tests/support/visitor.ts';
import { words } from '#tests/support/words.ts';

const mostScreens = 6;
const mostTaps = 14;

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

// Screens are counted as a visitor sees them: every page that has to be looked at before the tickets. A tap is a press, or the
// touch of a field in which something is then typed.
test(`from the first page to the tickets of two adults: at most ${mostScreens} screens and ${mostTaps} taps`, async ({
  page,
}) => {
  const t = words('az', 'order');
  let taps = 0;
  const screens: string[] = [];
  const seen = async () => screens.push(await page.title());
  const tap = async (target: Locator) => {
    taps += 1;
    await target.tap();
  };
  const type = async (target: Locator, text: string) => {
    await tap(target);
    await page.keyboard.type(text);
  };
  await page.goto('/az');
  await seen();
  await tap(page.locator('a[href^="/az/visit/full-route"]').first());
  await expect(page).toHaveURL(/\/visit\/full-route/);
  await seen();
  // The last day of the month shown, so that nobody else stands there and the day lies ahead.
  await tap(page.locator('#month a[href*="/visit/full-route/20"]').last());
  await expect(page).toHaveURL(/\/visit\/full-route\/20/);
  await expect(page.getByLabel(words('az', 'visit')('day.people'))).toHaveValue('2');
  await seen();
  await tap(page.locator('button[name="timeslotId"]').last());
  await expect(page).toHaveURL(/\/tickets$/);
  await seen();
  // What is filled in already is said, with the price of the other residency.
  await expect(page.locator('main')).toContainText('Böyüklər, xarici vətəndaş');
  await tap(page.getByRole('button', { name: t('tickets.continue'), exact: true }));
  await expect(page).toHaveURL(/\/details$/);
  await seen();
  await type(page.getByLabel(t('details.email')), newAddress());
  await tap(page.getByLabel(t('details.advisory')));
  await tap(page.getByLabel(t('details.terms')));
  await tap(page.locator('main form button:not([formaction])').last());
  await expect(page).toHaveURL(/\/c\/pay\//);
  await seen();
  await type(page.locator('input[name="number"]'), cards.pays);
  await type(page.locator('input[name="expiry"]'), '12/34');
  await type(page.locator('input[name="cvc"]'), '123');
  await type(page.locator('input[name="name"]'), 'Aygun Aliyeva');
  await tap(
    page.locator('button[name="pay"], form button[type="submit"]:not([name="fill"]), form button:not([name])').last(),
  );
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('paid.title'));
  await expect(page.getByRole('img')).toHaveCount(2);
  test.info().annotations.push({ type: 'counted', description: `${screens.length} screens, ${taps} taps` });
  expect(screens.length, screens.join(' → ')).toBeLessThanOrEqual(mostScreens);
  expect(taps).toBeLessThanOrEqual(mostTaps);
});

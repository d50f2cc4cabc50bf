import { expect, type Locator, type Page, test } from '@playwright/test';
import { letterTo } from '#tests/support/museum-outside.ts';
import { alertOn, expectNoSidewaysScroll } from '#tests/support/page.ts';
import { cards, payWith } from '#tests/support/payment-page.ts';
import { openDay, orderOn, roomyTime, timeButton } from '#tests/support/visit-time.ts';
import {
  chooseTypes,
  fillDetails,
  type Journey,
  mainButton,
  newAddress,
  openTimes,
  quantityField,
  takeTime,
  ticketNames,
} from '#tests/support/visitor.ts';
import { words } from '#tests/support/words.ts';

// Each journey takes its own places: they may run side by side.
test.describe.configure({ mode: 'parallel' });

const heading = (page: Page) => page.getByRole('heading', { level: 1 });

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });

  test('the whole way, from the first page to the tickets', async ({ page }) => {
    const journey: Journey = { page, locale: 'az', isKnown: true };
    const t = words('az', 'order');
    const email = newAddress();
    await openTimes(journey, 'full-route', 2);
    await takeTime(journey);
    await quantityField(journey, 'adult').fill('0');
    await mainButton(journey).click();
    await expect(alertOn(page)).toContainText(t('tickets.refused.nothing_chosen'));
    await expect(page.locator('#errors')).toBeFocused();
    await chooseTypes(journey, { [ticketNames.az.adult]: 1, [ticketNames.az.pupil]: 1 });

    await page.getByLabel(t('details.email')).fill('aygün');
    await page.getByLabel(t('details.name')).fill('Aygün Əliyeva');
    await mainButton(journey).click();
    await expect(alertOn(page)).toContainText(t('details.errors.email_malformed'));
    await expect(alertOn(page)).toContainText(t('details.errors.terms_needed'));
    await expect(page.getByLabel(t('details.email'))).toHaveValue('aygün');
    await expect(page.getByLabel(t('details.name'))).toHaveValue('Aygün Əliyeva');
    await fillDetails(journey, { email });
    await mainButton(journey).click();

    await payWith(page, cards.declined);
    await expect(alertOn(page)).toBeVisible();
    await payWith(page, cards.asksBank);
    await page.locator('button[value="accept"]').click();
    await expect(heading(page)).toHaveText(t('paid.title'));
    await expect(page.getByRole('img')).toHaveCount(2);
    expect(await orderOn(page)).toMatchObject({ state: 'paid', payments: ['succeeded'] });
    expect((await letterTo(email)).attachments).toHaveLength(2);
  });
});

test('the whole way by keyboard alone, with the focus always to be seen', async ({ page }) => {
  const t = words('en', 'order');
  const visit = await roomyTime('full-route');
  await openDay({ page, locale: 'en' }, visit, 1);
  await press(page, timeButton(page, visit));
  await expect(heading(page)).toHaveText(t('tickets.title'));
  await tabTo(page, quantityField({ page, locale: 'en' }, 'adult'));
  await page.keyboard.press('ArrowUp');
  await expect(quantityField({ page, locale: 'en' }, 'adult')).toHaveValue('2');
  await press(page, page.getByRole('button', { name: t('tickets.continue') }));
  await expect(heading(page)).toHaveText(t('details.title'));
  // Sent empty, the focus goes to what is wrong, and from there to the field.
  await press(page, page.getByRole('button', { name: /^Pay / }));
  await expect(page.locator('#errors')).toBeFocused();
  await press(page, page.locator('#errors a').first());
  await expect(page.getByLabel(t('details.email'))).toBeFocused();
  await page.keyboard.type(newAddress());
  for (const label of [t('details.advisory'), t('details.terms')]) {
    await tabTo(page, page.getByLabel(label));
    await page.keyboard.press('Space');
  }
  await press(page, page.getByRole('button', { name: /^Pay / }));
  await expect(page).toHaveURL(/\/c\/pay\//);
  const typed = { number: cards.pays, expiry: '12/34', cvc: '123', name: 'Aygun Aliyeva' };
  for (const [name, value] of Object.entries(typed)) {
    await tabTo(page, page.locator(`input[name="${name}"]`));
    await page.keyboard.type(value);
  }
  await page.keyboard.press('Enter');
  await expect(heading(page)).toHaveText(t('paid.title'));
});

test.describe('on the smallest screen, with forced colours and without motion', () => {
  test.use({
    viewport: { width: 320, height: 568 },
    contextOptions: { reducedMotion: 'reduce', forcedColors: 'active' },
  });

  test('nothing sticks out and nothing moves, on any step', async ({ page }) => {
    const still = async () => {
      await expectNoSidewaysScroll(page);
      const moving = await page.evaluate(
        () => document.getAnimations().filter((one) => Number(one.effect?.getComputedTiming().duration) > 1).length,
      );
      expect(moving, `${page.url()} moves`).toBe(0);
    };
    const journey: Journey = { page, locale: 'ru', isKnown: true, look: still };
    await openTimes(journey, 'full-route', 2);
    await takeTime(journey);
    await chooseTypes(journey, { [ticketNames.ru.adult]: 2 });
    await mainButton(journey).click();
    await expect(page.locator('#errors')).toBeFocused();
    await still();
    await fillDetails(journey, { email: newAddress(), name: 'Алия Мамедова-Константинопольская' });
    await mainButton(journey).click();
    await expect(page).toHaveURL(/\/c\/pay\//);
    await still();
    await payWith(page, cards.pays);
    await expect(heading(page)).toHaveText(words('ru', 'order')('paid.title'));
    await still();
    for (const path of ['/ru/terms', '/ru/privacy', '/ru/nowhere']) {
      await page.goto(path);
      await still();
    }
  });
});

/** Walks with the tabulator until the focus stands there; each stop on the way must show that it is one. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let step = 0; step < 120; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
    const unseen = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      const isSeen = (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
      return isSeen ? null : element.outerHTML.slice(0, 120);
    });
    expect(unseen, 'focus that cannot be seen').toBeNull();
  }
  throw new Error(`the keyboard does not reach ${target}`);
}

async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

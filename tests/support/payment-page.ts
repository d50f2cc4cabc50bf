import { expect, type Page } from '@playwright/test';

/** Numbers of Stripe's test cards. */
export const cards = {
  pays: '4242424242424242',
  declined: '4000000000000002',
  poor: '4000000000009995',
  asksBank: '4000000000003220',
} as const;

/** Fills in the payment page and presses its button; the page that comes is the caller's to judge. */
export async function payWith(page: Page, number: string): Promise<void> {
  await expect(page).toHaveURL(/\/c\/pay\//);
  await page.locator('input[name="number"]').fill(number);
  await page.locator('input[name="expiry"]').fill('12/34');
  await page.locator('input[name="cvc"]').fill('123');
  await page.locator('input[name="name"]').fill('Aygün Əliyeva');
  await page
    .locator('button[name="pay"], form button[type="submit"]:not([name="fill"]), form button:not([name])')
    .last()
    .click();
}

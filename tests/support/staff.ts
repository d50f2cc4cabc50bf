import { expect, type Page } from '@playwright/test';
import { demoStaff } from '../../db/seed/demo-credentials.ts';
import { words } from './words.ts';

/** Signs a member of the demonstration's staff in, as the person would. */
export async function signIn(page: Page, role: string, to: string): Promise<void> {
  const person = demoStaff.find((one) => one.role === role);
  if (!person) throw new Error(`nobody has the role ${role}`);
  await page.goto(`/staff/sign-in?next=${encodeURIComponent(to)}`);
  const t = words('az', 'staff');
  // Signing in needs the page's script: a press before it has come is sent, and answered with the empty form.
  await page.waitForFunction(() =>
    Object.keys(document.querySelector('main form') ?? {}).some((key) => key.startsWith('__react')),
  );
  await page.getByLabel(t('signIn.email')).fill(person.email);
  await page.getByLabel(t('signIn.password')).fill(person.password);
  await page.getByRole('button', { name: t('signIn.submit') }).click();
  await expect(page).toHaveURL(new RegExp(`${to.replaceAll('/', '\\/')}(\\?|$)`));
}

/** Opens the desk as somebody who works there, and waits until it takes a scan: its field takes the focus when it is ready. */
export async function openDesk(page: Page): Promise<void> {
  await signIn(page, 'desk', '/desk');
  await expect(page.locator('#desk-code')).toBeFocused();
}

import { expect, type Page } from '@playwright/test';
import { demoStaff } from '../../db/seed/demo-credentials.ts';
import { ask } from './museum-outside.ts';
import { words } from './words.ts';

/** A colleague of the demonstration's person with this role, whom no other test knows: the language somebody chose stays with them. */
async function newColleague(role: string): Promise<{ email: string; password: string }> {
  const person = demoStaff.find((one) => one.role === role);
  if (!person) throw new Error(`nobody has the role ${role}`);
  const email = `${crypto.randomUUID()}@museum.example`;
  await ask(
    `with colleague as (
       insert into staff_member (email, name, password_hash) select $1, name, password_hash from staff_member where email = $2 returning id)
     insert into staff_role (staff_member_id, role) select c.id, r.role from colleague c
       cross join staff_role r join staff_member m on m.id = r.staff_member_id where m.email = $2`,
    [email, person.email],
  );
  return { email, password: person.password };
}

/** Signs a member of staff with this role in, as the person would. */
export async function signIn(page: Page, role: string, to: string): Promise<void> {
  const person = await newColleague(role);
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

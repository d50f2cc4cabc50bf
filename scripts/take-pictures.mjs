// Takes the README's pictures of a museum that is open: `MUSEUM_URL=http://localhost:3000 node scripts/take-pictures.mjs`.
// Walks the demonstration as a visitor, the desk and a manager would, and writes docs/pictures/*.png.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { demoStaff } from '../db/seed/demo-credentials.ts';

const museum = process.env.MUSEUM_URL ?? 'http://localhost:3000';
const folder = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH || undefined,
  args: process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu'] : ['--disable-gpu'],
});

async function open(width, height, locale) {
  const context = await browser.newContext({ viewport: { width, height }, locale });
  const page = await context.newPage();
  return {
    page,
    async shot(name, options = {}) {
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({ path: `${folder}${name}.png`, animations: 'disabled', ...options });
      console.log(name);
    },
  };
}

const phone = { width: 390, height: 844 };

async function visitor(locale) {
  const { page, shot } = await open(phone.width, phone.height, locale);
  await page.goto(`${museum}/${locale}`, { waitUntil: 'networkidle' });
  await shot(`${locale}-1-museum`);
  await page.goto(`${museum}/${locale}/visit/full-route`, { waitUntil: 'networkidle' });
  const next = page.locator('a[rel=next]');
  if (await next.count()) await next.first().click();
  await page.locator('#month').scrollIntoViewIfNeeded();
  await shot(`${locale}-2-month`);
  const days = page.locator('a.day');
  await days.nth(Math.min(8, (await days.count()) - 1)).click();
  await page.waitForLoadState('networkidle');
  // The rail is the picture; the party and the prices stand above it.
  await page.evaluate(() => scrollBy(0, document.querySelector('.rail').getBoundingClientRect().top - 220));
  await shot(`${locale}-3-times`);
  await page.locator('button[name=timeslotId]').nth(4).click();
  await page.waitForURL(/tickets$/);
  await page.waitForLoadState('networkidle');
  await shot(`${locale}-4-tickets`);
  await page.locator('form[action$=choose] button').last().click();
  await page.waitForURL(/details$/);
  await page.locator('#email').fill(`pictures-${locale}@museum.example`);
  if (await page.locator('#hasAcknowledgedAdvisory').count()) await page.locator('#hasAcknowledgedAdvisory').check();
  await page.locator('#hasAcceptedTerms').check();
  await page.evaluate(() => scrollTo(0, 0));
  await shot(`${locale}-5-details`);
  await page.locator('main form button:not([formaction])').last().click();
  await page.waitForURL(/\/c\/pay\//);
  for (const [name, value] of Object.entries({
    number: '4242424242424242',
    expiry: '12/34',
    cvc: '123',
    name: 'Aygün Əliyeva',
  })) {
    await page.locator(`input[name=${name}]`).fill(value);
  }
  await shot(`${locale}-6-payment`);
  await page.locator('input[name=name]').press('Enter');
  await page.waitForURL(/\/order\/[\w-]{32}$/);
  await page.locator('.ticket').first().scrollIntoViewIfNeeded();
  await shot(`${locale}-7-ticket`);
  const code = await page.locator('figcaption b').first().textContent();
  await page.context().close();
  return code ?? '';
}

async function staff(code) {
  const person = demoStaff.find(({ role }) => role === 'duty_manager');
  const { page, shot } = await open(1280, 860, 'az');
  await page.goto(`${museum}/staff/sign-in?next=/staff`);
  await page.locator('#email').fill(person.email);
  await page.locator('#password').fill(person.password);
  await page.locator('#password').press('Enter');
  await page.waitForURL(/\/staff$/);
  await page.locator('main table').first().waitFor();
  await shot('staff-1-today');
  await page.goto(`${museum}/staff/orders?q=pictures`);
  await shot('staff-2-orders');
  await page.locator('main table a').first().click();
  await page.waitForLoadState('load');
  await shot('staff-3-order');
  await page.goto(`${museum}/desk`);
  await page.locator('#desk-code').fill(code);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('.answer.good, .answer.check, .answer.bad'));
  await shot('desk-1-answer');
  await page.context().close();
}

const [code] = [await visitor('az'), await visitor('en'), await visitor('ru')];
await staff(code);
await browser.close();

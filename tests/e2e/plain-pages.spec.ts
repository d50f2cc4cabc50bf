import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { readVisitCookie } from '#app/_http/visit-cookie.ts';
import { locales } from '#lib/platform/locales.ts';
import { ask } from '../support/museum-outside.ts';
import { hold, openDay, roomyTime, timeButton } from '../support/visit-time.ts';
import { words } from '../support/words.ts';

const kilobyte = 1000;
const hiddenKeys = (html: string): string[] =>
  [...html.matchAll(/name="requestKey" value="([^"]*)"/g)].map((match) => match[1] ?? '');

/** What is fetched by a browser that has nothing yet: bytes as sent, by the kind of file. */
async function plainAddresses(): Promise<string[]> {
  const visit = await roomyTime('full-route');
  return locales.flatMap((locale) => [
    `/${locale}`,
    `/${locale}/terms`,
    `/${locale}/privacy`,
    `/${locale}/visit/${visit.product}`,
    `/${locale}/visit/${visit.product}/${visit.date}`,
    `/${locale}/visit/${visit.product}/${visit.date}?people=3&refused=full&time=10:30`,
    `/${locale}/visit/${visit.product}?code=NONE-SUCH`,
  ]);
}

test('the pages up to the choice of a time are whole without any script of the framework, and light', async ({
  request,
}) => {
  for (const address of await plainAddresses()) {
    const answer = await request.get(address);
    const html = await answer.text();
    expect(answer.status(), address).toBe(200);
    // Nothing that a script would still have to fill in.
    for (const left of ['<template', 'id="S:', '__next', '$RC', '<!--', 'hidden=""', ' nonce=']) {
      expect(html, `${address} holds ${left}`).not.toContain(left);
    }
    const scripts = [...html.matchAll(/<script\b[^>]*>/g)]
      .map(([tag]) => tag)
      .filter((tag) => !tag.includes('ld+json'));
    expect(scripts, address).toEqual([
      expect.stringMatching(/^<script type="module" src="\/_museum\/visit-\w+\.js">$/),
    ]);
    // No policy that would let an inline script run.
    const policy = answer.headers()['content-security-policy'] ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('nonce');
    const linked = [...html.matchAll(/(?:src|href)="(\/_museum\/[^"]*)"/g)].map((match) => match[1] ?? '');
    const sizes: Record<string, number> = {};
    for (const file of linked) {
      const found = await request.get(file);
      expect(found.headers()['cache-control']).toContain('immutable');
      sizes[file.endsWith('.js') ? 'js' : 'css'] = gzipSync(await found.body(), { level: 9 }).length;
    }
    expect(sizes.js, address).toBeLessThanOrEqual(6 * kilobyte);
    expect(gzipSync(html).length + (sizes.css ?? Number.NaN), `${address}: HTML and CSS`).toBeLessThanOrEqual(
      14 * kilobyte,
    );
  }
});

test('a browser fetches no script but ours, and the policy stops nothing', async ({ page }) => {
  const said: string[] = [];
  const fetched: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  page.on('response', (answer) => fetched.push(new URL(answer.url()).pathname));
  for (const address of await plainAddresses()) await page.goto(address, { waitUntil: 'networkidle' });
  expect(said).toEqual([]);
  expect(fetched.filter((path) => /\.js$/.test(path) && !path.startsWith('/_museum/'))).toEqual([]);
});

test('what the module adds: arrow keys in the month, − and + beside the number, the focus on what was refused', async ({
  page,
}) => {
  const visit = await roomyTime('full-route');
  await page.goto(`/en/visit/${visit.product}?month=${visit.date.slice(0, 7)}`);
  const days = page.locator('.month a.day');
  await days.first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(days.nth(1)).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(days.first()).toBeFocused();

  const t = words('en', 'visit');
  await openDay({ page, locale: 'en' }, visit, 2);
  await page.getByRole('button', { name: t('day.peopleMore') }).click();
  await expect(page.getByLabel(t('day.people'))).toHaveValue('3');
  const less = page.getByRole('button', { name: t('day.peopleLess') });
  for (let press = 0; press < 2; press += 1) await less.click();
  await expect(less).toBeDisabled();

  await page.goto(`/en/visit/${visit.product}/${visit.date}?people=2&refused=busy`);
  await expect(page.locator('#errors')).toBeFocused();
});

test('no two visitors get the same key, nor does one twice', async ({ request }) => {
  const visit = await roomyTime('full-route');
  const keys: string[] = [];
  for (const encoding of ['gzip', 'br, gzip', 'identity']) {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        request.get(`/az/visit/${visit.product}/${visit.date}`, { headers: { 'accept-encoding': encoding } }),
      ),
    );
    for (const answer of answers) {
      expect(answer.headers()['cache-control']).toBe('private, no-store');
      keys.push(...hiddenKeys(await answer.text()));
    }
  }
  expect(keys.length).toBeGreaterThanOrEqual(30);
  expect(new Set(keys).size).toBe(keys.length);
});

test('two pages made anew differ in nothing but their keys: nothing of one visitor can be kept for all', async ({
  request,
}) => {
  const visit = await roomyTime('full-route');
  for (const address of ['/az', `/ru/visit/${visit.product}`, `/en/visit/${visit.product}/${visit.date}`]) {
    const [one, other] = await Promise.all(
      // An unknown question is not answered from memory.
      [1, 2].map(async (nth) => {
        const html = await (await request.get(`${address}?anew=${nth}`)).text();
        return hiddenKeys(html).reduce((text, key) => text.replaceAll(key, 'KEY'), html);
      }),
    );
    expect(one, address).toBe(other);
    const kept = await (await request.get(address)).text();
    expect(
      hiddenKeys(kept).reduce((text, key) => text.replaceAll(key, 'KEY'), kept),
      address,
    ).toBe(one);
  }
});

test('who holds places is told so on the museum’s page, and nobody else is', async ({ browser }) => {
  const [mine, others] = [await browser.newContext(), await browser.newContext()];
  const [page, other] = [await mine.newPage(), await others.newPage()];
  const resume = words('en', 'visit')('home.resumeAction');
  await other.goto('/en');
  await hold({ page, locale: 'en' }, 'full-route', 2);
  await page.goto('/en');
  await other.goto('/en');
  await expect(page.getByRole('link', { name: resume })).toBeVisible();
  await expect(other.getByRole('link', { name: resume })).toHaveCount(0);
  expect(readVisitCookie((await mine.cookies()).find(({ name }) => name === 'visit')?.value)).not.toBeNull();
  await Promise.all([mine.close(), others.close()]);
});

test('who has just taken places sees it in the very next view of the day', async ({ browser }) => {
  const [mine, others] = [await browser.newContext(), await browser.newContext()];
  const [page, other] = [await mine.newPage(), await others.newPage()];
  const visit = await roomyTime('hall-only');
  // Two places are left at this time; another visitor has the page before and after.
  await ask(
    `update pool set overbook = 0, capacity = held + sold + 2 where timeslot_id = $1 and kind = 'lane' and lane = 'public'`,
    [visit.timeslotId],
  );
  await openDay({ page, locale: 'en' }, visit, 1);
  await openDay({ page: other, locale: 'en' }, visit, 1);
  await openDay({ page, locale: 'en' }, visit, 2);
  await timeButton(page, visit).click();
  await expect(page).toHaveURL(/\/order\//);
  await openDay({ page, locale: 'en' }, visit, 1);
  await expect(timeButton(page, visit)).toHaveCount(0);
  await expect
    .poll(
      async () => {
        await openDay({ page: other, locale: 'en' }, visit, 1);
        return timeButton(other, visit).count();
      },
      { intervals: [50], timeout: 2000 },
    )
    .toBe(0);
  await Promise.all([mine.close(), others.close()]);
});

test('what has not changed is not sent again', async ({ request }) => {
  const first = await request.get('/az/terms');
  const { etag } = first.headers();
  expect(etag).toBeTruthy();
  const again = await request.get('/az/terms', { headers: { 'if-none-match': etag ?? '' } });
  expect(again.status()).toBe(304);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  for (const address of ['/en/visit/none', '/en/visit/full-route/2026-02-31', '/en/nowhere', '/en/order/none']) {
    test(`${address} says that the page is not here`, async ({ page }) => {
      const answer = await page.goto(address);
      expect(answer?.status()).toBe(404);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('This page is not here');
      await expect(page.getByRole('link')).toHaveAttribute('href', '/en');
    });
  }

  test('− and + stand there only where a script works them', async ({ page }) => {
    const visit = await roomyTime('full-route');
    await openDay({ page, locale: 'az' }, visit, 2);
    await expect(page.getByRole('button', { name: words('az', 'visit')('day.peopleMore') })).toHaveCount(0);
  });
});

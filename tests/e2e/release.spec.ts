import { type Browser, expect, type Page, test } from '@playwright/test';
import type { Locale } from '#lib/platform/locales.ts';
import { formatLongDate } from '#lib/platform/time.ts';
import { type OwnSite, openOwnSite } from '#tests/support/own-site.ts';
import { expectGoodPage } from '#tests/support/page.ts';
import { words } from '#tests/support/words.ts';

// What is shared by all who visit: a release moment, a line, limits. So these have a site of their own, and go one after the other.
test.describe.configure({ mode: 'serial' });
let site: OwnSite;

test.beforeAll(async () => {
  site = await openOwnSite('release_e2e');
});
test.afterAll(async () => {
  await site?.close();
});

const dayUrl = (locale: Locale, people = 2) =>
  `${site.url}/${locale}/visit/full-route/${site.museum.visitDate}?people=${people}`;
const take = (page: Page, slot = 0) => page.locator(`button[value="${site.museum.timeslots[slot]}"]`);
const onTickets = /\/order\/[A-Za-z0-9_-]{32}\/tickets/;

async function opens(inDays: number): Promise<string> {
  const { rows } = await site.owner.pool.query<{ day: string; time: string }>(
    `with moment as (select date_trunc('minute', now() + make_interval(secs => $1::float8 * 86400)) as at),
     gone as (delete from pool_release where opened_at is null),
     waves as (insert into pool_release (pool_id, opens_at, places) select p.id, m.at, p.capacity + p.withheld from pool p, moment m where p.lane = 'public'),
     pools as (update pool p set withheld = p.capacity + p.withheld, capacity = 0, opens_at = m.at from moment m where p.lane = 'public'),
     seen as (update pool set status = status where kind = 'day')
     select to_char(at at time zone 'Asia/Baku', 'YYYY-MM-DD') as day, to_char(at at time zone 'Asia/Baku', 'HH24:MI') as time from moment`,
    [inDays],
  );
  const [row] = rows;
  const day = formatLongDate(row?.day ?? '', 'en', { weekday: false, year: false });
  return words('en', 'visit')('later.moment', { day, time: row?.time ?? '' });
}

test('before the release a day says when; from then on it sells', async ({ page }) => {
  const t = words('en', 'visit');
  const moment = await opens(2);
  await page.goto(dayUrl('en'));
  await expect(page.getByText(t('later.day', { moment }))).toBeVisible();
  await expect(page.getByText(t('later.slot', { moment })).first()).toBeVisible();
  await expect(take(page)).toHaveCount(0);
  await expectGoodPage(page, 'en');
  await page.goto(`${site.url}/en/visit/full-route?month=${site.museum.visitDate.slice(0, 7)}`);
  const day = page.locator(`a[href*="${site.museum.visitDate}"]`);
  await expect(day).toContainText(moment);
  await expectGoodPage(page, 'en');
  await page.request.post(`${site.url}/en/visit/hold`, {
    form: {
      product: 'full-route',
      date: site.museum.visitDate,
      people: '2',
      timeslotId: site.museum.timeslots[0] ?? '',
      requestKey: crypto.randomUUID(),
    },
    headers: { origin: site.url },
  });
  const { rows } = await site.owner.pool.query('select count(*)::int as orders from orders');
  expect(rows).toEqual([{ orders: 0 }]);

  // One place is on sale, too few for two: more come at the moment, and first to those on the list.
  await site.owner.pool.query(
    `with lane as (update pool set capacity = 1, withheld = withheld - 1 where timeslot_id = $1 and lane = 'public' returning id),
     wave as (update pool_release set places = places - 1 where pool_id in (select id from lane) and opened_at is null)
     update pool set status = status where kind = 'day'`,
    [site.museum.timeslots[0]],
  );
  const waiting = words('en', 'waiting');
  await expect(async () => {
    await page.goto(dayUrl('en'));
    await expect(page.getByText(t('later.slotMore', { moment }))).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  await expect(page.getByText(waiting('day.hintLater'))).toBeVisible();
  await expectGoodPage(page, 'en');
  await expect(page.getByRole('link', { name: waiting('day.waitAt', { time: '11:30' }) })).toHaveCount(0);
  await page.getByRole('link', { name: waiting('day.waitAt', { time: '10:30' }) }).click();
  await page.getByLabel(waiting('form.email')).fill('later@example.az');
  await page.getByRole('button', { name: waiting('form.join') }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(waiting('own.title'));
  await page.locator('form[action$="/leave"] button').click();

  await opens(-2 / 1440);
  // A page that many look at may be a moment old (decision 013).
  await expect(async () => {
    await page.goto(dayUrl('en'));
    await expect(take(page)).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  await take(page).click();
  await expect(page).toHaveURL(onTickets);
});

test('in a rush visitors wait in a line and are let in, with and without scripts', async ({ browser }) => {
  test.setTimeout(150_000);
  // So few that nobody's turn comes while we look.
  await site.rule('rush_admit_per_second', 0.01);
  await site.rule('rush_views_per_second', 0);
  const first = await inLine(browser, 'az', true);
  const second = await inLine(browser, 'ru', false);
  for (const page of [first, second]) {
    await expect(page.getByRole('status')).not.toBeEmpty();
    await expect(page).toHaveTitle(/./);
  }
  await expectGoodPage(first, 'az');
  // Nothing but the visitor's way waits.
  for (const path of ['/api/health', '/staff/sign-in', '/az/terms']) {
    expect(await (await first.request.get(`${site.url}${path}`)).text()).not.toContain('/_line');
  }
  await site.rule('rush_admit_per_second', 100);
  await expect(take(first, 1)).toBeVisible({ timeout: 60_000 });
  await expect(take(second, 1)).toBeVisible({ timeout: 60_000 });
  await take(second, 1).click();
  await expect(second).toHaveURL(onTickets);
  await site.rule('rush_views_per_second', 100_000);
  await site.owner.pool.query('update rush_line set opened_at = null');
  await first.context().close();
  await second.context().close();
});

test('past the limit a proof is asked for, passed with the keyboard, and the visitor goes on', async ({ page }) => {
  const t = words('en', 'rush');
  await site.rule('browser_hold_limit', 1);
  await site.rule('proof_bits', 12);
  await expect.poll(async () => (await page.request.get(dayUrl('en'))).ok()).toBe(true);
  await page.goto(dayUrl('en', 1));
  await take(page, 1).click();
  await expect(page).toHaveURL(onTickets);
  await page.goto(dayUrl('en', 1));
  // The rules of a day are read anew every two seconds.
  await expect(async () => {
    await page.goto(dayUrl('en', 1));
    await take(page, 1).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('proof.title'), { timeout: 1000 });
  }).toPass();
  await expectGoodPage(page, 'en');
  const button = page.getByRole('button', { name: t('proof.start') });
  await page.waitForFunction(() =>
    Object.keys(document.querySelector('main form button') ?? {}).some((key) => key.startsWith('__react')),
  );
  for (let tabs = 0; tabs < 40 && !(await button.evaluate((one) => one === document.activeElement)); tabs += 1) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(onTickets, { timeout: 20_000 });
});

test('without scripts the proof is a wait, and nothing is lost', async ({ browser }) => {
  const t = words('ru', 'rush');
  await site.rule('proof_wait_seconds', 4);
  const page = await newVisitor(browser, false);
  await expect(async () => {
    await page.goto(dayUrl('ru', 1));
    await take(page, 1).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('proof.title'), { timeout: 1000 });
  }).toPass();
  await page.getByRole('button', { name: t('proof.start') }).click();
  await expect(page.getByText(t('proof.wait', { seconds: 4 }).slice(0, 24))).toBeVisible();
  await expect(async () => {
    await page.getByRole('button', { name: t('proof.start') }).click();
    await expect(page).toHaveURL(onTickets, { timeout: 1000 });
  }).toPass({ timeout: 20_000 });
  await page.context().close();
});

/** Somebody new who meets the line. The rules are read anew every two seconds, and who comes before is let in at once. */
async function inLine(browser: Browser, locale: Locale, javaScriptEnabled: boolean): Promise<Page> {
  let page = await newVisitor(browser, javaScriptEnabled);
  const heading = words(locale, 'rush')('line.heading');
  await expect(async () => {
    await page.context().close();
    page = await newVisitor(browser, javaScriptEnabled);
    await page.goto(dayUrl(locale));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading, { timeout: 500 });
  }).toPass({ timeout: 40_000 });
  return page;
}

async function newVisitor(browser: Browser, javaScriptEnabled = true): Promise<Page> {
  return (await browser.newContext({ javaScriptEnabled })).newPage();
}

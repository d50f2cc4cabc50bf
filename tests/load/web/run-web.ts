import { type Browser, chromium, type Page } from '@playwright/test';
import { findFreePort } from '#lib/demo/free-port.ts';
import { findBrowser } from '../../../scripts/check/find-browser.ts';
import { type Figures, interleave } from '../measure.ts';
import { type Budget, type Judged, judgeBudgets } from './budgets.ts';
import { type Feel, feelPage } from './feel-page.ts';
import { readers } from './get-page.ts';
import { type OpenWebs, openWebs } from './open-webs.ts';
import { medianScore, scorePage } from './score-page.ts';
import { weighPage } from './weigh-page.ts';

const clients = 32;

type Visited = {
  name: Judged['name'];
  path: string;
  isPlain: boolean;
  isSecret: boolean;
  act?: (page: Page) => Promise<void>;
};

export type WebResults = { pages: Judged[]; rates: Figures[]; budgets: Budget[] };

/**
 * The visitor's pages as a browser gets them: bytes, what a slow phone feels, Lighthouse's scores (`rounds` times each), and the
 * rate of the calendar and of a day's times beside the framework's own answers. `isMet` of each budget says the rest.
 */
export async function runWebBench(options: {
  rounds: number;
  seconds: number;
  say: (line: string) => void;
}): Promise<WebResults> {
  const { rounds, seconds, say } = options;
  const { executablePath } = await findBrowser();
  const webs = await openWebs(say);
  const port = await findFreePort();
  const browser = await chromium
    .launch({
      executablePath,
      args: [`--remote-debugging-port=${port}`, '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    })
    .catch(async (error: unknown) => {
      await webs.close();
      throw error;
    });
  try {
    const visited = await listPages(browser, webs);
    const pages: Judged[] = [];
    for (const { name, path, isPlain, isSecret, act } of visited) {
      const url = webs.ours.url + path;
      say(`  ${name}: ${path.replace(/\/order\/[^/]+/, '/order/…')}`);
      // The first look of a process is the compiler's.
      await weighPage(browser, url);
      const weight = await weighPage(browser, url);
      const feels: Feel[] = [];
      for (let nth = 0; nth < 3; nth += 1) feels.push(await feelPage(browser, url, act));
      const scores = [];
      for (let nth = 0; nth < rounds; nth += 1) scores.push(await scorePage(port, url, isSecret));
      pages.push({ name, isPlain, weight, feel: worst(feels), score: scores.length ? medianScore(scores) : null });
    }
    await browser.close();
    const rates = await rateOf(webs, { rounds: Math.min(rounds, 3) || 1, seconds, say });
    const ratios = rates.filter((_, index) => index % 2 === 1);
    return { pages, rates, budgets: judgeBudgets(pages, ratios) };
  } finally {
    await browser.close();
    await webs.close();
  }
}

async function listPages(browser: Browser, webs: OpenWebs): Promise<Visited[]> {
  const { product, date, timeslotId } = webs.day;
  const token = await holdPlaces(browser, webs, timeslotId);
  const month = date.slice(0, 7);
  return [
    { name: 'empty', path: '/bench-empty', isPlain: false, isSecret: false },
    { name: 'museum', path: '/az', isPlain: true, isSecret: false },
    { name: 'product', path: `/az/visit/${product}?month=${month}`, isPlain: true, isSecret: false, act: walkMonth },
    { name: 'day', path: `/az/visit/${product}/${date}`, isPlain: true, isSecret: false, act: changeNumber },
    { name: 'tickets', path: `/az/order/${token}/tickets`, isPlain: false, isSecret: true, act: changeTickets },
    { name: 'details', path: `/az/order/${token}/details`, isPlain: false, isSecret: true, act: fillDetails },
    { name: 'order', path: `/az/order/${webs.paidToken}`, isPlain: false, isSecret: true },
  ];
}

/** Two places of a time, with their tickets chosen: the details are the next step. */
async function holdPlaces(browser: Browser, webs: OpenWebs, timeslotId: string): Promise<string> {
  const page = await browser.newPage();
  await page.goto(`${webs.ours.url}/az/visit/${webs.day.product}/${webs.day.date}?people=2`);
  await page.locator(`button[value="${timeslotId}"]`).click();
  await page.waitForURL(/\/tickets/);
  await page.locator('main input[type="number"]').first().fill('2');
  await page.locator('form[action$="/choose"] button:not([formaction])').last().click();
  await page.waitForURL(/\/details/);
  const token = /\/order\/([^/]+)/.exec(page.url())?.[1] ?? '';
  await page.close();
  return token;
}

async function walkMonth(page: Page): Promise<void> {
  await page.locator('.month a.day').first().focus();
  for (let press = 0; press < 4; press += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  for (const summary of await page.locator('summary').all()) await summary.tap();
}

async function changeNumber(page: Page): Promise<void> {
  const [less, more] = await page.locator('.stepper button').all();
  for (let tap = 0; tap < 3; tap += 1) await more?.tap();
  for (let tap = 0; tap < 3; tap += 1) await less?.tap();
  await page.locator('summary').first().tap();
  await page.locator('#code').pressSequentially('MUSEUM');
}

async function changeTickets(page: Page): Promise<void> {
  const number = page.locator('main input[type="number"]').first();
  await number.tap();
  for (const key of ['ArrowUp', 'ArrowDown', 'ArrowUp', 'ArrowDown']) await number.press(key);
}

async function fillDetails(page: Page): Promise<void> {
  const email = page.locator('input[type="email"]');
  await email.tap();
  await email.pressSequentially('aygun@example.az');
  for (const box of await page.locator('main input[type="checkbox"]').all()) await box.tap();
}

function worst(feels: readonly Feel[]): Feel {
  const of = (read: (feel: Feel) => number) => Math.max(...feels.map(read));
  return {
    lcpMs: of((feel) => feel.lcpMs),
    cls: of((feel) => feel.cls),
    tbtMs: of((feel) => feel.tbtMs),
    inpMs: feels[0]?.inpMs === null ? null : of((feel) => feel.inpMs ?? 0),
  };
}

/** Pairs: the framework's own answer, then ours. */
async function rateOf(
  webs: OpenWebs,
  options: { rounds: number; seconds: number; say: (line: string) => void },
): Promise<Figures[]> {
  const { product, date } = webs.day;
  const measured: Figures[] = [];
  for (const [name, path] of [
    ['the month', `/az/visit/${product}?month=${date.slice(0, 7)}`],
    ['the times of a day', `/az/visit/${product}/${date}?people=2`],
  ] as const) {
    const pair = [
      readers(`${name}, by the framework`, webs.framework.url + path, clients),
      readers(`${name}, ours`, webs.ours.url + path, clients),
    ];
    measured.push(...(await interleave(pair, { ...options, warmSeconds: Math.min(3, options.seconds) })));
  }
  return measured;
}

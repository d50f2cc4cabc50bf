import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { findUnsober } from './sober.ts';

/** Every page that a test visits is looked at by axe, WCAG 2.2 AA. */
export async function expectAccessible(page: Page): Promise<void> {
  // A colour on its way from one state to the next has the contrast of neither.
  // Without its styles a page is judged for what nobody sees.
  await page.waitForLoadState('load');
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((motion) => motion.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
        .map((motion) => motion.finished.catch(() => undefined)),
    ),
  );
  const { violations } = await new AxeBuilder({ page })
    // No page of ours has a frame of another origin, for which alone axe would open a second page each time.
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  expect(
    violations.map(
      (violation) =>
        `${page.url()} ${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`,
    ),
  ).toEqual([]);
}

/** Nothing may stick out sideways: no page scrolls horizontally. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${page.url()} sticks out sideways`).toBeLessThanOrEqual(0);
}

/** A visitor's page speaks soberly: no urgency, nothing celebratory (3.8). */
async function expectSober(page: Page): Promise<void> {
  const { pathname } = new URL(page.url());
  if (!/^\/(az|en|ru)(\/|$)/.test(pathname)) return;
  expect(
    (await page.locator('main').allTextContents()).flatMap(findUnsober),
    `${pathname} speaks as a shop does`,
  ).toEqual([]);
}

/** A visited page as it must be: readable by everybody, in its language, within its width, sober. */
export async function expectGoodPage(page: Page, locale: string): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', locale);
  await expectNoSidewaysScroll(page);
  await expectSober(page);
  await expectAccessible(page);
}

/** What the page has to put right or to say at once. The framework's own announcer has the same role, and is none of ours. */
export const alertOn = (page: Page) => page.locator('[role="alert"]:not(#__next-route-announcer__)');

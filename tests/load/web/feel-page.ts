import type { Browser, Page } from '@playwright/test';

/** What a slow phone feels: milliseconds, CLS without a unit. `inpMs` is the slowest of all interactions, null where there was none. */
export type Feel = { lcpMs: number; cls: number; tbtMs: number; inpMs: number | null };

declare global {
  interface Window {
    felt: { lcp: number; cls: number; blocked: number; slowest: number };
  }
}

/** Loads a page with a processor four times slower, does what `act` does there, and reads what the browser itself measured. */
export async function feelPage(browser: Browser, url: string, act?: (page: Page) => Promise<void>): Promise<Feel> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const page = await context.newPage();
  await page.addInitScript(observe);
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.goto(url, { waitUntil: 'networkidle' });
  const loaded = await page.evaluate(() => ({ ...window.felt }));
  await act?.(page);
  // Two frames on, the browser has told of the last interaction.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const after = await page.evaluate(() => ({ ...window.felt }));
  await context.close();
  return { lcpMs: loaded.lcp, cls: after.cls, tbtMs: loaded.blocked, inpMs: act ? after.slowest : null };
}

function observe(): void {
  window.felt = { lcp: 0, cls: 0, blocked: 0, slowest: 0 };
  const watch = (type: string, note: (entry: PerformanceEntry & Record<string, number>) => void, more = {}) =>
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) note(entry as PerformanceEntry & Record<string, number>);
    }).observe({ type, buffered: true, ...more });
  watch('largest-contentful-paint', (entry) => {
    window.felt.lcp = entry.startTime;
  });
  watch('layout-shift', (entry) => {
    if (!entry.hadRecentInput) window.felt.cls += entry.value ?? 0;
  });
  watch('longtask', (entry) => {
    window.felt.blocked += Math.max(0, entry.duration - 50);
  });
  watch(
    'event',
    (entry) => {
      if (entry.interactionId) window.felt.slowest = Math.max(window.felt.slowest, entry.duration);
    },
    { durationThreshold: 16 },
  );
}

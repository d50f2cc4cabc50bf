import { gzipSync } from 'node:zlib';
import type { Browser } from '@playwright/test';

const kinds = { document: 'html', stylesheet: 'css', script: 'js', font: 'fonts' } as const;

/** Bytes of one page for a browser that has nothing yet; `sent` as they came over the line, `jsGzip` all scripts at gzip -9. */
export type Weight = {
  sent: Record<'html' | 'css' | 'js' | 'fonts' | 'other', number>;
  requests: number;
  jsGzip: number;
};

/** Loads a page in a fresh browser context and weighs all it fetches, icons aside. */
export async function weighPage(browser: Browser, url: string): Promise<Weight> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  const sent: Weight['sent'] = { html: 0, css: 0, js: 0, fonts: 0, other: 0 };
  const byRequest = new Map<string, keyof Weight['sent']>();
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (/\/(icon\.svg|favicon\.ico)/.test(response.url)) return;
    byRequest.set(requestId, kinds[type.toLowerCase() as keyof typeof kinds] ?? 'other');
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = byRequest.get(requestId);
    if (kind) sent[kind] += encodedDataLength;
  });
  let jsGzip = 0;
  page.on('response', async (response) => {
    if (response.request().resourceType() !== 'script') return;
    const body = await response.body().catch(() => Buffer.alloc(0));
    jsGzip += gzipSync(body, { level: 9 }).length;
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  // Scripts that stand in the page count as well; data for machines does not.
  for (const text of await page.locator('script:not([src]):not([type="application/ld+json"])').allTextContents()) {
    jsGzip += gzipSync(text, { level: 9 }).length;
  }
  await context.close();
  return { sent, requests: byRequest.size, jsGzip };
}

import { expect, test } from '@playwright/test';
import { locales } from '#lib/platform/locales.ts';

type Thing = { '@type': string; [property: string]: unknown };

/** What a page says to machines, one thing after the other. */
async function thingsOf(page: import('@playwright/test').Page): Promise<Thing[]> {
  const texts = await page.locator('script[type="application/ld+json"]').allTextContents();
  return texts.flatMap((text) => JSON.parse(text) as Thing | Thing[]);
}

test('a search engine finds every page in every language, and nothing that is a person’s', async ({ request }) => {
  const robots = await (await request.get('/robots.txt')).text();
  for (const path of ['/staff', '/desk', '/api/', '/*/order/']) expect(robots).toContain(`Disallow: ${path}`);
  const map = /^Sitemap: (.+)$/m.exec(robots)?.[1] ?? '';
  const sitemap = await (await request.get(new URL(map).pathname)).text();
  const addresses = [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map((match) => new URL(match[1] ?? ''));
  expect(addresses.length).toBeGreaterThanOrEqual(locales.length * 5);
  for (const address of addresses) {
    expect(address.pathname).not.toMatch(/order|staff|desk/);
    const answer = await request.get(address.pathname);
    expect(answer.status(), address.pathname).toBe(200);
    // Each names itself, and the same page in the other languages.
    const html = await answer.text();
    expect(html).toContain(`rel="canonical" href="${address.href}"`);
    for (const locale of [...locales, 'x-default']) expect(html).toContain(`hrefLang="${locale}"`);
  }
});

test('the museum, what it offers and its tours are told as data', async ({ page, request }) => {
  for (const locale of locales) {
    await page.goto(`/${locale}`);
    const name = await page.getByRole('heading', { level: 1 }).textContent();
    const [museum] = await thingsOf(page);
    expect(museum).toMatchObject({ '@type': 'Museum', name });
    expect([museum?.openingHoursSpecification].flat().length).toBeGreaterThan(3);
    const offers = [museum?.makesOffer].flat() as { url: string; price: string; priceCurrency: string }[];
    expect(offers.length).toBeGreaterThan(1);
    for (const { url, price, priceCurrency } of offers) {
      expect(price).toMatch(/^\d+\.\d\d$/);
      expect(priceCurrency).toBe('AZN');
      expect((await request.get(new URL(url).pathname)).status()).toBe(200);
    }
  }
  await page.goto('/ru/visit/public-tour');
  const events = (await thingsOf(page)).filter((thing) => thing['@type'] === 'Event');
  expect(events.length).toBeGreaterThan(3);
  for (const event of events) {
    expect(new Date(String(event.startDate)).getTime()).toBeGreaterThan(Date.now());
    expect(['az', 'en', 'ru']).toContain(event.inLanguage);
    const { url } = event.offers as { url: string };
    expect((await request.get(new URL(url).pathname)).status()).toBe(200);
  }
});

test('the tours stand in a calendar of one’s own, in one’s language', async ({ page, request }) => {
  await page.goto('/en/visit/public-tour');
  const href = await page.getByRole('link', { name: /tours in your calendar/ }).getAttribute('href');
  const answer = await request.get(href ?? '');
  expect(answer.headers()['content-type']).toContain('text/calendar');
  const file = (await answer.text()).replaceAll('\r\n ', '');
  const all = (line: RegExp) => [...file.matchAll(line)].map((match) => match[1]);
  const ids = all(/^UID:(\S+)\r$/gm);
  expect(ids.length).toBeGreaterThan(10);
  expect(new Set(ids).size).toBe(ids.length);
  for (const line of [
    /^DTSTART:(\d{8}T\d{6}Z)\r$/gm,
    /^DTEND:(\d{8}T\d{6}Z)\r$/gm,
    /^SUMMARY:(Public guided tour)\r$/gm,
  ]) {
    expect(all(line)).toHaveLength(ids.length);
  }
});

test('a link to the museum brings its name and its picture along', async ({ page, request }) => {
  await page.goto('/az');
  const content = (property: string) => page.locator(`meta[property="${property}"]`).first().getAttribute('content');
  expect(await content('og:title')).toBe(await page.title());
  expect(await content('og:locale')).toBe('az');
  const picture = await request.get(new URL((await content('og:image')) ?? '').pathname);
  expect(picture.headers()['content-type']).toBe('image/png');
  const bytes = await picture.body();
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1200, 630]);
});

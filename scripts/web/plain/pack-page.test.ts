import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { packPage } from './pack-page.ts';

const key = '01a212f8-193b-4731-b282-2060684e4e85';
const form = (value: string) => `<form><input type="hidden" name="requestKey" value="${value}"/></form>`;
const words = 'Otağa on beş nəfər sığır. '.repeat(300);

const textOf = async (page: ReturnType<typeof packPage>, accepts: string) => {
  const { encoding, body } = await page.bodyFor(accepts);
  const open = { br: brotliDecompressSync, gzip: gunzipSync, identity: (bytes: Buffer) => bytes }[encoding];
  return { encoding, text: open(body).toString() };
};

describe('packPage', () => {
  it('gives the same page in what the browser takes', async () => {
    const page = packPage(words);
    expect(page.etag).toMatch(/^"[\w-]{22}"$/);
    expect(await textOf(page, 'gzip, deflate, br, zstd')).toEqual({ encoding: 'br', text: words });
    expect(await textOf(page, 'gzip, deflate')).toEqual({ encoding: 'gzip', text: words });
    expect(await textOf(page, '')).toEqual({ encoding: 'identity', text: words });
    expect(packPage(`${words}!`).etag).not.toBe(page.etag);
  });

  it.each(['gzip, br', 'gzip', ''])('gives every visitor keys of their own (%s)', async (accepts) => {
    const page = packPage(`${words}${form(key)}${words}${form(key)}`);
    expect(page.etag).toBeNull();
    const seen = new Set<string>();
    for (let visitor = 0; visitor < 50; visitor += 1) {
      const { text } = await textOf(page, accepts);
      const keys = [...text.matchAll(/value="([^"]*)"/g)].map((match) => match[1] ?? '');
      expect(text).toBe(`${words}${form(keys[0] ?? '')}${words}${form(keys[1] ?? '')}`);
      for (const one of keys) {
        expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        seen.add(one);
      }
    }
    expect(seen.size).toBe(100);
    expect(seen.has(key)).toBe(false);
  });

  it('leaves other ids alone: times have the same for everybody', async () => {
    const html = `<button name="timeslotId" value="${key}">`;
    expect((await textOf(packPage(html), 'gzip')).text).toBe(html);
  });
});

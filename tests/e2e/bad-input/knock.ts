import { type APIRequestContext, expect } from '@playwright/test';

/** One thing that somebody might send. `as` is who they are; a visitor unless said otherwise. */
export type Probe = {
  what: string;
  path: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  as?: 'visitor' | 'administrator' | 'desk';
  /** The statuses that are a clear answer of the right kind. */
  expects: number | readonly number[];
  /** Where a redirect must lead. */
  leads?: RegExp;
  /** Words that the answer must show. */
  shows?: string;
};

export type Answer = { status: number; text: string; location: string; ms: number };

/** Sends a probe as it stands and follows nothing. */
export async function knock(sender: APIRequestContext, probe: Omit<Probe, 'what' | 'expects'>): Promise<Answer> {
  const startedAt = performance.now();
  const response = await sender.fetch(probe.path, {
    method: probe.method ?? 'GET',
    headers: probe.headers,
    data: probe.body,
    maxRedirects: 0,
    timeout: 10_000,
  });
  const text = await response.text();
  return {
    status: response.status(),
    text,
    location: response.headers().location ?? '',
    ms: performance.now() - startedAt,
  };
}

// What only we may know: a stack, the words of the database, of the ORM, of the runtime, of a schema.
const inside =
  /\n\s+at .+:\d+:\d+|node_modules|Failed query|invalid input syntax|violates|SQLSTATE|PostgreSQL|relation "|(?:Type|Syntax|Range|Reference|Zod|Drizzle\w*|Stripe\w*)Error|Cannot read prop|is not a function|invalid_type|(?<!party_)too_small|select .+ from |insert into /i;

/** What holds of every answer to whatever was sent: no failure of ours, soon, and nothing of our inside. */
export function expectCalm(answer: Answer, what: string): void {
  expect.soft(answer.status, `${what}: no failure of ours`).toBeLessThan(500);
  // Not a speed: what hangs, hangs for longer than any machine is busy.
  expect.soft(answer.ms, `${what}: answers at all`).toBeLessThan(30_000);
  expect.soft(inside.exec(answer.text)?.[0] ?? null, `${what}: nothing of our inside`).toBeNull();
  expect.soft(inside.exec(decodeURIComponent(answer.location))?.[0] ?? null, `${what}: nor in the address`).toBeNull();
}

export const formType = { 'content-type': 'application/x-www-form-urlencoded' };

/** A plain form as a browser sends it. */
export const form = (fields: Record<string, string | number> | [string, string][]) => ({
  method: 'POST',
  headers: formType,
  body: new URLSearchParams(
    Array.isArray(fields) ? fields : Object.entries(fields).map(([name, value]) => [name, String(value)]),
  ).toString(),
});

const boundary = '----MuseumFormBoundary';

/** A form in parts, as a browser sends it to a server action before its scripts have come. */
export const parts = (fields: [string, string][]) => ({
  method: 'POST',
  headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  body: `${fields
    .map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    .join('')}--${boundary}--\r\n`,
});

export const json = (value: unknown) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: typeof value === 'string' ? value : JSON.stringify(value),
});

/** The hidden fields by which a page's form says which action it means; the form is found by words that stand in it. */
export function hiddenFields(page: string, mark: string): [string, string][] {
  const formText = page.match(/<form[\s\S]*?<\/form>/g)?.find((text) => text.includes(mark));
  if (!formText) throw new Error(`no form with ${mark}`);
  return [...formText.matchAll(/<input type="hidden"[^>]*>/g)].map(([tag]) => [
    attribute(tag, 'name'),
    attribute(tag, 'value'),
  ]);
}

const attribute = (tag: string, name: string): string =>
  (new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

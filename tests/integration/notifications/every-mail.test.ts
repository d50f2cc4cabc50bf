import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contrast } from '#app/_ui/contrast.ts';
import { product } from '#db/schema/catalog.ts';
import { previewMessages } from '#lib/booking/preview-messages.ts';
import { previewGroupMessages } from '#lib/groups/preview-group-messages.ts';
import { groupMessageKinds, messageKinds } from '#lib/notifications/values.ts';
import { locales } from '#lib/platform/locales.ts';
import { staffCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildGroupMuseum } from '#tests/support/group-museum.ts';
import { useTestInstallation } from '#tests/support/held-order.ts';

let database: TestDatabase;
beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
  await buildGroupMuseum(database.owner);
  await database.owner
    .update(product)
    .set({ advisories: { az: 'Ağır səhnələr', en: 'Grave scenes', ru: 'Тяжёлые сцены' } });
});
afterAll(() => database.close());

async function written(locale: (typeof locales)[number]) {
  const preview = await previewMessages(staffCtx(database.db, { permissions: ['reports.see'] }), { locale });
  if (!preview.ok) throw new Error(preview.code);
  const groups = await previewGroupMessages(staffCtx(database.db, { permissions: ['reports.see'] }), { locale });
  if (!groups.ok) throw new Error(groups.code);
  return [...preview.messages, ...groups.messages];
}
/** Written from a paper and its payments, or from an address alone. */
const writtenElsewhere = ['group_paper', 'group_paid', 'group_refunded', 'group_payment_due', 'group_sign_in'];

const unescaped = (html: string) =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
/** What a reader of the HTML sees, sentence by sentence; the preheader stands in the mail as well. */
const sentences = (html: string): string[] =>
  html
    .replace(/<head>.*<\/head>/s, '')
    .replace(/&#847;&zwnj;&nbsp;|&nbsp;/g, '')
    .split(/<[^>]+>/)
    .map((part) => unescaped(part).trim())
    .filter(Boolean);

describe.each(locales)('every message in %s', (locale) => {
  it('is written for every kind there is', async () => {
    expect((await written(locale)).map(({ kind }) => kind)).toEqual([
      ...messageKinds,
      ...groupMessageKinds.filter((kind) => !writtenElsewhere.includes(kind)),
    ]);
  });

  it('lacks no word and says in text all that it says in HTML', async () => {
    for (const mail of await written(locale)) {
      expect(`${mail.subject}\n${mail.text}\n${mail.html.replace(/<style>.*<\/style>/s, '')}`).not.toMatch(
        /undefined|null|NaN|\[object|[{}]|\b(mail|cancellation|common|ticket|lists|groups)\.[a-z]+/,
      );
      // Lines of the HTML stand in one line of the text, with a semicolon between.
      const plain = (text: string) => text.replace(/[\s;]+/g, ' ');
      for (const sentence of sentences(mail.html)) {
        for (const part of sentence.split(/\. |: /))
          expect(plain(mail.text)).toContain(plain(part).replace(/[.:]$/, ''));
      }
      expect(mail.subject.length).toBeLessThan(110);
      expect(mail.subject).not.toMatch(/[!\n\r]/);
      // A sign that the fonts of many mail programs lack.
      expect(`${mail.subject}${mail.html}${mail.text}`).not.toContain('₼');
    }
  });

  it('has a date and a time in the subject, where it is about a visit', async () => {
    const others = ['order_refunded', 'waiting_joined', 'waiting_ended'];
    const visits = (await written(locale)).filter(({ kind }) => !others.includes(kind) && !kind.startsWith('group_'));
    for (const { subject } of visits) expect(subject).toMatch(/\d\d\.\d\d\.\d{4}.*10:30/);
  });

  it('fits every mail program: small, in its language, nothing fetched, links whole', async () => {
    for (const { html, text } of await written(locale)) {
      expect(Buffer.byteLength(html)).toBeLessThan(100_000);
      expect(html).toContain(`<html lang="${locale}" dir="ltr">`);
      expect(html).not.toMatch(/<(img|script|link|iframe|form)\b|@import|url\(|background-image/);
      const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => unescaped(href ?? ''));
      for (const href of links) {
        expect(href).toMatch(/^http:\/\/museum\.test\/(az|en|ru)\//);
        expect(text).toContain(href);
      }
      expect(html.match(/max-width:560px/g)).toHaveLength(1);
    }
  });

  it('is legible on its paper, by day and in the dark', async () => {
    for (const { html } of await written(locale)) {
      const body = html.slice(html.indexOf('<body'));
      const colours = new Set([...body.matchAll(/[;"]color:(#[0-9a-f]{6})/g)].map(([, colour]) => colour ?? ''));
      expect(colours.size).toBeGreaterThan(1);
      for (const colour of colours) expect(contrast(colour, '#f6f3ec')).toBeGreaterThanOrEqual(4.5);
      expect(contrast('#1b1a17', '#f6f3ec')).toBeGreaterThanOrEqual(7);
      expect(colours).toContain('#1b1a17');
      const dark = /prefers-color-scheme:dark\)\{(.*)\}<\/style>/.exec(html)?.[1] ?? '';
      const [paper = '', ...inks] = [...dark.matchAll(/(?:background|\{color):(#[0-9a-f]{6})!/g)].map(
        ([, c]) => c ?? '',
      );
      expect(inks.length).toBe(3);
      for (const colour of inks) expect(contrast(colour, paper)).toBeGreaterThanOrEqual(7);
    }
  });
});

it('is for those who may see it', async () => {
  expect(await previewMessages(visitorCtx(database.db), { locale: 'az' })).toEqual({ ok: false, code: 'forbidden' });
  const desk = staffCtx(database.db, { permissions: ['tickets.admit'] });
  expect(await previewMessages(desk, { locale: 'az' })).toEqual({ ok: false, code: 'forbidden' });
  expect(await previewGroupMessages(desk, { locale: 'az' })).toEqual({ ok: false, code: 'forbidden' });
});

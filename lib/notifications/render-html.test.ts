import { expect, it } from 'vitest';
import { type MailText, oneLine, renderText } from './mail-blocks.ts';
import { renderHtml } from './render-html.ts';

const nasty = '<b onclick="x">Ə & "ğ"</b>\u2028';
const mail: MailText = {
  lang: 'az',
  subject: nasty,
  museumName: nasty,
  blocks: [
    { kind: 'title', text: nasty },
    { kind: 'time', label: nasty, time: '10:30', note: nasty },
    { kind: 'facts', facts: [{ label: nasty, value: `${nasty}\nnext` }] },
    { kind: 'list', heading: nasty, items: [nasty] },
    { kind: 'link', text: nasty, url: 'https://museum.test/?a="&b' },
    { kind: 'small', text: nasty },
  ],
  footer: [nasty],
};

it('lets no text become markup', () => {
  const html = renderHtml(mail);
  expect(html).not.toContain('<b ');
  expect(html).toContain('&lt;b onclick=&quot;x&quot;&gt;Ə &amp; &quot;ğ&quot;&lt;/b&gt;');
  expect(html).toContain('href="https://museum.test/?a=&quot;&amp;b"');
});

it('says the same in plain text', () => {
  const text = renderText(mail);
  for (const words of ['10:30', 'next', 'https://museum.test/?a="&b', nasty]) expect(text).toContain(words);
});

it('keeps header fields on one line', () => {
  expect(oneLine('Biletlər\r\nBcc: everybody@example.com\u2028x')).toBe('Biletlər Bcc: everybody@example.com x');
});

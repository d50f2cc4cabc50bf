import type { Locale } from '#lib/platform/locales.ts';
import { fontFaces } from './fonts.ts';
import { type Html, html } from './html.ts';
import { style } from './style.ts';
import { allWords } from './words/all-words.ts';

/** What every page of the payment goes out with: nothing runs, nothing is fetched, no frame holds it. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  // No form-action: Chrome would apply it to the redirect back to the shop too.
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; frame-ancestors 'none'; base-uri 'none'",
} as const;

/** A whole page, with the notice that no money moves above it. */
export function frame(locale: Locale, title: string, body: Html, moreStyle = ''): string {
  return html`<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${{ html: fontFaces + style + moreStyle }}</style></head>
<body><header><p class="notice">${allWords[locale].testPayments}</p></header><main>${body}</main></body></html>`.html;
}

/** A link out of the page, only to the web: a `javascript:` address becomes nothing. */
export function linkTo(address: string | null, text: string, className?: string): Html {
  const protocol = address ? URL.parse(address)?.protocol : null;
  if (!address || (protocol !== 'http:' && protocol !== 'https:')) return html``;
  return html`<p class="${className ?? 'after'}"><a href="${address}">${text}</a></p>`;
}

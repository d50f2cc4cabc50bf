import { translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, locales } from '#lib/platform/locales.ts';
import { wallTimeAt } from '#lib/platform/time.ts';

/** How one visitor stands: so many ahead, so many minutes; or waiting for a release moment, at which the order is drawn. */
export type Standing = { ahead: number; minutes: number; lotsAt: Date | null };
export type Told = { title: string; status: string };

const style = `:root{color-scheme:light dark}body{margin:0;font:1.125rem/1.55 "Source Sans 3",system-ui,sans-serif;background:#f6f3ec;color:#1b1a17}
main{max-width:38rem;margin:0 auto;padding:3rem 1.25rem}h1{font:400 2rem/1.2 "Source Serif 4",Georgia,serif;margin:0 0 1.5rem}
p{margin:0 0 1rem}[role=status]{border-block:1px solid #d9d3c5;padding:1rem 0;font-size:1.25rem}
a{color:#8a2b1d;display:inline-block;min-height:44px;line-height:44px}a:focus-visible{outline:3px solid;outline-offset:3px}
@media(prefers-color-scheme:dark){body{background:#151412;color:#ece7db}a{color:#e39380}[role=status]{border-color:#4a463e}}`;

const safe = (text: string): string => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);

/** The language of a path, the museum's own where it names none. */
export const localeOf = (path: string): Locale => locales.find((one) => path.startsWith(`/${one}`)) ?? 'az';

/** How a visitor stands, in words: the title of the page and its one changing sentence. */
export function standingInWords(locale: Locale, standing: Standing, zone: string): Told {
  const t = translator(locale, 'rush');
  if (standing.lotsAt) {
    const time = wallTimeAt(standing.lotsAt, zone);
    return { title: t('line.titleLots', { time }), status: t('line.lots', { time }) };
  }
  if (standing.ahead < 1) return { title: t('line.titleSoon'), status: t('line.soon') };
  const { ahead, minutes } = standing;
  return { title: t('line.title', { minutes }), status: t('line.ahead', { ahead, minutes }) };
}

/**
 * The whole page of the line, without a file beside it: its one script asks every few seconds how the visitor stands and says it in
 * place; where scripts do not run, the page comes again by itself. `again`: the seconds between.
 */
export function waitingPage(options: {
  locale: Locale;
  told: Told;
  keepMinutes: number;
  again: number;
  nonce: string | null;
  /** Where the visitor was going. */
  url: string;
}): string {
  const { locale, told, again } = options;
  const t = translator(locale, 'rush');
  const nonce = options.nonce ? ` nonce="${safe(options.nonce)}"` : '';
  const script = `const s=document.querySelector('[role=status]');setInterval(async()=>{try{const r=await fetch('/_line?l=${locale}',{cache:'no-store'});
if(!r.ok)return;const a=await r.json();if(a.turn)location.reload();else if(a.status!==s.textContent){s.textContent=a.status;document.title=a.title}}catch{}},${again * 1000})`;
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>${safe(told.title)}</title><noscript><meta http-equiv="refresh" content="${again}"></noscript>
<style${nonce}>${style}</style></head><body><main><h1>${safe(t('line.heading'))}</h1>
<p role="status">${safe(told.status)}</p><p>${safe(t('line.byItself'))}</p>
<p>${safe(t('line.keep', { minutes: options.keepMinutes }))}</p>
<p><a href="${safe(options.url)}">${safe(t('line.look'))}</a></p></main><script${nonce}>${script}</script></body></html>`;
}

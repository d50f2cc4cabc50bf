import { isLocale, type Locale } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { fontFaces } from '../stripe-sandbox/page/fonts.ts';
import { linkTo } from '../stripe-sandbox/page/frame.ts';
import { type Html, html } from '../stripe-sandbox/page/html.ts';
import { browserLocale } from '../stripe-sandbox/page/page-locale.ts';
import { style } from '../stripe-sandbox/page/style.ts';
import type { CardForm } from './read-card.ts';
import type { BankOrder } from './store.ts';
import { words } from './words.ts';

const currencyCodes: Record<string, string> = {
  '944': 'AZN',
  '978': 'EUR',
  '826': 'GBP',
  '981': 'GEL',
  '392': 'JPY',
  '414': 'KWD',
  '643': 'RUB',
  '949': 'TRY',
  '840': 'USD',
};

/** The page's language: the order's, else the browser's first that we speak. */
export function localeOf(language: string | undefined, acceptLanguage: string | undefined): Locale {
  return isLocale(language) ? language : browserLocale(acceptLanguage);
}

/** The page on which one pays: which order, how much, the card, the test cards. No script. */
export function payPage(order: BankOrder, locale: Locale, form: CardForm, triesLeft: number | null): string {
  const say = words[locale];
  const amount = formatMoney({ amountMinor: order.amount, currency: currencyCodes[order.currency] ?? 'AZN' }, locale);
  const isWrong = form.wrong.length > 0 || triesLeft !== null;
  const attributes = {
    number: html`inputmode="numeric" autocomplete="cc-number" spellcheck="false"`,
    expiry: html`autocomplete="cc-exp" spellcheck="false"`,
    cvc: html`inputmode="numeric" autocomplete="cc-csc" spellcheck="false"`,
  };
  const field = (name: 'number' | 'expiry' | 'cvc') => {
    const problem = form.wrong.includes(name) ? say.wrong[name] : '';
    const hint = name === 'expiry' ? say.expiryHint : '';
    const described = [hint && `${name}-hint`, problem && `${name}-problem`].filter(Boolean).join(' ');
    return html`<div class="field"><label for="${name}">${say.fields[name]}</label>
${hint && html`<p class="hint" id="${name}-hint">${hint}</p>`}${problem && html`<p class="problem" id="${name}-problem">${problem}</p>`}
<input id="${name}" name="${name}" value="${form.values[name]}" required ${attributes[name]}${described && html` aria-describedby="${described}"`}${
      problem && html` aria-invalid="true"`
    }></div>`;
  };
  return frame(
    locale,
    isWrong ? `${say.errorPrefix}: ${say.title}` : say.title,
    html`<h1>${say.title}</h1>${summaryOf(order, locale, form, triesLeft)}
<p>${say.order} ${order.description}</p>
<table><tfoot><tr><th scope="row">${say.total}</th><td>${amount}</td></tr></tfoot></table>
<form method="post" action="/payment/page/${order.id}" novalidate>
${field('number')}<div class="pair">${field('expiry')}${field('cvc')}</div>
<p><button class="act">${say.pay(amount)}</button></p>
<fieldset><legend>${say.testCards}</legend><p class="hint">${say.testCardsHint}</p><ul class="cards">
${Object.entries(say.cards).map(
  ([number, name]) =>
    html`<li><button name="fill" value="${number}" formnovalidate><span>${name}</span><span>${number.replace(/(\d{4})(?=\d)/g, '$1 ')}</span></button></li>`,
)}</ul></fieldset></form>${linkTo(order.failUrl, say.back)}`,
  );
}

function summaryOf(order: BankOrder, locale: Locale, form: CardForm, triesLeft: number | null): Html {
  const say = words[locale];
  if (triesLeft !== null) {
    const why = say.refused.text[order.actionCode] ?? say.refused.text[5];
    return html`<div class="summary" role="alert"><h2>${say.refused.title}</h2><p>${why} ${say.refused.left(triesLeft)}</p></div>`;
  }
  if (form.wrong.length === 0) return html``;
  return html`<div class="summary" role="alert"><h2>${say.wrong.title}</h2><ul>
${form.wrong.map((name) => html`<li><a href="#${name}">${say.wrong[name]}</a></li>`)}</ul></div>`;
}

/** A page on which nothing can be paid. */
export function statePage(locale: Locale, state: 'paid' | 'over' | 'unknown', goUrl: string | null): string {
  const say = words[locale];
  const go = state === 'paid' ? say.paid.go : say.back;
  return frame(
    locale,
    say[state].title,
    html`<h1>${say[state].title}</h1><p>${say[state].text}</p>${linkTo(goUrl, go)}`,
  );
}

function frame(locale: Locale, title: string, body: Html): string {
  return html`<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${{ html: `${fontFaces}${style}` }}</style></head>
<body><header><p class="notice">${words[locale].noMoney}</p></header><main>${body}</main></body></html>`.html;
}

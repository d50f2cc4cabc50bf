import type { Locale } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { frame, linkTo } from './frame.ts';
import { type Html, html } from './html.ts';
import { type OfferedCard, offeredCards } from './offered-cards.ts';
import type { PaymentField, PaymentProblems, PaymentValues } from './read-payment-form.ts';
import { paymentFields } from './read-payment-form.ts';
import { allWords } from './words/all-words.ts';
import type { Refusal, Words } from './words/words.ts';

export type PayView = {
  locale: Locale;
  /** Where the form is posted to: the page's own path. */
  action: string;
  currency: string;
  totalMinor: number;
  lines: { name: string; quantity: number; amountMinor: number }[];
  cancelUrl: string | null;
  /** The address the shop already knows: shown, not to be changed. */
  fixedEmail: string | null;
  /** What stands in the fields: nothing at first, afterwards what was typed. */
  values: PaymentValues;
  problems?: PaymentProblems;
  /** Why the card just used was refused. */
  refusal?: Refusal;
};

/** The page on which one pays: what for, the card, the test cards. */
export function payPage(view: PayView): string {
  const words = allWords[view.locale];
  const money = (amountMinor: number) =>
    formatMoney({ amountMinor, currency: view.currency.toUpperCase() }, view.locale);
  const isWrong = view.refusal !== undefined || Object.keys(view.problems ?? {}).length > 0;
  const field = (name: PaymentField, attributes: Html) => fieldOf(words, view, name, attributes);
  return frame(
    view.locale,
    isWrong ? `${words.errorPrefix}: ${words.title}` : words.title,
    html`<h1>${words.title}</h1>
${summary(words, view)}
<table><caption>${words.whatYouPay}</caption><tbody>
${view.lines.map((line) => html`<tr><th scope="row">${line.quantity} × ${line.name}</th><td>${money(line.amountMinor)}</td></tr>`)}
</tbody><tfoot><tr><th scope="row">${words.total}</th><td>${money(view.totalMinor)}</td></tr></tfoot></table>
<form method="post" action="${view.action}" novalidate>
${field('email', html`type="email" autocomplete="email"${view.fixedEmail && html` readonly`}`)}
<fieldset><legend>${words.cardLegend}</legend>
${field('number', html`inputmode="numeric" autocomplete="cc-number" spellcheck="false"`)}
<div class="pair">${field('expiry', html`autocomplete="cc-exp" spellcheck="false"`)}${field('cvc', html`inputmode="numeric" autocomplete="cc-csc" spellcheck="false"`)}</div>
${field('name', html`autocomplete="cc-name" spellcheck="false"`)}
</fieldset>
<p><button class="act">${words.pay(money(view.totalMinor))}</button></p>
${linkTo(view.cancelUrl, words.back)}
<fieldset><legend>${words.testCards}</legend><p class="hint">${words.testCardsHint}</p>
<ul class="cards">${offeredCards.map(({ name, shownNumber }) => cardButton(words, name, shownNumber))}</ul></fieldset>
</form>`,
  );
}

/** The bank's question (3-D Secure): confirm or refuse. */
export function bankPage(view: {
  locale: Locale;
  action: string;
  currency: string;
  totalMinor: number;
  last4: string;
}): string {
  const { bank } = allWords[view.locale];
  const amount = formatMoney({ amountMinor: view.totalMinor, currency: view.currency.toUpperCase() }, view.locale);
  return frame(
    view.locale,
    bank.title,
    html`<h1>${bank.title}</h1><p>${bank.explain(amount, view.last4)}</p>
<form method="post" action="${view.action}">
<button class="act" name="answer" value="accept">${bank.accept}</button>
<button class="other" name="answer" value="refuse">${bank.refuse}</button></form>`,
  );
}

/** A page that cannot be paid on: paid already, over, or never there. `goUrl` leads back to the shop. */
export function statePage(view: {
  locale: Locale;
  state: 'paid' | 'expired' | 'unknown';
  goUrl: string | null;
}): string {
  const words = allWords[view.locale];
  const { title, explain } = words[view.state];
  const go = view.state === 'unknown' ? '' : words[view.state].go;
  return frame(view.locale, title, html`<h1>${title}</h1><p>${explain}</p>${linkTo(view.goUrl, go)}`);
}

function summary(words: Words, view: PayView): Html {
  if (view.refusal) {
    return html`<div class="summary" role="alert"><h2>${words.refusedTitle}</h2><p>${words.refusals[view.refusal]}</p></div>`;
  }
  const wrong = paymentFields.filter((name) => view.problems?.[name]);
  if (wrong.length === 0) return html``;
  return html`<div class="summary" role="alert"><h2>${words.summary}</h2><ul>
${wrong.map((name) => html`<li><a href="#${name}">${problemOf(words, view, name)}</a></li>`)}</ul></div>`;
}

function fieldOf(words: Words, view: PayView, name: PaymentField, attributes: Html): Html {
  const hint = words.hints[name];
  const problem = problemOf(words, view, name);
  const described = [hint && `${name}-hint`, problem && `${name}-problem`].filter(Boolean).join(' ');
  return html`<div class="field"><label for="${name}">${words.fields[name]}</label>
${hint && html`<p class="hint" id="${name}-hint">${hint}</p>`}${problem && html`<p class="problem" id="${name}-problem">${problem}</p>`}
<input id="${name}" name="${name}" value="${name === 'email' && view.fixedEmail ? view.fixedEmail : view.values[name]}" required ${attributes}${
    described && html` aria-describedby="${described}"`
  }${problem && html` aria-invalid="true"`}></div>`;
}

function problemOf(words: Words, view: PayView, name: PaymentField): string {
  const problem = view.problems?.[name];
  return problem ? words.problems[problem] : '';
}

function cardButton(words: Words, card: OfferedCard, shownNumber: string): Html {
  return html`<li><button name="fill" value="${card}" formnovalidate><span>${words.cards[card]}</span><span>${shownNumber}</span></button></li>`;
}

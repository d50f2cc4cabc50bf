import { expect, test } from 'vitest';
import { locales } from '#lib/platform/locales.ts';
import { cards } from '../cards.ts';
import { browserLocale, pageLocale } from './page-locale.ts';
import { emptyValues, paymentFields } from './read-payment-form.ts';
import { refusalOf } from './refusal-of.ts';
import { bankPage, type PayView, payPage, statePage } from './render.ts';
import { allWords } from './words/all-words.ts';

const view: PayView = {
  locale: 'az',
  action: '/c/pay/cs_test_1',
  currency: 'azn',
  totalMinor: 1200,
  lines: [{ name: 'Böyüklər', quantity: 2, amountMinor: 1200 }],
  cancelUrl: 'http://localhost:3000/az/order/x',
  fixedEmail: null,
  values: emptyValues,
};

test.each(locales)('the page in %s says that no money moves, and its labels, total and language', (locale) => {
  const page = payPage({ ...view, locale });
  const words = allWords[locale];
  expect(page).toContain(`<html lang="${locale}">`);
  expect(page).toContain(words.testPayments);
  for (const field of paymentFields) {
    expect(page).toContain(`<label for="${field}">${words.fields[field]}</label>`);
    expect(page).toMatch(new RegExp(`id="${field}" name="${field}" value="" required`));
  }
  expect(page).toMatch(/12[.,]00/);
  expect(page).not.toContain('<script');
});

test('a wrong field says so beside itself, in the summary and in the title', () => {
  const page = payPage({ ...view, locale: 'en', problems: { email: 'email_missing', cvc: 'cvc_invalid' } });
  expect(page).toContain('<title>Error: Payment by card</title>');
  expect(page).toContain('role="alert"');
  expect(page).toContain('<a href="#email">Enter your e-mail address.</a>');
  expect(page).toContain('aria-describedby="cvc-hint cvc-problem" aria-invalid="true"');
});

test('texts of others are escaped, and links lead to the web only', () => {
  const page = payPage({
    ...view,
    lines: [{ name: '<script>alert(1)</script>', quantity: 1, amountMinor: 1 }],
    values: { ...emptyValues, name: '" onfocus="alert(1)' },
    cancelUrl: 'javascript:alert(1)',
  });
  expect(page).not.toContain('<script');
  expect(page).not.toContain('" onfocus');
  expect(page).not.toContain('javascript:');
});

test.each(locales)('%s has words for the bank, every state and every refusal', (locale) => {
  expect(bankPage({ locale, action: '', currency: 'azn', totalMinor: 500, last4: '3220' })).toContain('3220');
  for (const state of ['paid', 'expired', 'unknown'] as const) {
    expect(statePage({ locale, state, goUrl: 'http://localhost:3000/' })).toContain(allWords[locale][state].title);
  }
  for (const { decline } of cards) {
    if (decline) expect(allWords[locale].refusals[refusalOf(decline)]).toBeTruthy();
  }
});

test('the three languages say different things', () => {
  const flat = (value: unknown): string[] =>
    typeof value === 'string' ? [value] : typeof value === 'object' && value ? Object.values(value).flatMap(flat) : [];
  const [az, en, ru] = locales.map((locale) => flat(allWords[locale]));
  expect(az?.length).toBe(en?.length);
  expect(ru?.length).toBe(en?.length);
  expect(en?.filter((text, index) => text === az?.[index] || text === ru?.[index])).toEqual([]);
});

test.each([
  [{ locale: 'ru', metadata: { locale: 'az' } }, 'en', 'ru'],
  [{ locale: 'auto', metadata: { locale: 'az' } }, 'en', 'az'],
  [{ locale: null, metadata: {} }, 'de, ru-RU;q=0.9, en;q=0.8', 'ru'],
  [{ locale: 'auto', metadata: null }, 'de', 'en'],
])('the language of %j with a browser of %s is %s', (session, browser, locale) => {
  expect(pageLocale(session, browser)).toBe(locale);
});

test('without a header the browser counts as English', () => expect(browserLocale(undefined)).toBe('en'));

test.each([
  ['card_declined', 'insufficient_funds', 'insufficient_funds'],
  ['card_declined', 'stolen_card', 'generic_decline'],
  ['expired_card', undefined, 'expired_card'],
  ['payment_intent_authentication_failure', undefined, 'authentication_failed'],
])('%s with %s is told as %s', (code, declineCode, refusal) => {
  expect(refusalOf({ code, declineCode })).toBe(refusal);
});

import { isCardNumber } from '../cards.ts';
import { offeredCards } from './offered-cards.ts';

export const paymentFields = ['email', 'number', 'expiry', 'cvc', 'name'] as const;
export type PaymentField = (typeof paymentFields)[number];
export type PaymentValues = Record<PaymentField, string>;
export type FieldProblem =
  | 'email_missing'
  | 'email_invalid'
  | 'number_missing'
  | 'number_incorrect'
  | 'expiry_missing'
  | 'expiry_invalid'
  | 'expiry_past'
  | 'cvc_missing'
  | 'cvc_invalid'
  | 'name_missing';
export type PaymentProblems = Partial<Record<PaymentField, FieldProblem>>;

/** A card as it was typed, checked for form only, and who typed it. */
export type Payer = { email: string; name: string; number: string; expMonth: number; expYear: number };

/** What the form of the payment page said. `values` go back into the fields. */
export type PaymentForm =
  | { kind: 'fill'; values: PaymentValues }
  | { kind: 'invalid'; values: PaymentValues; problems: PaymentProblems }
  | { kind: 'pay'; values: PaymentValues; payer: Payer };

export const emptyValues: PaymentValues = { email: '', number: '', expiry: '', cvc: '', name: '' };

/**
 * Reads the posted form. `fill` asks for a test card to be written into the fields; everything else typed stays.
 * `fixedEmail` is the address the shop already gave: then the form's does not count.
 */
export function readPaymentForm(form: URLSearchParams, nowMs: number, fixedEmail: string | null = null): PaymentForm {
  const values: PaymentValues = {
    email: fixedEmail ?? typed(form, 'email'),
    number: typed(form, 'number'),
    expiry: typed(form, 'expiry'),
    cvc: typed(form, 'cvc'),
    name: typed(form, 'name'),
  };
  const wanted = offeredCards.find(({ name }) => name === form.get('fill'));
  if (wanted) return { kind: 'fill', values: { ...values, number: wanted.shownNumber, expiry: '12/34', cvc: '123' } };
  const number = values.number.replace(/[\s-]/g, '');
  const expiry = readExpiry(values.expiry, nowMs);
  const problems: PaymentProblems = {};
  if (values.email === '') problems.email = 'email_missing';
  else if (!isEmail(values.email)) problems.email = 'email_invalid';
  if (number === '') problems.number = 'number_missing';
  else if (!isCardNumber(number)) problems.number = 'number_incorrect';
  if (typeof expiry === 'string') problems.expiry = expiry;
  if (values.cvc === '') problems.cvc = 'cvc_missing';
  else if (!/^\d{3,4}$/.test(values.cvc)) problems.cvc = 'cvc_invalid';
  if (values.name === '') problems.name = 'name_missing';
  if (typeof expiry === 'string' || Object.keys(problems).length > 0) return { kind: 'invalid', values, problems };
  return { kind: 'pay', values, payer: { email: values.email, name: values.name, number, ...expiry } };
}

// A field is as long as a line; what is longer was not typed by a person. Line breaks would travel into mail headers.
function typed(form: URLSearchParams, name: string): string {
  return (form.get(name) ?? '')
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 200);
}

function readExpiry(text: string, nowMs: number): { expMonth: number; expYear: number } | FieldProblem {
  if (text === '') return 'expiry_missing';
  const [, month, year] = /^(\d{1,2})\s*[/.\-\s]\s*(\d{2}|\d{4})$/.exec(text) ?? /^(\d{2})(\d{2})$/.exec(text) ?? [];
  const expMonth = Number(month);
  const expYear = Number(year) < 100 ? 2000 + Number(year) : Number(year);
  if (!month || expMonth < 1 || expMonth > 12) return 'expiry_invalid';
  const now = new Date(nowMs);
  const [thisYear, thisMonth] = [now.getUTCFullYear(), now.getUTCMonth() + 1];
  if (expYear < thisYear || (expYear === thisYear && expMonth < thisMonth)) return 'expiry_past';
  return expYear > thisYear + 50 ? 'expiry_invalid' : { expMonth, expYear };
}

function isEmail(value: string): boolean {
  return /^[^\s@<>(),;:"\\]+@[^\s@<>(),;:"\\.]+(\.[^\s@<>(),;:"\\.]+)+$/u.test(value);
}

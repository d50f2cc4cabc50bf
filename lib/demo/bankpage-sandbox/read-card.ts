import { isCardNumber } from '../stripe-sandbox/cards.ts';
import { cards } from './orders.ts';

type Field = 'number' | 'expiry' | 'cvc';
export type CardForm = { values: Record<Field, string>; wrong: Field[] };

export const emptyForm: CardForm = { values: { number: '', expiry: '', cvc: '' }, wrong: [] };

/** Reads the posted form; `card` is null while nothing can be paid with it, for it is wrong or was only filled in. */
export function readCard(form: URLSearchParams, nowMs: number): CardForm & { card: string | null } {
  const typed = (name: Field) =>
    (form.get(name) ?? '')
      .replace(/\p{Cc}+/gu, ' ')
      .trim()
      .slice(0, 40);
  const fill = form.get('fill');
  if (fill !== null && fill in cards)
    return { values: { number: fill, expiry: '12/34', cvc: '123' }, wrong: [], card: null };
  const values = { number: typed('number'), expiry: typed('expiry'), cvc: typed('cvc') };
  const number = values.number.replace(/[\s-]/g, '');
  const wrong: Field[] = [];
  if (!isCardNumber(number)) wrong.push('number');
  if (!isExpiry(values.expiry, nowMs)) wrong.push('expiry');
  if (!/^\d{3}$/.test(values.cvc)) wrong.push('cvc');
  return { values, wrong, card: wrong.length === 0 ? number : null };
}

function isExpiry(text: string, nowMs: number): boolean {
  const [, month = '', year = ''] = /^(\d{1,2})\s*[/.\-\s]?\s*(\d{2})$/.exec(text) ?? [];
  const now = new Date(nowMs);
  const isMonth = Number(month) >= 1 && Number(month) <= 12;
  return isMonth && (2000 + Number(year)) * 12 + Number(month) >= now.getUTCFullYear() * 12 + now.getUTCMonth() + 1;
}

import { foldName } from '#lib/platform/fold-name.ts';
import { currencyDecimals } from '#lib/platform/money.ts';
import { addDays, type IsoDate, isIsoDate } from '#lib/platform/time.ts';
import { readCsv } from './read-csv.ts';

/** A line of the bank's statement: money that came in. `amountMinor` in minor units of `currency`. */
export type StatementLine = {
  line: number;
  reference: string;
  valueDate: IsoDate;
  amountMinor: number;
  currency: string;
  payer: string;
  words: string;
};
export const lineFaults = [
  'reference_wrong',
  'date_wrong',
  'date_to_come',
  'date_long_ago',
  'amount_wrong',
  'not_incoming',
  'currency_wrong',
  'payer_missing',
  'twice_in_file',
  'duplicate',
] as const;
export type LineFault = (typeof lineFaults)[number];
export type RefusedLine = { line: number; code: LineFault };
export type ReadStatement =
  | { ok: true; lines: StatementLine[]; refused: RefusedLine[] }
  | { ok: false; code: 'not_a_table' | 'too_many_lines' | 'no_lines' }
  | { ok: false; code: 'columns_missing'; missing: StatementColumn[] };

export const statementColumns = ['reference', 'valueDate', 'amount', 'payer', 'currency', 'words'] as const;
export type StatementColumn = (typeof statementColumns)[number];
const needed = ['reference', 'valueDate', 'amount', 'payer'] as const;
export const mostLines = 10_000;

/** How banks and their clients head these columns; compared folded. */
const heads: Record<StatementColumn, readonly string[]> = {
  reference: [
    'Reference',
    'Ref',
    'İstinad',
    'Referens',
    'Əməliyyat nömrəsi',
    'Sənədin nömrəsi',
    'Номер документа',
    'Референс',
  ],
  valueDate: ['Date', 'Value date', 'Tarix', 'Ödəniş tarixi', 'Дата', 'Дата валютирования', 'Дата платежа'],
  amount: ['Amount', 'Credit', 'Məbləğ', 'Mədaxil', 'Kredit', 'Сумма', 'Приход', 'Кредит'],
  payer: ['Payer', 'Sender', 'Name', 'Ödəyici', 'Göndərən', 'Плательщик', 'Отправитель'],
  currency: ['Currency', 'Valyuta', 'Валюта'],
  words: [
    'Words',
    'Details',
    'Purpose',
    'Description',
    'Təyinat',
    'Ödənişin təyinatı',
    'Назначение',
    'Назначение платежа',
  ],
};

/**
 * Reads a bank's statement. Columns may stand in any order, headed in Azerbaijani, English or Russian. What is wrong is told line by line;
 * good lines stand. Money that went out is passed over with its line. Pure.
 */
export function readStatement(text: string, rules: { currency: string; today: IsoDate }): ReadStatement {
  const rows = readCsv(text);
  const [head, ...body] = rows ?? [];
  if (!head || head.cells.length < 2) return { ok: false, code: 'not_a_table' };
  const folded = head.cells.map(foldName);
  const placeOf = (column: StatementColumn) => {
    const names = new Set(heads[column].map(foldName));
    return folded.findIndex((name) => names.has(name));
  };
  const places = Object.fromEntries(statementColumns.map((column) => [column, placeOf(column)])) as Record<
    StatementColumn,
    number
  >;
  const missing = needed.filter((column) => places[column] < 0);
  if (missing.length > 0) return { ok: false, code: 'columns_missing', missing };
  if (body.length > mostLines) return { ok: false, code: 'too_many_lines' };
  if (body.length === 0) return { ok: false, code: 'no_lines' };
  const lines: StatementLine[] = [];
  const refused: RefusedLine[] = [];
  const seen = new Set<string>();
  for (const { line, cells } of body) {
    const of = (column: StatementColumn) => cells[places[column]] ?? '';
    const read = readLine(
      {
        reference: of('reference'),
        valueDate: of('valueDate'),
        amount: of('amount'),
        payer: of('payer'),
        currency: of('currency'),
        words: of('words'),
      },
      rules,
    );
    if (!read.ok) refused.push({ line, code: read.code });
    else if (seen.has(read.line.reference)) refused.push({ line, code: 'twice_in_file' });
    else {
      seen.add(read.line.reference);
      lines.push({ line, ...read.line });
    }
  }
  return { ok: true, lines, refused };
}

/** One line as a person or a bank has typed it, or the first thing that is wrong with it. */
export function readLine(
  typed: Record<StatementColumn, string>,
  { currency, today }: { currency: string; today: IsoDate },
): { ok: true; line: Omit<StatementLine, 'line'> } | { ok: false; code: LineFault; column: StatementColumn } {
  const wrong = (column: StatementColumn, code: LineFault) => ({ ok: false, code, column }) as const;
  const reference = typed.reference.replace(/\s+/g, '').toUpperCase();
  if (!/^[A-Z0-9./-]{3,60}$/.test(reference)) return wrong('reference', 'reference_wrong');
  const valueDate = dateOf(typed.valueDate);
  if (!valueDate) return wrong('valueDate', 'date_wrong');
  if (valueDate > today) return wrong('valueDate', 'date_to_come');
  if (valueDate < addDays(today, -366)) return wrong('valueDate', 'date_long_ago');
  const amountMinor = amountOf(typed.amount, currency);
  if (amountMinor === null) return wrong('amount', 'amount_wrong');
  if (amountMinor <= 0) return wrong('amount', 'not_incoming');
  if (typed.currency.trim() && typed.currency.trim().toUpperCase() !== currency)
    return wrong('currency', 'currency_wrong');
  const payer = plain(typed.payer, 200);
  if (!payer) return wrong('payer', 'payer_missing');
  return { ok: true, line: { reference, valueDate, amountMinor, currency, payer, words: plain(typed.words, 500) } };
}

const plain = (text: string, most: number): string =>
  [
    ...text
      .normalize('NFC')
      .replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ')
      .trim(),
  ]
    .slice(0, most)
    .join('');

/** "2026-12-01", "01.12.2026" or "01/12/2026". */
function dateOf(text: string): IsoDate | null {
  const typed = text.trim();
  const [, day, month, year] = /^(\d{2})[./](\d{2})[./](\d{4})$/.exec(typed) ?? [];
  const date = year ? `${year}-${month}-${day}` : typed;
  return isIsoDate(date) ? date : null;
}

/** "1 234,50", "1,234.50", "1234.5", "+100": in minor units; negative where money went out; null where it is no sum. */
function amountOf(text: string, currency: string): number | null {
  const typed = text.replace(/[\s\u00a0\u202f'’]+/g, '').replace(/^\+/, '');
  const decimals = currencyDecimals(currency);
  const [, sign, whole = '', part = ''] = /^(-?)(\d{1,3}(?:[.,]\d{3})*|\d+)(?:[.,](\d{1,2}))?$/.exec(typed) ?? [];
  if (!whole || part.length > decimals) return null;
  const minor = Number(whole.replace(/[.,]/g, '')) * 10 ** decimals + Number(part.padEnd(decimals, '0') || 0);
  return minor < 2 ** 31 ? (sign ? -minor : minor) : null;
}

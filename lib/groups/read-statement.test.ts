import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from './read-csv.ts';
import { readStatement } from './read-statement.ts';
import { type OwedPaper, suggestPapers } from './suggest-papers.ts';

const rules = { currency: 'AZN', today: '2026-12-20' };

describe('a table', () => {
  it('is read as it was written, whatever its cells hold', () => {
    const cell = fc.string({ maxLength: 12 }).map((text) => text.replaceAll('\r', '').trim());
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }), (rows) => {
        const text = rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')).join('\r\n');
        const first = rows[0]?.join('') ?? '';
        fc.pre(!/[;\t\n,]/.test(first) && rows.every((row) => row.some((one) => one !== '')));
        expect(readCsv(text)?.map(({ cells }) => cells)).toEqual(rows);
      }),
    );
  });
  it('whose quote is never closed is none', () => expect(readCsv('a,b\n"c,d')).toBeNull());
});

describe('a statement', () => {
  it('is read in the languages of its banks, with what is wrong line by line', () => {
    const text = `\uFEFFTarix;İstinad;Ödəyici;Məbləğ;Təyinat\r\n01.12.2026;FT 26-1;"20 nömrəli ""A"" məktəb";1 234,50;Hesab-faktura 2026-0001
02.12.2026;FT26-2;Məktəb;-5,00;geri
03.12.2026;FT26-1;Məktəb;5,00;yenə
31.12.2026;FT26-3;Məktəb;5;sabah
30.02.2026;FT26-4;Məktəb;5;heç vaxt
04.12.2026;?;Məktəb;5;
05.12.2026;FT26-5;Məktəb;beş;
06.12.2026;FT26-6;;5;
07.12.2024;FT26-7;Məktəb;5;`;
    expect(readStatement(text, rules)).toEqual({
      ok: true,
      lines: [
        {
          line: 2,
          reference: 'FT26-1',
          valueDate: '2026-12-01',
          amountMinor: 123_450,
          currency: 'AZN',
          payer: '20 nömrəli "A" məktəb',
          words: 'Hesab-faktura 2026-0001',
        },
      ],
      refused: [
        { line: 3, code: 'not_incoming' },
        { line: 4, code: 'twice_in_file' },
        { line: 5, code: 'date_to_come' },
        { line: 6, code: 'date_wrong' },
        { line: 7, code: 'reference_wrong' },
        { line: 8, code: 'amount_wrong' },
        { line: 9, code: 'payer_missing' },
        { line: 10, code: 'date_long_ago' },
      ],
    });
  });

  it.each<[string, string, object]>([
    ['no table', 'hello', { code: 'not_a_table' }],
    ['an executable', 'MZ\u0000\u0001', { code: 'not_a_table' }],
    [
      'other columns',
      'a,b,c\n1,2,3',
      { code: 'columns_missing', missing: ['reference', 'valueDate', 'amount', 'payer'] },
    ],
    ['a head alone', 'reference,date,amount,payer', { code: 'no_lines' }],
    [
      'another currency',
      'reference,date,amount,payer,currency\nF-1,2026-12-01,5,S,USD',
      { refused: [{ line: 2, code: 'currency_wrong' }] },
    ],
    [
      'Russian heads',
      'Номер документа\tДата\tСумма\tПлательщик\nF-1\t01.12.2026\t5.50\tШкола',
      { lines: [{ amountMinor: 550 }] },
    ],
    [
      'thousands the English way',
      'reference,date,amount,payer\nF-1,2026-12-01,"1,234.50",S',
      { lines: [{ amountMinor: 123_450 }] },
    ],
  ])('%s', (_what, text, expected) => {
    expect(readStatement(text, rules)).toMatchObject(expected);
  });

  it('of 10,000 lines is read in time, and of more is refused', () => {
    const line = (at: number) => `FT-${at},2026-12-01,10.00,School ${at},words`;
    const text = (count: number) =>
      `reference,date,amount,payer,details\n${Array.from({ length: count }, (_, at) => line(at)).join('\n')}`;
    const read = readStatement(text(10_000), rules);
    expect(read.ok && read.lines.length).toBe(10_000);
    expect(readStatement(text(10_001), rules)).toEqual({ ok: false, code: 'too_many_lines' });
  });
});

describe('what a transfer may pay', () => {
  const paper = (no: number, changes: Partial<OwedPaper> = {}): OwedPaper => ({
    ...{ id: String(no), kind: 'invoice', year: 2026, no, visitCode: `VISIT00${no}`, school: null, leftMinor: 1000 },
    payerName: '20 nömrəli məktəb',
    ...changes,
  });
  const idsOf = (words: string, payer: string, amountMinor: number, papers: OwedPaper[]) =>
    suggestPapers({ words, payer, amountMinor }, papers).map(
      ({ paper: one, reasons }) => `${one.id} ${reasons.join('+')}`,
    );

  it('is found by number, code, sum and name in any spelling, the likeliest first', () => {
    const papers = [paper(1), paper(12, { leftMinor: 700, payerName: 'Başqası' }), paper(3, { payerName: 'Əliyeva' })];
    expect(idsOf('hesab-faktura № 2026-12', 'X', 5, papers)).toEqual(['12 number']);
    expect(idsOf('visit VISIT003', 'ALIYEVA', 1000, papers)).toEqual(['3 visit_code+amount+payer', '1 amount']);
    expect(idsOf('', '20 NOMRELI MEKTEB', 1, papers)).toEqual(['1 payer']);
    expect(idsOf('2026-0120', '', 1, papers)).toEqual([]);
  });
});

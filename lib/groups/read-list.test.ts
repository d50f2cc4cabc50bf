import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeList, listText } from './judge-list.ts';
import { decodeText, readCsv, readListFile } from './read-list-rows.ts';

const thisYear = 2026;
const judge = (text: string, fields: ('name' | 'birth_year' | 'document')[] = ['name']) =>
  judgeList(readCsv(text), { fields, thisYear });

/** A zip of these files, as a spreadsheet program writes it. `size` lies about nothing: the directory says what is packed. */
function zipOf(files: Record<string, string>, flags = 0): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const packed = deflateRawSync(Buffer.from(text));
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(flags, 8);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    parts.push(local, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    at += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

const workbook = (sheet: string, more: Record<string, string> = {}) =>
  zipOf({
    'xl/workbook.xml': '<workbook><sheets><sheet name="Siyahı" sheetId="1" r:id="rId7"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Target="styles.xml"/><Relationship Id="rId7" Target="worksheets/sheet3.xml"/></Relationships>',
    'xl/worksheets/sheet3.xml': sheet,
    ...more,
  });

describe('a list as text', () => {
  it('is read whatever parts its cells, quoted or not, and written back as it was', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replace(/[\r\uFEFF]/g, ''));
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(rows, fc.constantFrom(';', '\t', ','), (table, separator) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        // What the first lines are parted by is what parts the cells: the others must not stand in them.
        const clean = table.map((row) => row.map((text) => text.replace(/[;\t,]/g, '')));
        const text = clean.map((row) => row.map(quoted).join(separator)).join('\n');
        expect(readCsv(text)).toEqual(clean);
      }),
    );
  });

  it('never fails, never loses a line, whatever is pasted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const judged = judge(text, ['name', 'birth_year', 'document']);
        if (judged.ok) expect(judged.people.length).toBeGreaterThan(0);
        else expect(judged.faults.length).toBeGreaterThan(0);
        expect(typeof listText(readCsv(text))).toBe('string');
      }),
      { numRuns: 30 },
    );
  });

  it('takes a quote that does not end for a quote of its own line', () => {
    expect(readCsv('"Əli;2010\nVəli;2011')).toEqual([
      ['"Əli', '2010'],
      ['Vəli', '2011'],
    ]);
  });

  it.each([
    ['UTF-8', Buffer.from('Əliyeva Şəbnəm')],
    ['UTF-8 with a mark', Buffer.from('\uFEFFƏliyeva Şəbnəm')],
    ['UTF-16, little end first', Buffer.from('\uFEFFƏliyeva Şəbnəm', 'utf16le')],
    ['UTF-16, big end first', Buffer.from('\uFEFFƏliyeva Şəbnəm', 'utf16le').swap16()],
    ['UTF-16 of Latin letters without a mark', Buffer.from('Aliyeva Sabina', 'utf16le')],
  ])('is read in %s', (_, bytes) => {
    expect(decodeText(bytes)?.replace('\uFEFF', '')).toMatch(/^(Əliyeva Şəbnəm|Aliyeva Sabina)$/);
  });

  it('is read in windows-1251, and a picture is no list', () => {
    const bytes = Buffer.from([0xc8, 0xe2, 0xe0, 0xed, 0xee, 0xe2, 0x20, 0xc8, 0xe2, 0xe0, 0xed]);
    expect(decodeText(bytes)).toBe('Иванов Иван');
    expect(readListFile(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))).toEqual({
      ok: false,
      code: 'not_a_list',
    });
    expect(readListFile(Buffer.from('d0cf11e0a1b11ae1000000000000', 'hex'))).toEqual({ ok: false, code: 'old_excel' });
    expect(readListFile(Buffer.alloc(0))).toEqual({ ok: false, code: 'empty' });
    expect(readListFile(Buffer.alloc(1_000_000, 65))).toEqual({ ok: false, code: 'too_large' });
  });
});

describe('who is on a list', () => {
  it('is found by the heads of its columns in every language, in whichever order', () => {
    const one = { name: 'Məmmədova Nərmin', role: 'pupil', birthYear: 2012, document: 'AA 1234567' };
    for (const text of [
      'Sıra №;Soyadı, adı;Doğum ili;Sənədin nömrəsi\n1;Məmmədova Nərmin;2012;AA 1234567',
      'Документ\tГод рождения\tФИО\nAA 1234567\t01.09.2012\tMəmmədova Nərmin',
      'Surname,First name,Date of birth,Document\nMəmmədova,Nərmin,2012-09-01,AA 1234567',
      // a day as a spreadsheet counts it
      'Ad;Soyad;Doğum tarixi;Sənəd\nNərmin;Məmmədova;41153;AA 1234567',
    ]) {
      const judged = judge(text, ['name', 'birth_year', 'document']);
      expect(judged).toEqual({ ok: true, people: [one], notes: [] });
    }
  });

  it('is found without heads: numbers in front, roles, a comma within the name', () => {
    expect(judge('1. Əliyev Vüqar\n2) Quliyev, Anar\n\nHəsənova Lalə; müəllim')).toEqual({
      ok: true,
      people: [
        { name: 'Əliyev Vüqar', role: 'pupil', birthYear: null, document: null },
        { name: '2) Quliyev, Anar'.slice(3), role: 'pupil', birthYear: null, document: null },
        { name: 'Həsənova Lalə', role: 'teacher', birthYear: null, document: null },
      ],
      notes: [],
    });
    expect(judge('Əliyev Vüqar, 2011', ['name', 'birth_year'])).toMatchObject({ people: [{ birthYear: 2011 }] });
  });

  it('is only what the policy names: another column is told, and not kept', () => {
    expect(judge('Ad Soyad;Telefon;Doğum ili\nƏli Əliyev;050 000 00 00;2011')).toEqual({
      ok: true,
      people: [{ name: 'Əli Əliyev', role: 'pupil', birthYear: null, document: null }],
      notes: [
        { code: 'column_not_needed', column: 'Telefon' },
        { code: 'column_not_needed', column: 'Doğum ili' },
      ],
    });
  });

  it('has what is wrong told line by line', () => {
    const text = [
      'Ad Soyad;Doğum ili',
      'Əli Əliyev;2011',
      ';2010',
      'ELİ ALIYEV;1',
      'Eli Eliyev;2011',
      '12345;2040',
    ].join('\n');
    expect(judge(text, ['name', 'birth_year'])).toEqual({
      ok: false,
      notes: [],
      faults: [
        { line: 3, code: 'name_missing' },
        { line: 4, code: 'birth_year_malformed' },
        { line: 5, code: 'duplicate', of: 2 },
        { line: 6, code: 'name_malformed' },
        { line: 6, code: 'birth_year_malformed' },
      ],
    });
    expect(judge('Ad Soyad\nƏli Əliyev', ['name', 'document'])).toMatchObject({
      faults: [{ line: 1, code: 'column_missing', field: 'document' }],
    });
    expect(judge(' \n\n')).toMatchObject({ faults: [{ code: 'name_missing' }] });
    const many = Array.from({ length: 10_000 }, (_, index) => `Şagird ${String.fromCharCode(65 + (index % 26))}a`).join(
      '\n',
    );
    expect(judge(many)).toEqual({
      ok: false,
      notes: [],
      faults: [{ line: 1, code: 'too_many_rows', rows: 10_000, most: 500 }],
    });
  });
});

describe('a workbook', () => {
  it('gives the first sheet’s cells: shared, in place, numbers, gaps; a formula’s saved value and never the formula', () => {
    const sheet = `<worksheet><sheetData>
      <row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>Doğum ili</t></is></c></row>
      <row r="2"><c r="A2" t="str"><f>HYPERLINK("http://x")</f><v>Əliyev &amp; o&#287;lu</v></c><c r="C2"><v>2011</v></c></row>
      <row r="3"/></sheetData></worksheet>`;
    const shared = '<sst><si><r><t>Soyad</t></r><r><t xml:space="preserve"> Ad</t></r><rPh><t>x</t></rPh></si></sst>';
    expect(readListFile(workbook(sheet, { 'xl/sharedStrings.xml': shared, 'xl/vbaProject.bin': 'macro' }))).toEqual({
      ok: true,
      rows: [['Soyad Ad', '', 'Doğum ili'], ['Əliyev & oğlu', '', '2011'], []],
    });
  });

  it('is refused when it is broken, locked, no workbook, or would grow beyond measure', () => {
    expect(readListFile(zipOf({ 'a.txt': 'x' }))).toEqual({ ok: false, code: 'not_a_list' });
    expect(readListFile(Buffer.from('PK\x03\x04 and no more', 'latin1'))).toEqual({ ok: false, code: 'damaged' });
    const bomb = workbook(`<sheetData>${' '.repeat(40_000_000)}</sheetData>`);
    expect(bomb.length).toBeLessThan(100_000);
    expect(readListFile(bomb)).toEqual({ ok: false, code: 'too_large' });
    const rows = workbook('<row/>'.repeat(25_000));
    expect(readListFile(rows)).toEqual({ ok: false, code: 'too_large' });
    expect(readListFile(zipOf({ 'xl/workbook.xml': 'x' }, 1))).toEqual({ ok: false, code: 'encrypted' });
    const whole = workbook('<row><c><v>1</v></c></row>');
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
        const broken = Buffer.from(whole);
        broken[at] = byte;
        expect(['boolean']).toContain(typeof readListFile(broken).ok);
      }),
    );
  });
});

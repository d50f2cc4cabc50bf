import { inflateRawSync } from 'node:zlib';

/** What is read of a workbook at most: a list of names is some kilobytes. */
const mostEntries = 200;
const mostInflated = 12 * 1024 * 1024;
const mostRows = 20_000;
const mostColumns = 40;

export type ReadXlsx =
  | { ok: true; rows: string[][] }
  | { ok: false; code: 'damaged' | 'too_large' | 'not_a_list' | 'encrypted' };

class Unreadable extends Error {
  readonly code: 'damaged' | 'too_large' | 'not_a_list' | 'encrypted';
  constructor(code: Unreadable['code']) {
    super(code);
    this.code = code;
  }
}

/**
 * The cells of a workbook's first sheet, as text. Reads the zip and the sheet's XML by itself: macros, links and pictures are never
 * looked at, a formula is never worked out (the value that was saved with it stands for it), and what would inflate to more
 * than 12 MB is refused before it does.
 */
export function readXlsx(bytes: Buffer): ReadXlsx {
  try {
    const open = zipReader(bytes);
    const path = firstSheet(open('xl/workbook.xml'), open('xl/_rels/workbook.xml.rels'));
    const sheet = path ? open(path) : null;
    if (sheet === null) throw new Unreadable('not_a_list');
    const shared = sharedStrings(open('xl/sharedStrings.xml') ?? '');
    return { ok: true, rows: sheetRows(sheet, shared) };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, code: error.code };
    if (error instanceof RangeError) return { ok: false, code: 'damaged' };
    throw error;
  }
}

/** Opens a zip's files by name; null where there is none. The budget is for all of them together. */
function zipReader(bytes: Buffer): (name: string) => string | null {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0 || end + 22 > bytes.length) throw new Unreadable('damaged');
  const count = bytes.readUInt16LE(end + 10);
  if (count > mostEntries) throw new Unreadable('too_large');
  const entries = new Map<string, { method: number; packed: number; at: number; isEncrypted: boolean }>();
  let at = bytes.readUInt32LE(end + 16);
  for (let entry = 0; entry < count; entry += 1) {
    if (bytes.readUInt32LE(at) !== 0x02014b50) throw new Unreadable('damaged');
    const nameLength = bytes.readUInt16LE(at + 28);
    entries.set(bytes.toString('utf8', at + 46, at + 46 + nameLength), {
      isEncrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      at: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  let budget = mostInflated;
  return (name) => {
    const entry = entries.get(name);
    if (!entry) return null;
    if (entry.isEncrypted) throw new Unreadable('encrypted');
    if (bytes.readUInt32LE(entry.at) !== 0x04034b50) throw new Unreadable('damaged');
    const from = entry.at + 30 + bytes.readUInt16LE(entry.at + 26) + bytes.readUInt16LE(entry.at + 28);
    const packed = bytes.subarray(from, from + entry.packed);
    if (packed.length !== entry.packed) throw new Unreadable('damaged');
    const text = entry.method === 0 ? packed : inflate(packed, entry.method, budget);
    budget -= text.length;
    if (budget <= 0) throw new Unreadable('too_large');
    return text.toString('utf8');
  };
}

function inflate(packed: Buffer, method: number, most: number): Buffer {
  if (method !== 8) throw new Unreadable('damaged');
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    throw new Unreadable((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too_large' : 'damaged');
  }
}

type Part = { tag: string; attributes: string } | { text: string };

/** The tags and texts of an XML file in order, in one pass. Comments, instructions and document types are passed over. */
function* partsOf(xml: string): Generator<Part> {
  for (let at = 0; at < xml.length; ) {
    const open = xml.indexOf('<', at);
    if (open < 0) return;
    if (open > at) yield { text: xml.slice(at, open) };
    const isComment = xml.startsWith('<!--', open);
    const close = xml.indexOf(isComment ? '-->' : '>', open);
    if (close < 0) return;
    const inner = xml.slice(open + 1, close);
    if (!isComment && !/^[!?]/.test(inner)) {
      const isSelfClosed = inner.endsWith('/');
      const body = isSelfClosed ? inner.slice(0, -1) : inner;
      const blank = body.search(/\s/);
      const tag = (blank < 0 ? body : body.slice(0, blank)).replace(/^(\/?)[^:/]*:/, '$1');
      yield { tag, attributes: blank < 0 ? '' : body.slice(blank) };
      if (isSelfClosed) yield { tag: `/${tag}`, attributes: '' };
    }
    at = close + (isComment ? 3 : 1);
  }
}

const attribute = (attributes: string, name: string): string | null =>
  new RegExp(`\\s${name}\\s*=\\s*["']([^"']{0,500})["']`).exec(attributes)?.[1] ?? null;

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** The five names and the numbers; a workbook defines no others, and one that does is not believed. */
const decoded = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,4}));/gi, (whole, hex, decimal, name) => {
    if (name) return named[name] ?? whole;
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '';
  });

function firstSheet(workbook: string | null, relations: string | null): string | null {
  if (workbook === null) return null;
  let relation: string | null = null;
  for (const part of partsOf(workbook)) {
    if ('tag' in part && part.tag === 'sheet') {
      relation = attribute(part.attributes, '[A-Za-z0-9]+:id');
      break;
    }
  }
  for (const part of partsOf(relations ?? '')) {
    if (!('tag' in part) || part.tag !== 'Relationship' || attribute(part.attributes, 'Id') !== relation) continue;
    const target = attribute(part.attributes, 'Target') ?? '';
    return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
  }
  return 'xl/worksheets/sheet1.xml';
}

function sharedStrings(xml: string): string[] {
  const strings: string[] = [];
  let [text, isText, isSpoken] = ['', false, false];
  for (const part of partsOf(xml)) {
    if ('text' in part) {
      if (isText && !isSpoken) text += part.text;
    } else if (part.tag === 'si') text = '';
    else if (part.tag === '/si') strings.push(decoded(text));
    else if (part.tag === 't') isText = true;
    else if (part.tag === '/t') isText = false;
    // How a name is read aloud, beside it
    else if (part.tag === 'rPh') isSpoken = true;
    else if (part.tag === '/rPh') isSpoken = false;
  }
  return strings;
}

/** "BC12" → 54 */
function columnOf(reference: string | null): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  return letters ? [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1 : null;
}

function sheetRows(xml: string, shared: readonly string[]): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let [column, type, value, isValue] = [0, '', '', false];
  for (const part of partsOf(xml)) {
    if ('text' in part) {
      if (isValue) value += part.text;
      continue;
    }
    switch (part.tag) {
      case 'row':
        row = [];
        column = -1;
        break;
      case 'c':
        column = columnOf(attribute(part.attributes, 'r')) ?? column + 1;
        type = attribute(part.attributes, 't') ?? 'n';
        value = '';
        break;
      // The text in the sheet itself, or the saved value; a formula stands in <f>, which is passed over.
      case 'v':
      case 't':
        isValue = true;
        break;
      case '/v':
      case '/t':
        isValue = false;
        break;
      case '/c':
        if (column < mostColumns) row[column] = type === 's' ? (shared[Number(value)] ?? '') : decoded(value);
        break;
      case '/row':
        rows.push(Array.from(row, (cell) => cell ?? ''));
        if (rows.length > mostRows) throw new Unreadable('too_large');
        break;
    }
  }
  return rows;
}

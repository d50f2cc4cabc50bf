import { listFileBytes } from './list-file.ts';
import { readXlsx } from './read-xlsx.ts';

export const unreadableCodes = ['empty', 'too_large', 'not_a_list', 'old_excel', 'damaged', 'encrypted'] as const;
export type UnreadableCode = (typeof unreadableCodes)[number];
export type ReadRows = { ok: true; rows: string[][] } | { ok: false; code: UnreadableCode };

/** The rows of a list as it was handed in: a workbook, or a text in whichever of the usual codes. Whatever is neither is named. */
export function readListFile(bytes: Buffer): ReadRows {
  if (bytes.length === 0) return { ok: false, code: 'empty' };
  if (bytes.length > listFileBytes) return { ok: false, code: 'too_large' };
  if (bytes.toString('latin1', 0, 4) === 'PK\x03\x04') return readXlsx(bytes);
  if (bytes.readUInt32BE(0) === 0xd0cf11e0 && bytes.length > 8) return { ok: false, code: 'old_excel' };
  const text = decodeText(bytes);
  return text === null ? { ok: false, code: 'not_a_list' } : { ok: true, rows: readCsv(text) };
}

/** UTF-8 and UTF-16 by their marks or their shape, otherwise windows-1251; null for what is no text. */
export function decodeText(bytes: Buffer): string | null {
  const zeros = (odd: number) => bytes.filter((byte, index) => index % 2 === odd && byte === 0).length;
  const [even, odd] = [zeros(0), zeros(1)];
  const pairs = bytes.length / 2;
  const isPaired = bytes.length >= 8 && bytes.length % 2 === 0;
  const code =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : isPaired && odd / pairs > 0.2 && even / pairs < 0.05
          ? 'utf-16le'
          : isPaired && even / pairs > 0.2 && odd / pairs < 0.05
            ? 'utf-16be'
            : null;
  if (code) return new TextDecoder(code).decode(bytes);
  if (even + odd > 0) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const text = new TextDecoder('windows-1251').decode(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells a picture from a text
    return /[\u0000-\u0008\u000e-\u001f\u0098]/.test(text) ? null : text;
  }
}

/**
 * The cells of a text: parted by tab, semicolon or comma, whichever its first lines have; quoted as RFC 4180 says. A quote that
 * does not end ends with its line, so that one slip never swallows the rest.
 */
export function readCsv(text: string): string[][] {
  const body = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const head = body.split('\n', 20).join('\n');
  const separator = ['\t', ';'].find((one) => head.includes(one)) ?? ',';
  const rows: string[][] = [];
  for (let at = 0; at < body.length; ) {
    const row: string[] = [];
    for (;;) {
      const cell = readCell(body, at, separator);
      row.push(cell.text);
      at = cell.end;
      if (body[at] !== separator) break;
      at += 1;
    }
    rows.push(row);
    at += 1;
  }
  return rows;
}

/** A quoted cell is no longer than this: what goes on further has lost its second quote. */
const mostQuoted = 1000;

function readCell(body: string, at: number, separator: string): { text: string; end: number } {
  if (body[at] === '"') {
    let text = '';
    for (let next = at + 1; ; ) {
      const quote = body.slice(next, at + mostQuoted).indexOf('"') + next;
      if (quote < next) break;
      text += body.slice(next, quote);
      if (body[quote + 1] === '"') {
        text += '"';
        next = quote + 2;
        continue;
      }
      const after = body[quote + 1];
      if (after === undefined || after === separator || after === '\n') return { text, end: quote + 1 };
      break;
    }
  }
  let end = at;
  while (end < body.length && body[end] !== separator && body[end] !== '\n') end += 1;
  return { text: body.slice(at, end), end };
}

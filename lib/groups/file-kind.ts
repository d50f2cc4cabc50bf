import type { FileType } from './values.ts';

/** The most that one letter may weigh: 10 MB, as the table says. */
export const mostFileBytes = 10 * 1024 * 1024;

const starts: readonly [FileType, readonly number[]][] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
];

// What a machine would run: Windows, Linux, macOS (both ways round, and for several machines), a script.
const programmes: readonly (readonly number[])[] = [
  [0x4d, 0x5a],
  [0x7f, 0x45, 0x4c, 0x46],
  [0xfe, 0xed, 0xfa, 0xce],
  [0xfe, 0xed, 0xfa, 0xcf],
  [0xce, 0xfa, 0xed, 0xfe],
  [0xcf, 0xfa, 0xed, 0xfe],
  [0xca, 0xfe, 0xba, 0xbe],
  [0x23, 0x21],
];

/** What a file is by its first bytes, whatever it calls itself. Null for anything that a letter is not. */
export function fileKindOf(bytes: Uint8Array): FileType | 'executable' | null {
  const begins = (sign: readonly number[]) => sign.every((byte, index) => bytes[index] === byte);
  if (programmes.some(begins)) return 'executable';
  return starts.find(([, sign]) => begins(sign))?.[0] ?? null;
}

const endings: Record<FileType, string> = { 'application/pdf': '.pdf', 'image/jpeg': '.jpg', 'image/png': '.png' };

/** A name that can be kept and sent back: no path, no signs that steer, the ending that its content has, 120 signs. */
export function fileNameOf(given: string, type: FileType): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .replace(/\p{C}/gu, '')
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .trim()
    .slice(0, 100)
    .toWellFormed();
  return `${plain || 'letter'}${endings[type]}`;
}

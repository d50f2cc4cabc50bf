import { expect, test } from 'vitest';
import { fileKindOf, fileNameOf } from './file-kind.ts';

const bytes = (...signs: number[]) => Uint8Array.from([...signs, 1, 2, 3]);
const text = (words: string) => new TextEncoder().encode(words);

test.each([
  ['a PDF', text('%PDF-1.7\n'), 'application/pdf'],
  ['a JPEG', bytes(0xff, 0xd8, 0xff, 0xe0), 'image/jpeg'],
  ['a PNG', bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), 'image/png'],
  ['a Windows programme', text('MZ…'), 'executable'],
  ['a Linux programme', bytes(0x7f, 0x45, 0x4c, 0x46), 'executable'],
  ['a macOS programme', bytes(0xcf, 0xfa, 0xed, 0xfe), 'executable'],
  ['a script', text('#!/bin/sh'), 'executable'],
  ['a page', text('<html>%PDF-'), null],
  ['an archive', text('PK\u0003\u0004'), null],
  ['half a PNG', bytes(0x89, 0x50, 0x4e, 0x47), null],
  ['nothing', new Uint8Array(), null],
])('%s is told by its first bytes', (_what, content, kind) => {
  expect(fileKindOf(content)).toBe(kind);
});

test.each([
  ['Məktub.PDF', 'Məktub.pdf'],
  ['../../etc/passwd', 'passwd.pdf'],
  ['C:\\letters\\məktub.exe', 'məktub.pdf'],
  ['a\u0000b\r\n\u202ec.pdf', 'abc.pdf'],
  ['', 'letter.pdf'],
  [`${'ə'.repeat(300)}.pdf`, `${'ə'.repeat(100)}.pdf`],
])('%j is kept as %j', (given, kept) => {
  expect(fileNameOf(given, 'application/pdf')).toBe(kept);
});

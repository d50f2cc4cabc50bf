import { describe, expect, it } from 'vitest';
import { newShortCode } from '#lib/tickets/short-code.ts';
import { readCode } from './read-code.ts';

const shortCode = newShortCode((length) => new Uint8Array(length).map((_, index) => index * 7));

describe('readCode', () => {
  it.each([
    ['a QR text, blanks and all', 'MV:AB C ', { kind: 'token', text: 'MV:AB C ' }],
    ['a short code', shortCode, { kind: 'short_code', code: shortCode }],
    [
      'a short code as printed',
      ` ${shortCode.slice(0, 3)}-${shortCode.slice(3).toLowerCase()} `,
      { kind: 'short_code', code: shortCode },
    ],
    ['an order code', 'k7px 4mq2', { kind: 'order_code', code: 'K7PX4MQ2' }],
    ['a name', 'Əliyev', { kind: 'none' }],
    ['a web address', 'https://example.org/', { kind: 'none' }],
    ['nothing', '', { kind: 'none' }],
    ['ten kilobytes', 'A'.repeat(10_240), { kind: 'none' }],
  ])('knows %s', (_, text, expected) => expect(readCode(text)).toEqual(expected));
});

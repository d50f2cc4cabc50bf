import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase45, encodeBase45 } from './base45.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('Base45', () => {
  it.each([
    ['AB', 'BB8'],
    ['Hello!!', '%69 VD92EX0'],
    ['base-45', 'UJCLQE7W581'],
    ['ietf!', 'QED8WEX0'],
  ])('writes %s as RFC 9285 does', (plain, text) => {
    expect(encodeBase45(utf8(plain))).toBe(text);
    expect(decodeBase45(text)).toEqual(utf8(plain));
  });

  it.each(['GGW', ':::', 'A', '5V', 'bb8', 'BB8 ', 'BB8\n', 'B²8', 'ABCD'])('refuses %j', (text) => {
    expect(decodeBase45(text)).toBeNull();
  });

  it('gives every sequence of bytes back, and has one text for each', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(decodeBase45(encodeBase45(bytes))).toEqual(bytes);
      }),
    );
    const symbols = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...symbols), { maxLength: 60 }), (characters) => {
        const decoded = decodeBase45(characters.join(''));
        if (decoded) expect(encodeBase45(decoded)).toBe(characters.join(''));
      }),
    );
  });
});

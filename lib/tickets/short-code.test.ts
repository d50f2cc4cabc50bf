import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { formatShortCode, newShortCode, parseShortCode } from './short-code.ts';

/** The same bytes on every run: a hash chain from a seed. */
function seededBytes(seed: string): (length: number) => Uint8Array {
  let counter = 0;
  return (length) => createHash('sha256').update(`${seed}:${counter++}`).digest().subarray(0, length);
}

const alphabet = '23456789ACDEFHJKMPRTWXY';
const random = seededBytes('short-code');
const codes = Array.from({ length: 2000 }, () => newShortCode(random));
const sample = codes[0] ?? '';

describe('short code', () => {
  it('is nine unambiguous characters that the database accepts, all different', () => {
    for (const code of codes) expect(code).toMatch(/^[2-9ACDEFHJKMPRTWXY]{9}$/);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('draws every character about equally often', () => {
    const drawn = codes.map((code) => code.slice(0, 8)).join('');
    const expected = drawn.length / alphabet.length;
    for (const character of alphabet) {
      const count = drawn.split(character).length - 1;
      expect(count).toBeGreaterThan(expected * 0.8);
      expect(count).toBeLessThan(expected * 1.2);
    }
  });

  it('is written in threes and read back', () => {
    expect(formatShortCode(sample)).toMatch(/^.{3}-.{3}-.{3}$/);
    for (const code of codes) expect(parseShortCode(formatShortCode(code))).toBe(code);
  });

  it('forgives case, blanks, any dash, and line ends', () => {
    const [a, b, c] = formatShortCode(sample).toLowerCase().split('-');
    for (const typed of [`${a}${b}${c}`, ` ${a} ${b} ${c}\r\n`, `${a}–${b}—${c}`, `${a}.${b}\u00a0${c}`]) {
      expect(parseShortCode(typed)).toBe(sample);
    }
  });

  it('forgives look-alikes and a Cyrillic keyboard', () => {
    const swaps = {
      D: '0OQ',
      J: '1ILİ',
      '8': 'BВ',
      '5': 'S',
      '2': 'Z',
      '6': 'G',
      Y: 'UVУ',
      M: 'NМ',
      H: 'Н',
      P: 'Р',
      A: 'А',
      X: 'х',
    };
    for (const [right, wrongs] of Object.entries(swaps)) {
      const code = codes.find((candidate) => candidate.includes(right)) ?? '';
      expect(code).not.toBe('');
      for (const wrong of wrongs) expect(parseShortCode(code.replaceAll(right, wrong))).toBe(code);
    }
  });

  it('refuses every single wrong character and every two that changed places', () => {
    for (const code of codes.slice(0, 40)) {
      for (let i = 0; i < 9; i += 1) {
        for (const other of alphabet.replace(code.charAt(i), '')) {
          expect(parseShortCode(code.slice(0, i) + other + code.slice(i + 1))).toBeNull();
        }
        for (let j = i + 1; j < 9; j += 1) {
          if (code[i] === code[j]) continue;
          const swapped = [...code];
          [swapped[i], swapped[j]] = [code.charAt(j), code.charAt(i)];
          expect(parseShortCode(swapped.join(''))).toBeNull();
        }
      }
    }
  });

  it.each([
    '',
    '-',
    'K7P',
    `${sample}2`,
    `${sample}${sample}`,
    '🎫'.repeat(9),
    '/'.repeat(9),
    'Ə'.repeat(9),
    'A'.repeat(100_000),
  ])('refuses what is no code (%#)', (typed) => {
    expect(parseShortCode(typed)).toBeNull();
  });
});

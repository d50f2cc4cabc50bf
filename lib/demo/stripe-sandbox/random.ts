import { randomBytes } from 'node:crypto';

/** A number from 0 up to, not including, 1. */
export type Random = () => number;

/** The same seed gives the same row of numbers (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** An id as Stripe makes them: a prefix that says what it is, then letters nobody guesses. */
export function newId(prefix: string, length = 24): string {
  let id = '';
  // 248 is the largest multiple of 62 in a byte: what lies above would favour the first letters.
  while (id.length < length) for (const byte of randomBytes(length)) if (byte < 248) id += letters[byte % 62];
  return `${prefix}_${id.slice(0, length)}`;
}

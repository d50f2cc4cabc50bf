import { describe, expect, it } from 'vitest';
import { readBrowserMark, writeBrowserMark } from './browser-mark.ts';
import { isSolved, readChallenge, waitLeft, writeChallenge } from './proof.ts';

const secret = 'a secret of the test';
const id = 'ab'.repeat(12);
const now = Date.UTC(2026, 11, 1);
const challenge = { id, issuedAt: now };
const text = writeChallenge(secret, challenge, 'browser one');

describe('a challenge', () => {
  it('is read as it was written, by the same client, for a while', () => {
    expect(readChallenge(secret, text, 'browser one', now + 60_000)).toEqual(challenge);
    expect(readChallenge(secret, text, 'browser two', now)).toBeNull();
    expect(readChallenge('another', text, 'browser one', now)).toBeNull();
    expect(readChallenge(secret, text, 'browser one', now + 16 * 60_000)).toBeNull();
    expect(readChallenge(secret, text, 'browser one', now - 1)).toBeNull();
    expect(readChallenge(secret, undefined, 'browser one', now)).toBeNull();
    expect(readChallenge(secret, text.replace('ab', 'cd'), 'browser one', now)).toBeNull();
  });
  it('is solved by work, and by nothing else', () => {
    let solution = 0;
    while (!isSolved(text, String(solution), 10)) solution += 1;
    expect(solution).toBeLessThan(50_000);
    expect(isSolved(text, String(solution), 32)).toBe(false);
    expect(isSolved(`${text}x`, String(solution), 30)).toBe(false);
    for (const odd of ['', '-1', '1e3', 'x', '9'.repeat(11)]) expect(isSolved(text, odd, 0)).toBe(false);
  });
  it('is waited for instead', () => {
    expect(waitLeft(challenge, 60, now + 1000)).toBe(59);
    expect(waitLeft(challenge, 60, now + 60_000)).toBe(0);
  });
});

describe('a browser’s mark', () => {
  it('is ours or none', () => {
    const mark = writeBrowserMark(secret, id);
    expect(readBrowserMark(secret, mark)).toBe(id);
    for (const other of [undefined, '', id, mark.replace('ab', 'cd'), writeBrowserMark('another', id)]) {
      expect(readBrowserMark(secret, other)).toBeNull();
    }
  });
});

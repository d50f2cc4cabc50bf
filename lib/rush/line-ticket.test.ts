import { describe, expect, it } from 'vitest';
import { lotsSpanMs, readLineTicket, turnOf, writeLineTicket } from './line-ticket.ts';

const secret = 'a secret of the test';
const at = Date.UTC(2026, 11, 1, 6);
const id = (n: number) => n.toString(16).padStart(24, '0');
const ticket = (n: number, arrivedAt = at) => ({ id: id(n), arrivedAt, seenAt: arrivedAt });

describe('a ticket', () => {
  it('is read as it was written', () => {
    const one = { ...ticket(7), seenAt: at + 5000 };
    expect(readLineTicket(secret, writeLineTicket(secret, one))).toEqual(one);
  });
  it.each([
    ['nothing', undefined],
    ['a word', 'first'],
    ['another secret’s', writeLineTicket('another', ticket(1))],
    ['an earlier arrival', writeLineTicket(secret, ticket(1)).replace(at.toString(36), (at - 60_000).toString(36))],
    ['another id', writeLineTicket(secret, ticket(1)).replace(id(1), id(2))],
  ])('%s is no ticket', (_what, text) => {
    expect(readLineTicket(secret, text)).toBeNull();
  });
});

describe('a turn', () => {
  it('goes by the second of arrival', () => {
    for (let n = 0; n < 200; n += 1) {
      const turn = turnOf(secret, ticket(n, at + 700), null);
      expect(turn).toBeGreaterThanOrEqual(at);
      expect(turn).toBeLessThan(at + 1000);
      expect(turnOf(secret, ticket(n, at + 1000), null)).toBeGreaterThanOrEqual(at + 1000);
    }
  });
  it('of a crowd that comes at the same moment stands evenly in its second', () => {
    const turns = Array.from({ length: 2000 }, (_, n) => turnOf(secret, ticket(n, at + 10), null) - at);
    for (const until of [100, 250, 500, 750]) {
      expect(turns.filter((turn) => turn < until).length / 2000).toBeCloseTo(until / 1000, 1);
    }
  });
  it('of everybody who came before the moment is before everybody who came after', () => {
    for (let n = 0; n < 200; n += 1) {
      const early = turnOf(secret, ticket(n, at - n * 1000 - 1), at);
      expect(early).toBeLessThan(at);
      expect(early).toBeGreaterThanOrEqual(at - lotsSpanMs);
    }
    expect(turnOf(secret, ticket(1, at), at)).toBeGreaterThanOrEqual(at);
    expect(turnOf(secret, ticket(1, at + 600), at + 500)).toBeGreaterThanOrEqual(at + 500);
  });
  it('drawn by lot favours nobody: neither the first nor the last, and no id', () => {
    const people = 4000;
    const turns = Array.from({ length: people }, (_, n) => turnOf(secret, ticket(n, at - people + n), at));
    const share = (from: number, to: number) =>
      turns.slice(from, to).filter((turn) => turn < at - lotsSpanMs / 2).length / (to - from);
    // Half of the first quarter, and half of the last, are in the earlier half of the line.
    expect(share(0, 1000)).toBeCloseTo(0.5, 1);
    expect(share(3000, 4000)).toBeCloseTo(0.5, 1);
    expect(new Set(turns).size).toBeGreaterThan(people - 5);
  });
  it('does not change by asking again, and is another at another moment', () => {
    expect(turnOf(secret, ticket(3, at - 9), at)).toBe(turnOf(secret, ticket(3, at - 9), at));
    expect(at - turnOf(secret, ticket(3, at - 9), at)).not.toBe(at + 1 - turnOf(secret, ticket(3, at - 9), at + 1));
  });
});

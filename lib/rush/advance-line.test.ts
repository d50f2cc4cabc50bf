import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advanceLine, type LineState, placeInLine, type TurnCount } from './advance-line.ts';
import { lotsSpanMs } from './line-ticket.ts';

const now = Date.UTC(2026, 11, 1, 6);
const second = now / 1000;
const rules = { openAbove: 50, openAboveBeforeRelease: 10, admitPerSecond: 10, mostInside: 100 };
const closed: LineState = { openedAt: null, serving: 0, lotsAt: null, quietSince: null };
const open: LineState = { openedAt: now - 60_000, serving: now - 30_000, lotsAt: null, quietSince: null };
const seen = { now, elapsedMs: 1000, viewsPerSecond: 80, inside: 0, nextRelease: null, turns: [] as TurnCount[] };
const perSecond = (people: number, from = -30, seconds = 30) =>
  Array.from({ length: seconds }, (_, n) => ({ second: second + from + n, people }));

describe('the line', () => {
  it('stays closed while few come, and opens when many do', () => {
    expect(advanceLine(closed, { ...seen, viewsPerSecond: 50 }, rules)).toBe(closed);
    expect(advanceLine(closed, seen, rules)).toEqual({ openedAt: now, serving: now, lotsAt: null, quietSince: null });
  });
  it('opens sooner before a release, and lets nobody in before the moment', () => {
    const release = now + 90_000;
    const before = advanceLine(closed, { ...seen, viewsPerSecond: 11, nextRelease: release }, rules);
    expect(before).toMatchObject({ openedAt: now, lotsAt: release, serving: release - lotsSpanMs });
    const turns = [{ second: release / 1000 - 30, people: 500 }];
    expect(advanceLine(before, { ...seen, now: release - 1, turns }, rules)).toBe(before);
    expect(advanceLine(before, { ...seen, now: release, turns }, rules).serving).toBeGreaterThan(before.serving);
  });
  it('lets in so many a second, in order', () => {
    const after = advanceLine(open, { ...seen, turns: perSecond(20) }, rules);
    expect(after.serving).toBe(open.serving + 500);
    expect(advanceLine(open, { ...seen, elapsedMs: 2000, turns: perSecond(20) }, rules).serving).toBe(
      open.serving + 1000,
    );
  });
  it('lets in nobody while as many are inside as may be', () => {
    expect(advanceLine(open, { ...seen, inside: 100, turns: perSecond(20) }, rules).serving).toBe(open.serving);
    expect(advanceLine(open, { ...seen, inside: 95, turns: perSecond(20) }, rules).serving).toBe(open.serving + 250);
  });
  it('lets newcomers pass at once when nobody waits and few come', () => {
    expect(advanceLine(open, { ...seen, turns: [] }, rules).serving).toBeGreaterThan(now);
    // Ten a second may come in, forty do: they wait their second.
    expect(advanceLine({ ...open, serving: now }, { ...seen, turns: perSecond(40, -1, 1) }, rules).serving).toBe(now);
  });
  it('closes when nobody waits and few come, after a while', () => {
    const quiet = { ...seen, viewsPerSecond: 20 };
    const first = advanceLine(open, quiet, rules);
    expect(first).toMatchObject({ openedAt: open.openedAt, quietSince: now });
    expect(advanceLine(first, { ...quiet, now: now + 29_000 }, rules).openedAt).toBe(open.openedAt);
    expect(advanceLine(first, { ...quiet, now: now + 31_000 }, rules).openedAt).toBeNull();
    expect(advanceLine(first, { ...quiet, now: now + 31_000, viewsPerSecond: 40 }, rules).quietSince).toBeNull();
  });
  it('never goes back, never lets in more than the rule, and brings everybody in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 30 }),
        fc.array(fc.integer({ min: 0, max: 110 }), { minLength: 20, maxLength: 20 }),
        (counts, insides) => {
          const turns = counts.map((people, n) => ({ second: second - 30 + n, people }));
          const total = counts.reduce((sum, count) => sum + count, 0);
          const served = (to: number) => total - waitingAfter(to, turns);
          let line = open;
          const steps = [...insides, ...Array.from({ length: 300 }, () => 0)];
          for (const [step, inside] of steps.entries()) {
            const after = advanceLine(line, { ...seen, now: now + step * 1000, inside, turns }, rules);
            expect(after.serving).toBeGreaterThanOrEqual(line.serving);
            expect(served(after.serving) - served(line.serving)).toBeLessThanOrEqual(rules.admitPerSecond + 1e-3);
            line = after;
          }
          expect(waitingAfter(line.serving, turns)).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });
});

function waitingAfter(serving: number, turns: readonly TurnCount[]): number {
  return turns.reduce((sum, turn) => {
    const end = (turn.second + 1) * 1000;
    const start = Math.max(serving, turn.second * 1000);
    return sum + (end > start ? (turn.people * (end - start)) / 1000 : 0);
  }, 0);
}

describe('a place in the line', () => {
  it('counts who is before, and how long that takes', () => {
    const turns = perSecond(20);
    expect(placeInLine(open.serving + 15_000, open, now, turns, rules)).toEqual({ ahead: 300, minutes: 1 });
    expect(placeInLine(now, open, now, turns, rules)).toEqual({ ahead: 600, minutes: 1 });
    expect(placeInLine(now, open, now, perSecond(100), rules)).toEqual({ ahead: 3000, minutes: 5 });
    expect(placeInLine(open.serving, open, now, turns, rules)).toEqual({ ahead: 0, minutes: 0 });
  });
});

import { describe, expect, it } from 'vitest';
import { packPage } from './pack-page.ts';
import { createPageMemory, freshForMs, mostAgeMs } from './page-memory.ts';

const day = { date: '2026-12-01' };

/** A memory over a clock, a version and a text that the test sets. */
function scene(options: { mostBytes?: number; takes?: number } = {}) {
  const facts = { now: 1000, version: 'a', text: 'one', made: [] as string[], asked: 0, isBroken: false };
  const memory = createPageMemory(
    {
      async make(key) {
        facts.made.push(key);
        const { text } = facts;
        facts.now += options.takes ?? 0;
        if (facts.isBroken) throw new Error('no page');
        return packPage(text);
      },
      async findVersion() {
        facts.asked += 1;
        if (facts.isBroken) throw new Error('no database');
        return facts.version;
      },
    },
    { mostBytes: options.mostBytes ?? 10_000, now: () => facts.now },
  );
  const read = async (key = '/a', since?: number) =>
    (await (await memory.find(key, day, since)).bodyFor('')).body.toString();
  return { facts, memory, read };
}

describe('a page in memory', () => {
  it('is asked about once in a while, and made anew only when something was sold', async () => {
    const { facts, read } = scene();
    await read();
    facts.now += freshForMs - 1;
    await read();
    expect(facts.asked).toBe(1);
    facts.now += 2;
    await read();
    expect([facts.asked, facts.made.length]).toEqual([2, 1]);
    Object.assign(facts, { version: 'b', text: 'two' });
    expect(await read()).toBe('one');
    facts.now += freshForMs + 1;
    expect(await read()).toBe('two');
  });

  it('is looked at anew for whoever has just bought', async () => {
    const { facts, read } = scene();
    await read();
    Object.assign(facts, { version: 'b', text: 'two', now: facts.now + 1 });
    expect(await read('/a', facts.now)).toBe('two');
  });

  it('grows old although nothing is sold', async () => {
    const { facts, read } = scene();
    await read();
    Object.assign(facts, { text: 'later', now: facts.now + mostAgeMs + 1 });
    expect(await read()).toBe('later');
  });

  it('takes at most a tenth of the time when it is slow to make', async () => {
    const { facts, read } = scene({ takes: 100 });
    await read();
    for (const until = facts.now + 800; facts.now < until; facts.now += 10) {
      facts.version = `v${facts.now}`;
      await read();
    }
    expect(facts.made).toHaveLength(1);
  });

  it('is never a failure: that one is told, and the next may try', async () => {
    const { facts, read, memory } = scene();
    facts.isBroken = true;
    const all = await Promise.allSettled(Array.from({ length: 5 }, () => read()));
    expect(all.every(({ status }) => status === 'rejected')).toBe(true);
    expect(memory.facts()).toEqual({ pages: 0, bytes: 0 });
    facts.isBroken = false;
    expect(await read()).toBe('one');
  });

  it('is not shown when nobody can say any more whether it still holds', async () => {
    const { facts, read } = scene();
    await read();
    Object.assign(facts, { isBroken: true, now: facts.now + freshForMs + 1 });
    await expect(read()).rejects.toThrow('no database');
  });

  it('gives way to others when there are too many: the least lately used first', async () => {
    const { facts, read, memory } = scene({ mostBytes: 250 });
    facts.text = 'x'.repeat(100);
    await read('/a');
    await read('/b');
    await read('/a');
    await read('/c');
    expect(memory.facts()).toEqual({ pages: 2, bytes: 200 });
    facts.made = [];
    await read('/a');
    await read('/c');
    expect(facts.made).toEqual([]);
    await read('/b');
    expect(facts.made).toEqual(['/b']);
  });
});

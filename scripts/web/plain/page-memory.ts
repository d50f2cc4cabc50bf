import type { PackedPage } from './pack-page.ts';
import type { Watched } from './plain-page.ts';

/** How long what was looked up in the database counts for what is, in milliseconds. */
export const freshForMs = 150;
/** How long a page lasts whatever is sold: times pass, and prices and texts change without a sale. */
export const mostAgeMs = 2_000;
// A page that takes long to make is made less often: at most a tenth of the time goes into one page.
const timesOwnCost = 10;

type Version = { word: string; askedAt: number };
type Kept = { page: PackedPage; word: string; askedAt: number; madeAt: number; freshUntil: number };

/** Made for one kind of pages: how a page is made, and how it is found out whether what it shows has changed. */
export type PageSource = {
  make(key: string): Promise<PackedPage>;
  findVersion(watched: Exclude<Watched, 'nothing'>): Promise<string>;
};

/**
 * Pages of this process, each as long as the version of what it shows stays the same. Every question to the database and every
 * making of a page is shared by all who wait for it; a failure is kept by nobody. The least lately used go first.
 */
export function createPageMemory(source: PageSource, options: { mostBytes: number; now?: () => number }) {
  const now = options.now ?? (() => performance.now());
  const pages = new Map<string, Kept>();
  const making = new Map<string, Promise<Kept>>();
  const versions = new Map<string, { last?: Version; asking?: { at: number; answer: Promise<Version> } }>();
  let bytes = 0;

  /** The version as it was at `since` or later. */
  async function versionOf(watched: Watched, since: number): Promise<Version> {
    if (watched === 'nothing') return { word: '', askedAt: now() };
    const name = watched === 'all_days' ? watched : watched.date;
    const known = versions.get(name) ?? {};
    if (known.last && known.last.askedAt >= since) return known.last;
    // A question that is under way began too early for those who came after it: they share the next one.
    while (known.asking && known.asking.at < since) await known.asking.answer.catch(() => undefined);
    if (known.last && known.last.askedAt >= since) return known.last;
    known.asking ??= ask(watched, known);
    versions.delete(name);
    versions.set(name, known);
    if (versions.size > 500) versions.delete([...versions.keys()][0] ?? '');
    return known.asking.answer;
  }

  function ask(watched: Exclude<Watched, 'nothing'>, known: { last?: Version; asking?: unknown }) {
    const at = now();
    const answer = source
      .findVersion(watched)
      .then((word) => {
        known.last = { word, askedAt: at };
        return known.last;
      })
      .finally(() => {
        known.asking = undefined;
      });
    return { at, answer };
  }

  async function make(key: string, version: Version): Promise<Kept> {
    const begunAt = now();
    const page = await source.make(key);
    const took = now() - begunAt;
    const kept: Kept = {
      page,
      word: version.word,
      askedAt: version.askedAt,
      madeAt: begunAt,
      freshUntil: version.askedAt + Math.max(freshForMs, timesOwnCost * took),
    };
    drop(key);
    pages.set(key, kept);
    bytes += page.bytes;
    for (const oldest of pages.keys()) {
      if (bytes <= options.mostBytes || oldest === key) break;
      drop(oldest);
    }
    return kept;
  }

  function drop(key: string): void {
    bytes -= pages.get(key)?.page.bytes ?? 0;
    pages.delete(key);
  }

  /** The page as it was `since` or later; a moment ago unless given. */
  async function find(key: string, watched: Watched, since?: number): Promise<PackedPage> {
    const arrivedAt = now();
    const kept = pages.get(key);
    if (kept) {
      pages.delete(key);
      pages.set(key, kept);
      const isYoung = arrivedAt - kept.madeAt < mostAgeMs;
      if (isYoung && (since === undefined ? arrivedAt < kept.freshUntil : kept.askedAt >= since)) return kept.page;
    }
    const from = since ?? arrivedAt - freshForMs;
    const version = await versionOf(watched, from);
    for (;;) {
      const found = pages.get(key);
      if (found && now() - found.madeAt < mostAgeMs) {
        if (found.askedAt >= from) return found.page;
        if (found.word === version.word) {
          found.askedAt = version.askedAt;
          found.freshUntil = Math.max(found.freshUntil, version.askedAt + freshForMs);
          return found.page;
        }
      }
      const other = making.get(key);
      if (other) {
        // Who waited for a page that could not be made is not the next to try.
        await other;
        continue;
      }
      const mine = make(key, version).finally(() => making.delete(key));
      making.set(key, mine);
      return (await mine).page;
    }
  }

  return { find, now, facts: () => ({ pages: pages.size, bytes }) };
}

import type { Db } from '#db/client.ts';
import { findVisitTerms, type VisitTerms } from './quote.ts';

/** How long prices and rules are taken for what they were, in milliseconds. Places are never remembered. */
const keptForMs = 1_000;
const mostKept = 1_000;

type Kept = { until: number; terms: Promise<VisitTerms | null> };

const kept = new WeakMap<Db, Map<string, Kept>>();

/**
 * `findVisitTerms`, asked of the database at most once a second for each timeslot: a hold then costs one round trip. A price
 * changed meanwhile holds from the next second on; whether the timeslot is on sale and has room is for the hold to say.
 */
export function findCachedTerms(
  db: Db,
  timeslotId: string,
  options: { onlineOnly: boolean },
): Promise<VisitTerms | null> {
  const all = kept.get(db) ?? new Map<string, Kept>();
  kept.set(db, all);
  const key = `${timeslotId} ${options.onlineOnly}`;
  const now = performance.now();
  const found = all.get(key);
  if (found && found.until > now) return found.terms;
  all.delete(key);
  const [oldest] = all.keys();
  if (all.size >= mostKept && oldest !== undefined) all.delete(oldest);
  const terms = findVisitTerms(db, timeslotId, options);
  const fresh = { until: now + keptForMs, terms };
  all.set(key, fresh);
  // What is not there, or could not be read, is asked again.
  const forget = () => {
    if (all.get(key) === fresh) all.delete(key);
  };
  terms.then((answer) => answer ?? forget(), forget);
  return terms;
}

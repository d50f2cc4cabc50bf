import type { Db } from '#db/client.ts';
import { type DayTerms, findTimeslotTerms, readDayTerms, type TimeslotTerms, type VisitTerms } from './quote.ts';

/** How long prices and rules are taken for what they were, in milliseconds. Places are never remembered. */
const keptForMs = 2_000;
const mostKept = 2_000;

type Kept<T> = Map<string, { until: number; answer: Promise<T> }>;

const kept = new WeakMap<Db, { timeslots: Kept<TimeslotTerms | null>; days: Kept<DayTerms> }>();

/**
 * `findVisitTerms`, asked of the database at most every two seconds for a timeslot and for a product's day: a hold then costs
 * one round trip. A price changed meanwhile holds from then on; whether the timeslot is on sale and has room is for the hold
 * to say.
 */
export async function findCachedTerms(
  db: Db,
  timeslotId: string,
  options: { onlineOnly: boolean },
): Promise<VisitTerms | null> {
  const all = kept.get(db) ?? { timeslots: new Map(), days: new Map() };
  kept.set(db, all);
  const found = await remember(all.timeslots, timeslotId, () => findTimeslotTerms(db, timeslotId));
  if (!found) return null;
  const day = `${found.product.id} ${found.timeslot.visitDate} ${found.dayType} ${options.onlineOnly}`;
  return { ...found, ...(await remember(all.days, day, () => readDayTerms(db, found, options))) };
}

function remember<T>(all: Kept<T>, key: string, read: () => Promise<T>): Promise<T> {
  const now = performance.now();
  const found = all.get(key);
  if (found && found.until > now) return found.answer;
  // Deleted first, so that the oldest stand first.
  all.delete(key);
  const [oldest] = all.keys();
  if (all.size >= mostKept && oldest !== undefined) all.delete(oldest);
  const fresh = { until: now + keptForMs, answer: read() };
  all.set(key, fresh);
  // What is not there, or could not be read, is asked again.
  const forget = (): void => {
    if (all.get(key) === fresh) all.delete(key);
  };
  fresh.answer.then((answer) => answer ?? forget(), forget);
  return fresh.answer;
}

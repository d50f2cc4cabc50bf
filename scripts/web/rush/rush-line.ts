import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { Db } from '#db/client.ts';
import { describeError, type Logger } from '#lib/platform/log.ts';
import { placeInLine } from '#lib/rush/advance-line.ts';
import { type LineTicket, readLineTicket, turnOf, writeLineTicket } from '#lib/rush/line-ticket.ts';
import { type LineView, tickLine } from '#lib/rush/tick-line.ts';
import type { Standing } from './waiting-page.ts';

export const lineCookie = 'line';

/** Let in and seen within so long counts as inside. */
const insideMs = 3 * 60_000;
const idleTicks = 5;

/** What the line says to one request. `cookie`: the ticket to send back; null where the visitor has none and needs none. */
export type LineVerdict = { isLetIn: boolean; standing: Standing; cookie: string | null };

/**
 * This process's part of the line: it judges requests from memory alone, and tells the database once a second what it saw
 * (every five seconds while nobody comes). When the database does not answer, the line stays as it was last seen.
 */
export function createRushLine(options: {
  db: Db;
  secret: string;
  log: Logger;
  now?: () => number;
  /** False where somebody else calls `tick`. */
  isTicking?: boolean;
}) {
  const { db, log, now = Date.now } = options;
  const secret = createHmac('sha256', options.secret).update('the line in front of a rush').digest('base64url');
  const name = randomUUID();
  const inside = new Map<string, number>();
  let view: LineView | null = null;
  let turns = new Map<number, number>();
  let views = 0;
  let crawlerViews = 0;
  let toldAt = now();
  let skipped = 0;

  async function tick(): Promise<void> {
    crawlerViews = 0;
    if (views === 0 && !view?.line.openedAt && skipped < idleTicks) {
      skipped += 1;
      return;
    }
    skipped = 0;
    const at = now();
    for (const [id, seenAt] of inside) if (seenAt < at - insideMs) inside.delete(id);
    const told = [...turns].map(([second, people]) => ({ second, people }));
    const viewsPerSecond = (views * 1000) / Math.max(500, at - toldAt);
    [turns, views, toldAt] = [new Map(), 0, at];
    try {
      view = await tickLine(db, { name, viewsPerSecond, inside: inside.size, turns: told }, at);
    } catch (error) {
      log.warn({ err: describeError(error) }, 'the line was not moved');
      for (const { second, people } of told) turns.set(second, (turns.get(second) ?? 0) + people);
    }
  }

  /** Judges one request of a visitor whose browser sent this ticket, or none. `isView`: it counts as a page that is looked at. */
  function judge(cookie: string | undefined, isView = true): LineVerdict {
    if (isView) views += 1;
    const letIn = { isLetIn: true, standing: { ahead: 0, minutes: 0, lotsAt: null } };
    const line = view?.line;
    if (!view || !line?.openedAt) return { ...letIn, cookie: null };
    const at = now();
    const found = readLineTicket(secret, cookie);
    const isKept = found && found.arrivedAt >= line.openedAt && found.seenAt > at - view.rules.keepMinutes * 60_000;
    const ticket: LineTicket = isKept
      ? { ...found, seenAt: at }
      : { id: randomBytes(12).toString('hex'), arrivedAt: at, seenAt: at };
    const turn = turnOf(secret, ticket, line.lotsAt);
    if (!isKept) turns.set(Math.floor(turn / 1000), (turns.get(Math.floor(turn / 1000)) ?? 0) + 1);
    const text = writeLineTicket(secret, ticket);
    if (turn <= line.serving) {
      inside.set(ticket.id, at);
      return { ...letIn, cookie: text };
    }
    const isBeforeLots = line.lotsAt !== null && at < line.lotsAt;
    const place = placeInLine(turn, line, at, view.turns, view.rules);
    return {
      isLetIn: false,
      standing: { ...place, lotsAt: isBeforeLots ? new Date(line.lotsAt ?? 0) : null },
      cookie: text,
    };
  }

  const timer = options.isTicking === false ? undefined : setInterval(() => void tick(), 1000);
  timer?.unref();
  return {
    judge,
    tick,
    /** A search engine may look on beside the line, a few pages a second. */
    mayCrawl: () => !view?.line.openedAt || ++crawlerViews <= 2,
    zone: () => view?.zone ?? 'UTC',
    keepMinutes: () => view?.rules.keepMinutes ?? 10,
    close: () => clearInterval(timer),
  };
}
export type RushLine = ReturnType<typeof createRushLine>;

import { lotsSpanMs } from './line-ticket.ts';

/** The line as all processes share it. Moments in milliseconds. `serving`: turns up to this moment may pass. */
export type LineState = {
  openedAt: number | null;
  serving: number;
  /** The release moment for which lots are drawn; null where all go by arrival. */
  lotsAt: number | null;
  quietSince: number | null;
};

/** So many people have their turn in this second (of the clock since 1970). */
export type TurnCount = { second: number; people: number };

export type LineRules = {
  /** Page views a second above which the line opens, and above which it does shortly before a release. */
  openAbove: number;
  openAboveBeforeRelease: number;
  admitPerSecond: number;
  mostInside: number;
};

/** What the processes see together. `nextRelease`: a release moment that is near, else null. */
export type Seen = {
  now: number;
  elapsedMs: number;
  viewsPerSecond: number;
  inside: number;
  nextRelease: number | null;
  /** In order of time, none of them wholly before `serving`. */
  turns: readonly TurnCount[];
};

/** Nobody waits and few come for so long: the line closes. */
const quietMs = 30_000;

/**
 * The line a moment later: opens it, lets the next people in, closes it (requirements 3.7). Never more a second than the rule
 * says, and none while as many are inside as the rule allows; before a release moment nobody, for its order is not drawn yet.
 * `serving` never goes back: who may pass once may pass again.
 */
export function advanceLine(line: LineState, seen: Seen, rules: LineRules): LineState {
  if (line.openedAt === null) {
    const limit = seen.nextRelease === null ? rules.openAbove : rules.openAboveBeforeRelease;
    if (seen.viewsPerSecond <= limit) return line;
    const serving = seen.nextRelease === null ? seen.now : seen.nextRelease - lotsSpanMs;
    return { openedAt: seen.now, serving, lotsAt: seen.nextRelease, quietSince: null };
  }
  if (line.lotsAt !== null && seen.now < line.lotsAt) return line;
  const allowed = Math.max(0, Math.min((rules.admitPerSecond * seen.elapsedMs) / 1000, rules.mostInside - seen.inside));
  const serving = serve(line.serving, allowed, seen, rules);
  const isQuiet = serving >= seen.now && seen.viewsPerSecond <= rules.openAbove / 2 && seen.nextRelease === null;
  if (!isQuiet) return { ...line, serving, quietSince: null };
  const quietSince = line.quietSince ?? seen.now;
  if (seen.now - quietSince < quietMs) return { ...line, serving, quietSince };
  return { openedAt: null, serving, lotsAt: null, quietSince: null };
}

function serve(from: number, allowed: number, seen: Seen, rules: LineRules): number {
  let left = allowed;
  let serving = from;
  for (const { second, people } of seen.turns) {
    const end = (second + 1) * 1000;
    const start = Math.max(serving, second * 1000);
    if (end <= serving || people <= 0) continue;
    // Turns stand evenly within their second.
    const waiting = (people * (end - start)) / 1000;
    if (waiting > left) return Math.max(serving, start + (left / people) * 1000);
    left -= waiting;
    serving = end;
  }
  // Nobody else waits. Who comes in the next second need not, if that is fewer than may come in.
  const lately = seen.turns
    .filter(({ second }) => second >= Math.floor(seen.now / 1000) - 1)
    .reduce((sum, { people }) => sum + people, 0);
  return Math.max(serving, seen.now + (left >= 1 && lately <= rules.admitPerSecond ? 1500 : 0));
}

/** How many are before a turn, and in how many whole minutes it comes, at least one; both 0 when it may pass. */
export function placeInLine(
  turn: number,
  line: Pick<LineState, 'serving' | 'lotsAt'>,
  now: number,
  turns: readonly TurnCount[],
  rules: Pick<LineRules, 'admitPerSecond'>,
): { ahead: number; minutes: number } {
  if (turn <= line.serving) return { ahead: 0, minutes: 0 };
  let ahead = 0;
  for (const { second, people } of turns) {
    const start = Math.max(line.serving, second * 1000);
    const end = Math.min(turn, (second + 1) * 1000);
    if (end > start) ahead += (people * (end - start)) / 1000;
  }
  const untilLots = line.lotsAt === null ? 0 : Math.max(0, line.lotsAt - now);
  const seconds = ahead / rules.admitPerSecond + untilLots / 1000;
  return { ahead: Math.floor(ahead), minutes: Math.max(1, Math.ceil(seconds / 60)) };
}

import type { Locale } from '#lib/platform/locales.ts';
import { type IsoDate, type WallTime, weekdayOf } from '#lib/platform/time.ts';

/** A guide and what they may be asked for (requirements 6.9). What is left out limits nothing. */
export type FreeGuide = {
  id: string;
  languages: readonly string[];
  /** Tours a day, where the guide has a number of their own. */
  toursADay?: number | null;
  /** The products they lead. */
  productIds?: readonly string[] | null;
  /** Weekly hours; a weekday without any is a free day. Monday is 1. */
  hours?: readonly { weekday: number; fromTime: WallTime; untilTime: WallTime }[] | null;
  leave?: readonly { firstDate: IsoDate; lastDate: IsoDate }[] | null;
};

/** A guided visit; `guideId` null while nobody leads it. */
export type GuidedVisit = {
  timeslotId: string;
  visitDate: IsoDate;
  startsAt: Date;
  endsAt: Date;
  /** By the museum's clock, for the hours of a guide; and the product, or the one whose other route it is. */
  startTime?: WallTime;
  endTime?: WallTime;
  productId?: string;
  language: Locale | null;
  guideId: string | null;
  /** Who has said no to it. */
  notGuideIds?: readonly string[];
};

/** What a guide may be asked for in a day (requirements 6.9). */
export type GuideLimits = { toursADay: number; restMinutes: number };

export type GuideChoice = { timeslotId: string; guideId: string };

/**
 * Finds a guide for every visit that has none: one who speaks its language (any, where it has none), leads its product, is there at
 * that hour, rests between two visits, and stays within the day's number, their own or the museum's. Of several, the one with the
 * fewest visits that day, then in the order given. Visits for which nobody is free are returned by id.
 */
export function chooseGuides(input: {
  visits: readonly GuidedVisit[];
  guides: readonly FreeGuide[];
  limits: GuideLimits;
}): { choices: GuideChoice[]; withoutGuide: string[] } {
  const { limits } = input;
  const led = new Map<string, GuidedVisit[]>();
  for (const visit of input.visits)
    if (visit.guideId) led.set(visit.guideId, [...(led.get(visit.guideId) ?? []), visit]);
  const choices: GuideChoice[] = [];
  const withoutGuide: string[] = [];
  const open = input.visits.filter((visit) => visit.guideId === null);
  for (const visit of open.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime())) {
    let best: { guide: FreeGuide; tours: number } | null = null;
    for (const guide of input.guides) {
      if (!isQualified(guide, visit) || !isThere(guide, visit)) continue;
      const others = (led.get(guide.id) ?? []).filter((other) => other.visitDate === visit.visitDate);
      const most = guide.toursADay ?? limits.toursADay;
      if (others.length >= most || others.some((other) => isTooClose(other, visit, limits.restMinutes))) continue;
      if (best === null || others.length < best.tours) best = { guide, tours: others.length };
    }
    if (best === null) {
      withoutGuide.push(visit.timeslotId);
      continue;
    }
    choices.push({ timeslotId: visit.timeslotId, guideId: best.guide.id });
    led.set(best.guide.id, [...(led.get(best.guide.id) ?? []), visit]);
  }
  return { choices, withoutGuide };
}

function isQualified(guide: FreeGuide, visit: GuidedVisit): boolean {
  if (visit.notGuideIds?.includes(guide.id)) return false;
  if (visit.language !== null && !guide.languages.includes(visit.language)) return false;
  return !guide.productIds?.length || visit.productId === undefined || guide.productIds.includes(visit.productId);
}

/** At work on that day, from the start of the visit to its end. */
function isThere(guide: FreeGuide, visit: GuidedVisit): boolean {
  const { visitDate, startTime, endTime } = visit;
  if (guide.leave?.some(({ firstDate, lastDate }) => firstDate <= visitDate && visitDate <= lastDate)) return false;
  if (!guide.hours?.length || startTime === undefined || endTime === undefined) return true;
  const weekday = weekdayOf(visitDate);
  return guide.hours.some(
    (span) => span.weekday === weekday && span.fromTime <= startTime && span.untilTime >= endTime,
  );
}

function isTooClose(a: GuidedVisit, b: GuidedVisit, restMinutes: number): boolean {
  const rest = restMinutes * 60_000;
  return a.startsAt.getTime() < b.endsAt.getTime() + rest && b.startsAt.getTime() < a.endsAt.getTime() + rest;
}

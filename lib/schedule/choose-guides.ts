import type { Locale } from '#lib/platform/locales.ts';
import type { IsoDate } from '#lib/platform/time.ts';

export type FreeGuide = { id: string; languages: readonly string[] };

/** A guided visit; `guideId` null while nobody leads it. */
export type GuidedVisit = {
  timeslotId: string;
  visitDate: IsoDate;
  startsAt: Date;
  endsAt: Date;
  language: Locale | null;
  guideId: string | null;
};

/** What a guide may be asked for in a day (requirements 6.9). */
export type GuideLimits = { toursADay: number; restMinutes: number };

export type GuideChoice = { timeslotId: string; guideId: string };

/**
 * Finds a guide for every visit that has none: one who speaks its language (any, where it has none), rests between two
 * visits, and stays within the day's number. Of several, the one with the fewest visits that day, then in the order given.
 * Visits for which nobody is free are returned by id.
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
      if (visit.language !== null && !guide.languages.includes(visit.language)) continue;
      const others = (led.get(guide.id) ?? []).filter((other) => other.visitDate === visit.visitDate);
      if (others.length >= limits.toursADay || others.some((other) => isTooClose(other, visit, limits.restMinutes)))
        continue;
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

function isTooClose(a: GuidedVisit, b: GuidedVisit, restMinutes: number): boolean {
  const rest = restMinutes * 60_000;
  return a.startsAt.getTime() < b.endsAt.getTime() + rest && b.startsAt.getTime() < a.endsAt.getTime() + rest;
}

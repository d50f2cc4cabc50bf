import type { AccessFacts } from './values.ts';

/** What a whole route asks of a body (requirements 3.2): the sum of its steps, and the hardest that one meets on the way. */
export type RouteSummary = {
  /** All steps on the way in; null where a room does not say. */
  steps: number | null;
  narrowestCm: number | null;
  darkest: NonNullable<AccessFacts['light']> | null;
  hasRecordings: boolean;
  /** Places to sit down on the way. */
  seats: number;
  warmths: NonNullable<AccessFacts['warmth']>[];
};

const lights = ['bright', 'dim', 'dark'] as const;

/** The facts of a route in one look. A room that is entered twice counts once; a room that is silent leaves its fact open. */
export function summariseRoute(stops: readonly { code: string; accessFacts: AccessFacts }[]): RouteSummary {
  const rooms = [...new Map(stops.map((stop) => [stop.code, stop.accessFacts])).values()];
  const widths = rooms.flatMap(({ narrowestCm }) => narrowestCm ?? []);
  return {
    steps:
      rooms.length > 0 && rooms.every(({ steps }) => steps !== undefined)
        ? rooms.reduce((sum, { steps = 0 }) => sum + steps, 0)
        : null,
    narrowestCm: widths.length ? Math.min(...widths) : null,
    darkest: lights.findLast((light) => rooms.some((room) => room.light === light)) ?? null,
    hasRecordings: rooms.some(({ sound }) => sound === 'recordings'),
    seats: rooms.reduce((sum, { seats = 0 }) => sum + seats, 0),
    warmths: (['cool', 'warm'] as const).filter((warmth) => rooms.some((room) => room.warmth === warmth)),
  };
}

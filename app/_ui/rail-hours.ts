import type { WallTime } from '#lib/platform/time.ts';

/** Slots under their hour, from the first hour to the last; an hour between them without a slot keeps its tick. */
export function byHour<Slot extends { startTime: WallTime }>(
  slots: readonly Slot[],
): { hour: number; slots: Slot[] }[] {
  const sorted = slots.toSorted((a, b) => a.startTime.localeCompare(b.startTime));
  const hourOf = (slot: Slot | undefined) => Number(slot?.startTime.slice(0, 2));
  if (sorted.length === 0) return [];
  const first = hourOf(sorted[0]);
  const length = hourOf(sorted.at(-1)) - first + 1;
  return Array.from({ length }, (_, index) => ({
    hour: first + index,
    slots: sorted.filter((slot) => hourOf(slot) === first + index),
  }));
}

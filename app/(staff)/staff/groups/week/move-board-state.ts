/** One start of the week for the visit that is picked up: where it may go, or why it may not. */
export type Start = { date: string; minute: number } & ({ key: string; sizes: string } | { why: string });

/** What is said while a block is moved; {name}, {at}, {sizes} and {why} stand for what it is about. */
export type MoveWords = Record<
  'picked' | 'looking' | 'free' | 'here' | 'blocked' | 'noStart' | 'left' | 'failed',
  string
>;

export const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** "15.12.2026, 10:30". */
export const placeName = (date: string, minute: number): string =>
  `${date.split('-').reverse().join('.')}, ${clock(minute)}`;

export const fill = (text: string, values: Record<string, string>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');

/** The start after a key: along the day with left and right, to the nearest of another day with up and down. */
export function nextStart(
  starts: readonly Start[],
  from: { date: string; minute: number },
  key: string,
): Start | undefined {
  const ofDay = starts.filter(({ date }) => date === from.date);
  if (key === 'ArrowRight') return ofDay.find(({ minute }) => minute > from.minute);
  if (key === 'ArrowLeft') return ofDay.findLast(({ minute }) => minute < from.minute);
  const days = [...new Set(starts.map(({ date }) => date))].sort();
  const day = key === 'ArrowDown' ? days.find((date) => date > from.date) : days.findLast((date) => date < from.date);
  const others = starts.filter(({ date }) => date === day);
  return others.sort((a, b) => Math.abs(a.minute - from.minute) - Math.abs(b.minute - from.minute))[0];
}

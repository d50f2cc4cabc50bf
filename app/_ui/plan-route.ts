import { type PlanLevel, type PlanPoint, planEntrance, planRooms, planStairs } from './plan-rooms.ts';

const line = (points: readonly PlanPoint[]) => points.map(([x, y], index) => `${index ? 'L' : 'M'}${x} ${y}`).join('');
const same = (one: PlanPoint, other: PlanPoint) => one[0] === other[0] && one[1] === other[1];

/**
 * The way through one level as an SVG path: one line from the entrance or the stairs along the passage to the last door, and from
 * it a short one into each room, so that no stretch is drawn twice. Null where the route does not touch the level. Unknown codes
 * are passed over.
 */
export function routePath(codes: readonly string[], level: PlanLevel): string | null {
  const rooms = codes.flatMap((code) => planRooms.filter((room) => room.code === code));
  const here = rooms.filter((room) => room.level === level);
  const goesDown = rooms.some((room) => room.level === 'basement');
  const passesHere = here.length > 0 || (level === 'ground' && goesDown);
  if (!passesHere) return null;

  const along = here.map((room) => room.door[0]);
  const [fromX, y] = level === 'ground' ? [planEntrance[0], planStairs[1]] : planStairs;
  if (level === 'ground' && goesDown) along.push(planStairs[0]);
  const farthest = along.reduce((far, x) => (Math.abs(x - fromX) > Math.abs(far - fromX) ? x : far), fromX);

  const way: PlanPoint[] = level === 'ground' ? [planEntrance, [fromX, y]] : [[fromX, y]];
  if (farthest !== fromX) way.push([farthest, y]);
  const intoRooms = here.filter((room) => !same(room.door, room.stop)).map((room) => line([room.door, room.stop]));
  return [line(way), ...intoRooms].join('');
}

/** Splits a room's name over lines of about `width` letters, at its spaces only. */
export function labelLines(name: string, width = 13): string[] {
  const lines: string[] = [];
  for (const word of name.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

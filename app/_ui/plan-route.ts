import { type PlanLevel, type PlanPoint, planEntrance, planRooms, planStairs } from './plan-rooms.ts';

const line = (points: readonly PlanPoint[]) => points.map(([x, y], index) => `${index ? 'L' : 'M'}${x} ${y}`).join('');

/**
 * The way through one level as one line (an SVG path), from the entrance or the stairs through the given spaces in their order.
 * Null where the route does not touch the level. Unknown codes are passed over.
 */
export function routePath(codes: readonly string[], level: PlanLevel): string | null {
  const rooms = codes.flatMap((code) => planRooms.filter((room) => room.code === code));
  const here = rooms.filter((room) => room.level === level);
  const goesDown = rooms.some((room) => room.level === 'basement');
  if (here.length === 0 && !(level === 'ground' && goesDown)) return null;

  const points: PlanPoint[] = [level === 'ground' ? planEntrance : planStairs];
  for (const room of here) {
    points.push(room.door, room.stop);
    const isLast = room === here.at(-1) && !(level === 'ground' && goesDown);
    if (!isLast) points.push(room.door);
  }
  if (level === 'ground' && goesDown) {
    if (here.length === 0) points.push([planEntrance[0], planStairs[1]]);
    points.push(planStairs);
  }
  return line(points.filter((point, index) => index === 0 || point.join() !== points[index - 1]?.join()));
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

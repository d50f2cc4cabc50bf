import type { Operation } from './store.ts';
import type { World } from './world.ts';

const offsetMs = 4 * 3_600_000;
const dayMs = 86_400_000;
const pageSize = 100;

/** Which day of the bank (Baku) an instant is in. */
export const bankDay = (at: number): number => Math.floor((at + offsetMs) / dayMs);

/** A page of one day's operations, and the number of the next page, 0 after the last. */
export function statementOf(
  world: World,
  date: string,
  page: number,
): { operations: Operation[]; nextPage: number } | null {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(date) ?? [];
  const begins = Date.UTC(Number(year), Number(month) - 1, Number(day)) - offsetMs;
  if (!Number.isFinite(begins) || !(page >= 1)) return null;
  const found = world.store.operations(begins, begins + dayMs, (page - 1) * pageSize, pageSize + 1);
  return { operations: found.slice(0, pageSize), nextPage: found.length > pageSize ? page + 1 : 0 };
}

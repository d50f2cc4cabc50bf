import { createHash } from 'node:crypto';

/** Numbers that look like chance and are the same on every run: whole numbers below `below`, drawn in order from a name. */
export type Chance = (below: number) => number;

export function chanceOf(name: string): Chance {
  let counter = 0;
  return (below) => createHash('sha256').update(`${name}:${counter++}`).digest().readUInt32BE(0) % below;
}

/** A uuid made from a name: the same name gives the same id. */
export function idOf(name: string): string {
  const bytes = createHash('sha256').update(`museum-demonstration:${name}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** At most so many orders are made for one day. */
export const mostOrdersADay = 160;

/** The request keys of a day's demonstration orders: how they are known again. */
export function orderKeysOf(visitDate: string): string[] {
  return Array.from({ length: mostOrdersADay }, (_, index) => idOf(`order:${visitDate}:${index}`));
}

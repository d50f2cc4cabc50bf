import type { Entry } from './history.ts';
import type { Violation } from './violations.ts';
import { ask, type World } from './world.ts';

type ChangeRow = { id: string; orderId: string; key: string; state: string; due: number; added: number; held: number };

/**
 * Holds the changes that were promised against what is there: each that was said to be made is made, each that was said to wait for
 * its money waited, what was refused is not there, and what nobody knows is there as a whole or not at all.
 */
export async function checkChanges(world: World, entries: readonly Entry[]): Promise<Violation[]> {
  const rows = await ask<ChangeRow>(
    world,
    `select c.id, c.order_id as "orderId", c.request_key as key, c.state, greatest(0, c.after_minor - c.before_minor) as due, c.added_people as added,
            (select coalesce(sum(k.quantity), 0)::int from claim k where k.change_id = c.id) as held
       from order_change c where c.request_key is not null`,
  );
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const found: Violation[] = [];
  const wrong = (check: string, entry: Entry | null, facts: object) =>
    found.push({ check, facts: { ...(entry ? { n: entry.n, op: entry.op, outcome: entry.outcome } : {}), ...facts } });
  const tried = Map.groupBy(
    entries.filter(({ op }) => op === 'change'),
    ({ input }) => String(input.requestKey),
  );
  for (const [key, tries] of tried) {
    const row = byKey.get(key);
    for (const entry of tries.filter(({ outcome }) => outcome === 'ok')) {
      const { changeId, dueMinor } = entry.value;
      if (row?.id !== changeId) wrong('a change that was promised is gone', entry, { row });
      else if (dueMinor === 0 && row?.state !== 'applied')
        wrong('a change that was said to be made is not', entry, { row });
    }
    if (row && tries.every(({ outcome }) => outcome === 'fail'))
      wrong('a change that was refused is there', tries[0] ?? null, { row });
  }
  for (const row of rows) {
    // More people at the same time need places from the beginning; what both times draw on needs none.
    if (row.due > 0 && row.added > 0 && row.held < row.added) wrong('a change is there without its places', null, row);
    if (row.due === 0 && row.state !== 'applied') wrong('a change that cost nothing is there and not made', null, row);
    if (!tried.has(row.key)) wrong('a change that nobody asked for', null, row);
  }
  for (const entry of entries.filter(({ op, outcome }) => op === 'leaveChange' && outcome === 'ok')) {
    // It ended then; a later one may be open now.
    if (!rows.some(({ orderId, state }) => orderId === entry.input.orderId && state !== 'open'))
      wrong('a change that was given up is open', entry, { orderId: entry.input.orderId });
  }
  return found;
}

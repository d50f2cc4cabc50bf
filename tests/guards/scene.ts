import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { connect } from '#db/client.ts';
import { newId } from '#lib/platform/ids.ts';
import { constraintOf, sqlState } from '#lib/platform/transaction.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { Breach } from './guard.ts';
import type { Urls } from './throw-away.ts';

export type SceneOrder = { order: string; line: string; payment: string; tickets: [string, string] };
export type SceneIds = {
  museum: TestMuseum;
  /** Two adults at the first time, held. */
  held: SceneOrder;
  /** The same, paid by card, with its two tickets. */
  paid: SceneOrder;
  /** Paid, its two places sold, its tickets not yet made. */
  bare: SceneOrder;
  /** A scan of the paid order's first ticket. */
  scan: string;
};

/** What a proof gets: the ids, and statements as the app's role and as the owner. */
export type Scene = SceneIds & {
  urls: Urls;
  app(text: string): Promise<pg.QueryResult>;
  owner(text: string): Promise<pg.QueryResult>;
  /** A connection of its own as the app's role, for what happens side by side; waits for a lock a moment only. */
  another(lockTimeoutMs?: number): Promise<pg.Client>;
};

/** Makes a small museum with three orders, each with two of ten places of the first time. */
export async function writeScene(urls: Urls): Promise<SceneIds> {
  const owner = connect(urls.ownerUrl, { most: 1 });
  try {
    const museum = await buildMuseum(owner.db, { orderLimit: 500 });
    const make = (code: string) => addOrder((text) => owner.pool.query(text), museum, code);
    const [held, paid, bare] = [await make('HELD01'), await make('PAID01'), await make('BARE01')];
    for (const { order, payment } of [paid, bare]) {
      await owner.pool.query(`insert into payment (id, order_id, provider, state, amount_minor, currency, captured_minor, payment_intent_id)
        values ('${payment}', '${order}', 'stripe', 'succeeded', 1000, 'AZN', 1000, 'pi_${payment}')`);
      await owner.pool.query(`update claim set state = 'sold' where order_id = '${order}'`);
      await owner.pool.query(`update orders set state = 'paid' where id = '${order}'`);
    }
    for (const unit of [1, 2] as const) await owner.pool.query(ticketOf(museum, paid, unit, `TICKET0${unit}`));
    const scan = newId();
    await owner.pool.query(scanOf(scan, paid.tickets[0]));
    return { museum, held, paid, bare, scan };
  } finally {
    await owner.close();
  }
}

/** A held order of two adults with its claim, at one of the museum's times. */
export async function addOrder(
  run: (text: string) => Promise<unknown>,
  museum: TestMuseum,
  code: string,
  options: { slot?: number; people?: number } = {},
): Promise<SceneOrder> {
  const made: SceneOrder = { order: newId(), line: newId(), payment: newId(), tickets: [newId(), newId()] };
  const slot = museum.timeslots[options.slot ?? 0];
  const people = options.people ?? 2;
  await run(`insert into orders (id, code, link_hash, channel, lane, locale, currency, total_minor, expires_at)
    values ('${made.order}', '${code}', '\\x${linkHashOf(code)}', 'web', 'public', 'az', 'AZN', ${people * 500}, now() + interval '10 minutes')`);
  await run(`insert into order_line (id, order_id, line_no, timeslot_id, ticket_type_id, quantity, unit_price_minor, tax_minor, total_minor)
    values ('${made.line}', '${made.order}', 1, '${slot}', '${museum.ticketTypes.adult}', ${people}, 500, 0, ${people * 500})`);
  await run(`insert into claim (order_id, pool_set_id, quantity, state) select '${made.order}', id, ${people}, 'held'
    from pool_set where timeslot_id = '${slot}' and lane = 'public'`);
  return made;
}

export const linkHashOf = (code: string) => createHash('sha256').update(code).digest('hex');

export function ticketOf(museum: TestMuseum, of: SceneOrder, unit: number, shortCode: string): string {
  return `insert into ticket (id, order_id, order_line_id, timeslot_id, ticket_type_id, unit_no, short_code)
    values ('${of.tickets[unit - 1] ?? newId()}', '${of.order}', '${of.line}', '${museum.timeslots[0]}', '${museum.ticketTypes.adult}', ${unit}, '${shortCode}')`;
}

export const scanOf = (id: string, ticket: string) =>
  `insert into scan (id, ticket_id, station, way, people, scanned_at, sent_at, outcome)
   values ('${id}', '${ticket}', 'door', 'camera', 1, now(), now(), 'admitted')`;

/** Opens a copy of the scene for one proof. */
export async function withScene<T>(urls: Urls, ids: SceneIds, work: (scene: Scene) => Promise<T>): Promise<T> {
  const clients: pg.Client[] = [];
  const open = async (url: string, lockTimeoutMs: number) => {
    const client = new pg.Client({ connectionString: url, options: `-c lock_timeout=${lockTimeoutMs}` });
    client.on('error', () => undefined);
    clients.push(client);
    await client.connect();
    return client;
  };
  const [app, owner] = [await open(urls.appUrl, 3000), await open(urls.ownerUrl, 3000)];
  try {
    return await work({
      ...ids,
      urls,
      app: (text) => app.query(text),
      owner: (text) => owner.query(text),
      another: (lockTimeoutMs = 3000) => open(urls.appUrl, lockTimeoutMs),
    });
  } finally {
    await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
  }
}

/** A proof by refusal: all statements go through but the last, which must be refused so, by this guard and no other. */
export function refuses(
  as: 'app' | 'owner',
  expected: string,
  statements: (scene: Scene) => string | string[],
): (scene: Scene) => Promise<void> {
  return async (scene) => {
    const all = [statements(scene)].flat();
    for (const text of all.slice(0, -1)) await scene[as](text);
    await refused(() => scene[as](all.at(-1) ?? ''), expected);
  };
}

/** `expected`: a SQLSTATE, or the name of the constraint that must be the one to refuse. */
export async function refused(work: () => Promise<unknown>, expected: string): Promise<void> {
  let result: unknown;
  try {
    result = await work();
  } catch (error) {
    if (sqlState(error) === expected || constraintOf(error) === expected) return;
    throw error;
  }
  // A missing right refuses whether there are rows or not; everything else needs a row to refuse.
  const rows = (result as pg.QueryResult | undefined)?.rowCount;
  if (rows === 0 && expected !== '42501') throw new Error('the proof found nothing to change');
  throw new Breach('it went through');
}

/** Waits until `text` (a query of one truth value) is true. */
export async function until(scene: Scene, text: string): Promise<void> {
  for (const giveUpAt = performance.now() + 5000; performance.now() < giveUpAt; await pause(10)) {
    if ((await scene.owner(`select (${text}) as yes`)).rows[0]?.yes) return;
  }
  throw new Error(`the proof waited in vain for: ${text}`);
}

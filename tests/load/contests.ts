import type { BenchDatabase } from './bench-database.ts';
import type { BuiltWeb } from './built-web.ts';
import type { Contestant } from './measure.ts';
import { type RawLimit, rawSlots } from './raw-limit.ts';
import { book, calendarReader, hold, sell } from './verbs.ts';

export const contestNames = ['hot-slot', 'booking', 'calendar'] as const;
export type ContestName = (typeof contestNames)[number];

/** Clients of the raw limit: beyond these, one row's lock only gets slower. */
export const rawClients = 8;

const anyOf = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T;

/** Who takes part; the first is what the others are measured against. */
export async function contestants(
  name: ContestName,
  bench: BenchDatabase,
  raw: RawLimit,
  web: BuiltWeb | null,
): Promise<Contestant[]> {
  const { museum, app } = bench;
  const { db, pool } = app;
  switch (name) {
    case 'hot-slot':
      return [
        { name: 'raw SQL, one order per transaction', clients: rawClients, work: (client) => raw.book(client, 0) },
        ...[8, 64, 128].map((clients) => ({
          name: 'holdTickets',
          clients,
          work: async () => void (await hold(db, museum, museum.hotSlot)),
        })),
        ...(web
          ? [64, 128].map((clients) => ({
              name: 'hold over HTTP, the built web',
              clients,
              work: () => web.hold('full-route', museum.visitDate, museum.hotSlot),
            }))
          : []),
      ];
    case 'booking':
      return [
        {
          name: 'raw SQL, hold then confirm, 200 timeslots',
          clients: rawClients,
          work: (client) => raw.holdAndConfirm(client, 1 + Math.floor(Math.random() * (rawSlots - 1))),
        },
        {
          name: 'holdTickets, 200 timeslots',
          clients: 64,
          work: async () => void (await hold(db, museum, anyOf(museum.spread))),
        },
        ...[8, 64, 128].map((clients) => ({
          name: 'hold, settle, tickets, 200 timeslots',
          clients,
          work: () => sell(db, museum, anyOf(museum.spread)),
        })),
        ...[8, 64].map((clients) => ({
          name: 'a visitor: hold, details, settle, tickets',
          clients,
          work: () => book(db, museum, anyOf(museum.spread)),
        })),
      ];
    case 'calendar': {
      const read = await calendarReader(db, museum);
      return [
        {
          name: 'raw SQL, places of a month',
          clients: rawClients,
          work: async () => {
            await pool.query({ name: 'raw-month', text: rawMonth, values: [museum.productId, museum.visitDate] });
          },
        },
        { name: 'getMonthCalendar', clients: rawClients, work: read },
      ];
    }
  }
}

const rawMonth = `
  select t.id, min(p.capacity + p.overbook - p.held - p.sold) as room from timeslot t
    join pool_set s on s.timeslot_id = t.id and s.lane = 'public' join pool_set_member m on m.pool_set_id = s.id
    join pool p on p.id = m.pool_id
   where t.product_id = $1 and t.visit_date between $2::date and $2::date + 31 group by t.id`;

/** The same work in a small database and in a large one: the first is the small one. */
export async function growthContests(benches: readonly BenchDatabase[]): Promise<[string, Contestant[]][]> {
  const each = (work: (bench: BenchDatabase) => () => Promise<void>, clients: number): Contestant[] =>
    benches.map((bench) => ({ name: `${bench.orders.toLocaleString('en')} orders`, clients, work: work(bench) }));
  const readers = new Map(
    await Promise.all(benches.map(async (bench) => [bench, await calendarReader(bench.app.db, bench.museum)] as const)),
  );
  return [
    [
      'hold on one timeslot',
      each((bench) => async () => void (await hold(bench.app.db, bench.museum, bench.museum.hotSlot)), 64),
    ],
    ['hold, settle, tickets', each((bench) => () => sell(bench.app.db, bench.museum, anyOf(bench.museum.spread)), 64)],
    ['calendar of a month', each((bench) => readers.get(bench) ?? (async () => undefined), rawClients)],
  ];
}

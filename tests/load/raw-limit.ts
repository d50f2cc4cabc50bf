import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** The least that any booking system has to do, in hand-written SQL on connections of its own: what ours is measured against. */
export type RawLimit = {
  /** Claim two places, write the order and its two tickets: one statement, one commit. */
  book(client: number, slot: number): Promise<void>;
  /** Claim and hold; then pay and write the tickets: two statements, two commits. */
  holdAndConfirm(client: number, slot: number): Promise<void>;
  close(): Promise<void>;
};

export const rawSlots = 201;

const tables = `
  create schema if not exists raw;
  create table if not exists raw.slot (id integer primary key, capacity integer not null, taken integer not null default 0,
    check (taken <= capacity));
  create table if not exists raw.orders (id uuid primary key, code text not null unique, slot_id integer not null references raw.slot,
    state text not null, email text not null, total_minor integer not null, created_at timestamptz not null default now());
  create index if not exists orders_slot on raw.orders (slot_id);
  create table if not exists raw.ticket (id uuid primary key, order_id uuid not null references raw.orders, slot_id integer not null,
    short_code text not null unique);
  create index if not exists ticket_order on raw.ticket (order_id);
  insert into raw.slot select n, 2000000000 from generate_series(0, ${rawSlots - 1}) n on conflict do nothing;`;

const claim = `update raw.slot set taken = taken + 2 where id = $1 and taken + 2 <= capacity returning id`;
const tickets = (orderId: string, slotId: string) =>
  `select gen_random_uuid(), ${orderId}, ${slotId}, $2::text || n from o cross join generate_series(1, 2) n`;

const statements = {
  book: `with c as (${claim}), o as (insert into raw.orders (id, code, slot_id, state, email, total_minor)
    select $2::uuid, $2::text, c.id, 'paid', 'visitor@example.az', 1000 from c returning id, slot_id)
    insert into raw.ticket ${tickets('o.id', 'o.slot_id')}`,
  hold: `with c as (${claim}) insert into raw.orders (id, code, slot_id, state, email, total_minor)
    select $2::uuid, $2::text, c.id, 'held', 'visitor@example.az', 1000 from c`,
  confirm: `with o as (update raw.orders set state = 'paid' where id = $1::uuid and state = 'held' returning id, slot_id)
    insert into raw.ticket ${tickets('o.id', 'o.slot_id').replace('$2', '$1')}`,
};

export async function openRawLimit(ownerUrl: string, clients: number): Promise<RawLimit> {
  const connections = await Promise.all(
    Array.from({ length: clients }, async () => {
      const connection = new pg.Client({ connectionString: ownerUrl });
      connection.on('error', () => undefined);
      await connection.connect();
      return connection;
    }),
  );
  await connections[0]?.query(tables);
  const run = async (client: number, name: keyof typeof statements, values: unknown[]): Promise<void> => {
    const result = await connections[client]?.query({ name, text: statements[name], values });
    if (!result?.rowCount) throw new Error(`raw ${name} wrote nothing`);
  };
  return {
    book: (client, slot) => run(client, 'book', [slot, randomUUID()]),
    async holdAndConfirm(client, slot) {
      const id = randomUUID();
      await run(client, 'hold', [slot, id]);
      await run(client, 'confirm', [id]);
    },
    close: async () => void (await Promise.all(connections.map((connection) => connection.end()))),
  };
}

import type pg from 'pg';
import type { BenchMuseum } from './bench-museum.ts';

const chunk = 100_000;

/**
 * Writes paid orders of two tickets each over all timeslots of the bench's museum, as the years would have. The triggers are off
 * meanwhile (it would take hours), so what they count is counted here.
 */
export async function fillOrders(
  pool: pg.Pool,
  museum: BenchMuseum,
  count: number,
  say: (line: string) => void,
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query(
      `set session_replication_role = replica; set synchronous_commit = off; set statement_timeout = 0`,
    );
    await client.query(
      `create temp table slot as select n - 1 as n, t.id, s.id as set_id
         from unnest($1::uuid[]) with ordinality u(id, n) join timeslot t on t.id = u.id
         join pool_set s on s.timeslot_id = t.id and s.lane = 'public'`.replace(
        '$1',
        literal([museum.hotSlot, ...museum.spread]),
      ),
    );
    for (let from = 0; from < count; from += chunk) {
      const until = Math.min(from + chunk, count);
      for (const statement of chunkStatements(museum, from, until)) await client.query(statement);
      say(`  ${until.toLocaleString('en')} of ${count.toLocaleString('en')} orders from before`);
    }
    await client.query(`
      update pool p set sold = c.sold from (
        select m.pool_id, sum(c.quantity) as sold from claim c join pool_set_member m using (pool_set_id) where c.state = 'sold' group by 1) c
       where c.pool_id = p.id`);
    await client.query(
      'drop table slot; reset session_replication_role; reset synchronous_commit; reset statement_timeout',
    );
    await client.query('vacuum analyze');
  } finally {
    client.release();
  }
}

const literal = (ids: readonly string[]): string => `array[${ids.map((id) => `'${id}'`).join(',')}]`;

/** Ids are made from the order's number and do not collide with version 7 ones of now: they begin with a time long ago. */
function chunkStatements(museum: BenchMuseum, from: number, until: number): string[] {
  const id = (kind: number, n: string) =>
    `('0170' || lpad(to_hex(${n}), 8, '0') || '7000800000000000000' || '${kind}')::uuid`;
  const numbers = `generate_series(${from}, ${until - 1}) g(n) join slot on slot.n = g.n % (select count(*) from slot)`;
  const at = `now() - make_interval(secs => 86400 + (1000000 - g.n % 1000000) * 20)`;
  return [
    `insert into orders (id, code, link_hash, state, channel, lane, locale, currency, total_minor, email, contact_name, has_chosen_types,
                         terms_version, terms_accepted_at, created_at, held_at, expires_at)
     select ${id(1, 'g.n')}, 'Z' || lpad(upper(to_hex(g.n)), 7, '0'), sha256(convert_to('bench ' || g.n, 'UTF8')), 'paid', 'web', 'public', 'az', 'AZN', 0,
            'visitor' || g.n || '@example.az', 'Visitor ' || g.n, true, '2026-11', ${at}, ${at}, ${at}, null from ${numbers}`,
    `insert into order_line (id, order_id, line_no, timeslot_id, ticket_type_id, quantity, unit_price_minor, tax_minor, total_minor)
     select ${id(2, 'g.n')}, ${id(1, 'g.n')}, 1, slot.id, '${museum.ticketTypes.free}', 2, 0, 0, 0 from ${numbers}`,
    `insert into claim (order_id, pool_set_id, quantity, state) select ${id(1, 'g.n')}, slot.set_id, 2, 'sold' from ${numbers}`,
    `insert into payment (id, order_id, provider, state, amount_minor, currency, settled_at)
     select ${id(3, 'g.n')}, ${id(1, 'g.n')}, 'none', 'succeeded', 0, 'AZN', now() from ${numbers}`,
    `insert into ledger_entry (kind, amount_minor, currency, order_id, payment_id, provider, provider_reference)
     select 'charge', 0, 'AZN', ${id(1, 'g.n')}, ${id(3, 'g.n')}, 'none', ${id(3, 'g.n')}::text from ${numbers}`,
    `insert into ticket (id, order_id, order_line_id, timeslot_id, ticket_type_id, unit_no, short_code)
     select uuidv7(), ${id(1, 'g.n')}, ${id(2, 'g.n')}, slot.id, '${museum.ticketTypes.free}', u.unit,
            'Z' || u.unit || lpad(upper(to_hex(g.n)), 8, '0') from ${numbers} cross join generate_series(1, 2) u(unit)`,
    `insert into order_event (order_id, from_state, to_state, actor_kind)
     select ${id(1, 'g.n')}, e.was, e.now, 'visitor' from ${numbers} cross join (values (null, 'held'), ('held', 'paid')) e(was, now)`,
  ];
}

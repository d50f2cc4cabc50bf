import type { World } from './world.ts';

/** What must be found out about each: a museum that was tampered with is the control of the whole torture. */
export const tampering = {
  'details are gone': `update orders set contact_name = null where id = (
    select id from orders where contact_name is not null order by id limit 1)`,
  'a hold that was promised is gone': `update orders set request_key = gen_random_uuid() where id = (
    select id from orders order by id desc limit 1)`,
  'money is not in the ledger as it was taken': `delete from ledger_entry where id = (
    select min(id) from ledger_entry where kind = 'charge' and provider = 'stripe' and amount_minor > 0)`,
  'a message that counts as sent never came': `update message set id = gen_random_uuid() where id = (
    select id from message where state = 'sent' order by id limit 1)`,
  'the model would not have allowed it': `update order_event set to_state = 'lost' where id = (
    select min(id) from order_event where machine = 'order' and to_state = 'paid')`,
  'I2 Every pool counts exactly its claims': `update pool set sold = sold + 1 where id = (
    select min(id) from pool where held + sold < capacity)`,
  'I3 The tickets of a paid order admit exactly the people of its lines': `delete from ticket where id = (
    select t.id from ticket t join orders o on o.id = t.order_id where o.state = 'paid' and t.admitted_people = 0
       and not exists (select 1 from refund where ticket_id = t.id) order by t.id desc limit 1)`,
  'a change that nobody asked for': `insert into order_change (order_id, kind, state, from_timeslot_id, to_timeslot_id, lines, before_minor,
      after_minor, share_per_mille, currency, request_key, expires_at)
    select order_id, 'move', 'dropped', timeslot_id, timeslot_id, '[{}]', 500, 600, 0, 'AZN', gen_random_uuid(), now() from ticket order by id limit 1`,
} as const;

/** Spoils the database behind everybody's back, past all of its guards. */
export async function tamper(world: World): Promise<void> {
  const client = await world.owner.pool.connect();
  try {
    await client.query('set session_replication_role = replica');
    for (const statement of Object.values(tampering)) {
      const { rowCount } = await client.query(statement);
      if (rowCount !== 1) throw new Error(`nothing to tamper with: ${statement}`);
    }
  } finally {
    client.release(true);
  }
}

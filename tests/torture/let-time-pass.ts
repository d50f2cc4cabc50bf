import type pg from 'pg';

/** What waits for a time to come, and where that time stands. Rows that are over keep their times. */
const waits = [
  [
    'orders',
    "state in ('held','awaiting_payment','expiring')",
    'id',
    ['created_at', 'held_at', 'extended_at', 'expires_at'],
  ],
  ['payment', "state in ('created','open','processing')", 'id', ['created_at', 'updated_at', 'session_expires_at']],
  ['payment', "dispute_state = 'open'", 'id', ['updated_at']],
  ['refund', "state in ('requested','submitting','pending','requires_action')", 'id', ['created_at', 'updated_at']],
  ['provider_event', 'processed_at is null', 'id', ['received_at']],
  ['slot_cancellation', 'finished_at is null', 'timeslot_id', ['requested_at', 'answer_until']],
  ['slot_cancellation_item', "state not in ('refunded','moved','nothing_due')", 'id', ['look_at']],
  ['call_pace', 'next_at > now()', 'queue', ['next_at']],
  ['order_change', "state = 'open'", 'id', ['made_at', 'expires_at']],
  ['waiting_offer', "state = 'open'", 'id', ['offered_at', 'expires_at']],
  ['message', "state = 'queued'", 'id', ['queued_at', 'sending_until']],
  [
    'pgboss.job',
    "state < 'completed'",
    'id',
    ['start_after', 'created_on', 'started_on', 'heartbeat_on', 'keep_until'],
  ],
] as const;

/**
 * Lets time pass for everything that waits: the clock of the database cannot be moved, so what is stored is moved back. A row
 * that somebody works on at this moment grows younger by it, which is as if its step had come later.
 */
export async function letTimePass(owner: pg.Pool, milliseconds: number): Promise<void> {
  const client = await owner.connect();
  const span = `interval '${Math.round(milliseconds)} milliseconds'`;
  try {
    await client.query('begin');
    // No trigger looks at a clock that was moved.
    await client.query('set local session_replication_role = replica');
    for (const [table, which, key, columns] of waits) {
      const moved = columns.map((column) => `${column} = ${column} - ${span}`).join(', ');
      await client.query(`update ${table} set ${moved} where ${key} = any (array(
        select ${key} from ${table} where ${which} order by ${key} for no key update skip locked))`);
    }
    // A wave's moment stands twice, and both go together.
    await client.query(`
      with moved as (update pool set opens_at = opens_at - ${span} where id = any (array(
        select id from pool where opens_at is not null order by id for no key update skip locked)) returning id)
      update pool_release set opens_at = opens_at - ${span} where opened_at is null and pool_id in (select id from moved)`);
    await client.query('commit');
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** Lets an hour pass for the open offers of the waiting list alone: as long as they live here. Nobody has answered them. */
export async function letOffersLapse(owner: pg.Pool): Promise<void> {
  await owner.query(`
    update waiting_offer set offered_at = offered_at - interval '1 hour', expires_at = expires_at - interval '1 hour'
     where id = any (array(select id from waiting_offer where state = 'open' order by id for no key update skip locked))`);
}

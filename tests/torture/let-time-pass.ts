import type pg from 'pg';

/** What waits for a time to come, and where that time stands. Rows that are over keep their times. */
const waits = [
  ['orders', "state in ('held','awaiting_payment','expiring')", ['created_at', 'held_at', 'extended_at', 'expires_at']],
  ['payment', "state in ('created','open','processing')", ['created_at', 'updated_at', 'session_expires_at']],
  ['refund', "state in ('requested','submitting','pending','requires_action')", ['created_at', 'updated_at']],
  ['provider_event', 'processed_at is null', ['received_at']],
  ['message', "state = 'queued'", ['queued_at', 'sending_until']],
  ['pgboss.job', "state < 'completed'", ['start_after', 'created_on', 'started_on', 'heartbeat_on', 'keep_until']],
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
    for (const [table, which, columns] of waits) {
      const moved = columns.map((column) => `${column} = ${column} - ${span}`).join(', ');
      await client.query(`update ${table} set ${moved} where id = any (array(
        select id from ${table} where ${which} order by id for no key update skip locked))`);
    }
    await client.query('commit');
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '#lib/platform/ids.ts';
import { enqueue } from '#lib/platform/jobs/enqueue.ts';
import { type JobHandlers, startWorker } from '#lib/platform/jobs/worker.ts';
import { createLogger } from '#lib/platform/log.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { systemCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildMuseum } from '#tests/support/museum.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await buildMuseum(database.owner);
});
afterAll(() => database.close());

it('takes up the job of a worker that was killed, and plans the day in the zone of the museum', async () => {
  const eventId = newId();
  await inTransaction(systemCtx(database.db), (tx) => enqueue(tx, 'provider_event', { eventId }));
  const child = fork(fileURLToPath(new URL('./stuck-worker.ts', import.meta.url)), {
    env: { ...process.env, DATABASE_URL: database.appUrl },
    execArgv: [],
    silent: true,
  });
  await once(child, 'message');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const left = await database.owner.execute(
    sql`select state::text, heartbeat_seconds from pgboss.job where name = 'provider_event'`,
  );
  expect(left.rows).toEqual([{ state: 'active', heartbeat_seconds: 30 }]);
  // Half a minute goes by without a sign of life.
  await database.owner.execute(sql`update pgboss.job set heartbeat_on = heartbeat_on - interval '31 seconds'`);

  const taken = Promise.withResolvers<unknown>();
  const idle = async () => undefined;
  const handlers: JobHandlers = {
    send_messages: idle,
    provider_event: async (_ctx, data) => taken.resolve(data),
    submit_refund: idle,
    sweep: idle,
    reconcile: idle,
    work_cancellations: idle,
    work_waiting: idle,
    work_groups: idle,
    make_timeslots: idle,
    reconcile_ledger: idle,
    forget_visitors: idle,
    doctor: idle,
  };
  const worker = await startWorker({
    databaseUrl: database.appUrl,
    handlers,
    schedules: { make_timeslots: '5 0 * * *' },
    log: createLogger('worker'),
  });
  expect(await taken.promise).toEqual({ eventId });
  const { rows } = await database.owner.execute(sql`select name, timezone from pgboss.schedule`);
  expect(rows).toEqual([{ name: 'make_timeslots', timezone: 'Asia/Kathmandu' }]);
  await worker.stop();
});

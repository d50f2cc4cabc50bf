import { AsyncLocalStorage } from 'node:async_hooks';
import { sql } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import type { Tx } from '#db/client.ts';
import { required } from '#lib/platform/result.ts';
import type { TxCtx } from '#lib/platform/transaction.ts';
import type { QueueName } from './queues.ts';

/** What each queue carries: ids only, never names or addresses. */
export type JobData = {
  send_messages: Record<string, never>;
  provider_event: { eventId: string };
  submit_refund: { refundId: string };
  sweep: Record<string, never>;
  reconcile: Record<string, never>;
  work_cancellations: Record<string, never>;
  work_waiting: Record<string, never>;
  work_groups: Record<string, never>;
  make_timeslots: Record<string, never>;
  reconcile_ledger: Record<string, never>;
  forget_visitors: Record<string, never>;
  doctor: Record<string, never>;
};

// The web is bundled more than once, pages apart from route handlers: what must be one in a process stands outside the module,
// the sender and the transaction it looks for alike.
const shared = globalThis as typeof globalThis & { museumSender?: PgBoss; museumEnqueueing?: AsyncLocalStorage<Tx> };
shared.museumEnqueueing ??= new AsyncLocalStorage<Tx>();
const current = shared.museumEnqueueing;

// Only builds and runs the statements of send(), each on the caller's transaction; so it is never started.
function sender(): PgBoss {
  shared.museumSender ??= new PgBoss({
    db: {
      executeSql: (text, values) =>
        fromDrizzle(required(current.getStore(), 'a transaction to enqueue in'), sql).executeSql(text, values),
    },
    supervise: false,
    schedule: false,
    migrate: false,
    createSchema: false,
  });
  return shared.museumSender;
}

/** Enqueues a job in the running transaction: it exists exactly when what it belongs to does. */
export async function enqueue<Name extends QueueName>(
  ctx: TxCtx,
  name: Name,
  data: JobData[Name],
  options: { startAfterSeconds?: number; singletonKey?: string } = {},
): Promise<void> {
  await current.run(ctx.db, () =>
    sender().send(name, data, {
      ...(options.startAfterSeconds === undefined ? {} : { startAfter: options.startAfterSeconds }),
      ...(options.singletonKey === undefined ? {} : { singletonKey: options.singletonKey }),
    }),
  );
}

import { AsyncLocalStorage } from 'node:async_hooks';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';

/** A connection pool or a running transaction: what queries take first. */
export type Db = NodePgDatabase;
/** A running transaction. */
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0];

export type DatabaseConnection = { db: Db; pool: pg.Pool; close(): Promise<void> };

const insideTransaction = new AsyncLocalStorage<true>();

/** True while this call runs inside a transaction: adapters to the outside refuse to be called then (no network while locks are held). */
export function isInsideTransaction(): boolean {
  return insideTransaction.getStore() === true;
}

/** Runs `work` marked as standing inside a transaction. */
export function markTransaction<T>(work: () => Promise<T>): Promise<T> {
  return insideTransaction.run(true, work);
}

// Dates and times stay what Postgres wrote; only instants become Date objects, 8-byte counts become numbers.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/**
 * Opens a connection pool: the only place where connections are opened. A lock is waited for 3 s at most, so that one stuck
 * transaction cannot drain the pool (lock time-outs come back as SQLSTATE 55P03).
 */
export function connect(url: string, options: { most?: number; name?: string } = {}): DatabaseConnection {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.most ?? 8,
    application_name: options.name ?? 'museum',
    connectionTimeoutMillis: 5_000,
    options: '-c lock_timeout=3000 -c idle_in_transaction_session_timeout=10000 -c statement_timeout=30000 -c jit=off',
  });
  // A broken idle connection is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  // The same for one that breaks between two statements of a transaction: the next statement meets the error.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return { db: drizzle(pool), pool, close: () => pool.end() };
}

const shared = globalThis as typeof globalThis & { museumDatabase?: DatabaseConnection };

/** The process's own database, from DATABASE_URL (the app's role). Opened once, also across hot reloads. */
export function database(): Db {
  shared.museumDatabase ??= connect(process.env.DATABASE_URL ?? '');
  return shared.museumDatabase.db;
}

/** Closes the process's database on the way out. */
export async function closeDatabase(): Promise<void> {
  await shared.museumDatabase?.close();
  shared.museumDatabase = undefined;
}

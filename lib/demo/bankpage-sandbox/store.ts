import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { Job } from '../stripe-sandbox/store.ts';

/** 0 registered, 2 paid, 3 reversed (all of it, on the same day), 4 refunded (in part too), 6 over. */
export type BankOrder = {
  id: string;
  number: string;
  amount: number;
  currency: string;
  returnUrl: string;
  failUrl: string;
  description: string;
  language: string;
  params: string;
  expiresAt: number;
  status: 0 | 2 | 3 | 4 | 6;
  actionCode: number;
  tries: number;
  approvedAmount: number;
  paidAt: number;
};
/** 0 taken on, 1 done, 2 rejected. */
export type BankRefund = {
  id: string;
  orderId: string;
  requestId: string;
  amount: number;
  status: 0 | 1 | 2;
};
/** 1 payment, 2 reversal, 3 refund. */
export type Operation = {
  id: string;
  type: 1 | 2 | 3;
  orderId: string;
  refundId: string;
  amount: number;
  fee: number;
  at: number;
};

const tables = `
  pragma journal_mode = wal; pragma synchronous = normal; pragma busy_timeout = 2000;
  create table if not exists bank_order (seq integer primary key autoincrement, id text not null unique, number text not null unique,
    amount integer not null, currency text not null, returnUrl text not null, failUrl text not null, description text not null,
    language text not null, params text not null, expiresAt integer not null, status integer not null, actionCode integer not null,
    tries integer not null, approvedAmount integer not null, paidAt integer not null);
  create table if not exists bank_refund (seq integer primary key autoincrement, id text not null unique, orderId text not null,
    requestId text not null, amount integer not null, status integer not null, unique (orderId, requestId));
  create table if not exists operation (seq integer primary key autoincrement, id text not null unique, type integer not null,
    orderId text not null, refundId text not null, amount integer not null, fee integer not null, at integer not null);
  create index if not exists operation_at on operation (at, seq);
  create table if not exists job (id integer primary key autoincrement, due_at integer not null, kind text not null, body text not null);
  create index if not exists job_due on job (due_at, id);`;

/** Everything the bank remembers, in one SQLite file or in memory (':memory:'). */
export type Store = ReturnType<typeof openStore>;

export function openStore(file: string) {
  const db = new DatabaseSync(file);
  db.exec(tables);
  const all = <Row>(sql: string, ...values: SQLInputValue[]) => db.prepare(sql).all(...values) as Row[];
  const insert = (table: string, row: Record<string, SQLInputValue>) => {
    const names = Object.keys(row);
    db.prepare(`insert into ${table} (${names.join()}) values (${names.map(() => '?').join()})`).run(
      ...Object.values(row),
    );
  };
  return {
    /** All or nothing. SQLite here is synchronous, so nothing else comes between. */
    atomically<T>(work: () => T): T {
      if (db.isTransaction) return work();
      db.exec('begin immediate');
      try {
        const result = work();
        db.exec('commit');
        return result;
      } catch (error) {
        db.exec('rollback');
        throw error;
      }
    },
    addOrder: (order: BankOrder) => insert('bank_order', order),
    saveOrder(order: BankOrder): void {
      db.prepare(
        'update bank_order set status = ?, actionCode = ?, tries = ?, approvedAmount = ?, paidAt = ? where id = ?',
      ).run(order.status, order.actionCode, order.tries, order.approvedAmount, order.paidAt, order.id);
    },
    findOrder: (by: 'id' | 'number', value: string) =>
      all<BankOrder>(`select * from bank_order where ${by} = ?`, value)[0] ?? null,
    counts: () =>
      all<{ count: number; refunds: number }>(
        'select count(*) as count, (select count(*) from bank_refund) as refunds from bank_order',
      )[0] ?? { count: 0, refunds: 0 },
    addRefund: (refund: BankRefund) => insert('bank_refund', refund),
    saveRefund(refund: BankRefund): void {
      db.prepare('update bank_refund set status = ? where id = ?').run(refund.status, refund.id);
    },
    findRefund: (id: string) => all<BankRefund>('select * from bank_refund where id = ?', id)[0] ?? null,
    refundsOf: (orderId: string) =>
      all<BankRefund>('select * from bank_refund where orderId = ? order by seq', orderId),
    addOperation: (operation: Operation) => insert('operation', operation),
    operations: (from: number, to: number, offset: number, most: number) =>
      all<Operation>(
        'select * from operation where at >= ? and at < ? order by at, seq limit ? offset ?',
        from,
        to,
        most,
        offset,
      ),
    addJob(job: Omit<Job, 'id'>): void {
      insert('job', { due_at: Math.ceil(job.dueAt), kind: job.kind, body: job.body });
    },
    dueJobs: (now: number, except: number[], most: number): Job[] =>
      all<Job & { due_at: number }>(
        'select * from job where due_at <= ? and id not in (select value from json_each(?)) order by due_at, id limit ?',
        now,
        JSON.stringify(except),
        most,
      ).map((row) => ({ ...row, dueAt: row.due_at })),
    nextJobAt: (except: number[]): number | null =>
      all<{ at: number | null }>(
        'select min(due_at) as at from job where id not in (select value from json_each(?))',
        JSON.stringify(except),
      )[0]?.at ?? null,
    dropJob(id: number): void {
      db.prepare('delete from job where id = ?').run(id);
    },
    close: () => db.close(),
  };
}

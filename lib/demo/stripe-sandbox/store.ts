import { DatabaseSync } from 'node:sqlite';
import { type Filter, listQuery } from './list-query.ts';
import { tables } from './tables.ts';

/** What the sandbox knows of an object beyond what it answers, such as how the card behaves later. */
export type Facts = Record<string, unknown>;
export type Stored<T> = { seq: number; id: string; body: T; facts: Facts };
export type Job = { id: number; dueAt: number; kind: string; body: string };
export type KeptAnswer = { fingerprint: string; status: number; body: string; requestId: string };

/** Everything the sandbox remembers, in one SQLite file or in memory (':memory:'). */
export type Store = ReturnType<typeof openStore>;

export function openStore(file: string) {
  const db = new DatabaseSync(file);
  db.exec(tables);
  const insert = db.prepare('insert into object (id, kind, created, body, facts) values (?, ?, ?, ?, ?)');
  const update = db.prepare('update object set body = ? where id = ?');
  const updateFacts = db.prepare('update object set facts = ? where id = ?');
  const one = db.prepare('select seq, id, body, facts from object where id = ? and kind = ?');
  const keep = db.prepare('insert or replace into kept_answer values (?, ?, ?, ?, ?, ?)');
  const kept = db.prepare('select * from kept_answer where key = ? and kept_at > ?');
  const addJob = db.prepare('insert into job (due_at, kind, body) values (?, ?, ?)');
  const dueJobs = db.prepare(
    'select * from job where due_at <= ? and id not in (select value from json_each(?)) order by due_at, id limit ?',
  );
  const nextJob = db.prepare('select min(due_at) as due_at from job where id not in (select value from json_each(?))');
  const dropJob = db.prepare('delete from job where id = ?');
  const balances =
    db.prepare(`select json_extract(body, '$.currency') as currency, json_extract(body, '$.available_on') <= ? as is_available,
    sum(json_extract(body, '$.net')) as net from object where kind = 'balance_transaction' group by 1, 2 order by 1`);
  const revive = <T>(row: Record<string, unknown>): Stored<T> => ({
    seq: Number(row.seq),
    id: String(row.id),
    body: JSON.parse(String(row.body)),
    facts: JSON.parse(String(row.facts)),
  });

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
    add(kind: string, body: { id: string; created: number }, facts: Facts = {}): void {
      insert.run(body.id, kind, body.created, JSON.stringify(body), JSON.stringify(facts));
    },
    save<T extends { id: string }>(body: T): void {
      update.run(JSON.stringify(body), body.id);
    },
    saveFacts(id: string, facts: Facts): void {
      updateFacts.run(JSON.stringify(facts), id);
    },
    find<T>(kind: string, id: string): Stored<T> | null {
      const row = one.get(id, kind);
      return row ? revive<T>(row) : null;
    },
    /** The newest first (the oldest first after `endingBefore`), one more than `most` when there are more. */
    list<T>(filter: Filter): Stored<T>[] {
      const { sql, values } = listQuery(filter);
      return db
        .prepare(sql)
        .all(...values)
        .map((row) => revive<T>(row));
    },
    /** What the account has, per currency, in minor units. */
    balances(atSeconds: number): { currency: string; isAvailable: boolean; netMinor: number }[] {
      return balances.all(atSeconds).map((row) => ({
        currency: String(row.currency),
        isAvailable: row.is_available === 1,
        netMinor: Number(row.net),
      }));
    },
    keepAnswer(key: string, answer: KeptAnswer, at: number): void {
      keep.run(key, answer.fingerprint, answer.status, answer.body, answer.requestId, at);
    },
    findAnswer(key: string, keptAfter: number): KeptAnswer | null {
      const row = kept.get(key, keptAfter);
      if (!row) return null;
      return {
        fingerprint: String(row.fingerprint),
        status: Number(row.status),
        body: String(row.body),
        requestId: String(row.request_id),
      };
    },
    addJob(job: Omit<Job, 'id'>): void {
      addJob.run(Math.ceil(job.dueAt), job.kind, job.body);
    },
    dueJobs(now: number, except: number[], most: number): Job[] {
      return dueJobs.all(now, JSON.stringify(except), most).map((row) => ({
        id: Number(row.id),
        dueAt: Number(row.due_at),
        kind: String(row.kind),
        body: String(row.body),
      }));
    },
    nextJobAt(except: number[]): number | null {
      const dueAt = nextJob.get(JSON.stringify(except))?.due_at;
      return typeof dueAt === 'number' ? dueAt : null;
    },
    dropJob(id: number): void {
      dropJob.run(id);
    },
    /** Lets time have passed for what waits for it: work to be done, open sessions, answers kept for their keys. Whole seconds. */
    age(milliseconds: number): void {
      const seconds = milliseconds / 1000;
      db.prepare('update job set due_at = due_at - ?').run(milliseconds);
      db.prepare('update kept_answer set kept_at = kept_at - ?').run(milliseconds);
      db.prepare(`update object set body = json_set(body, '$.expires_at', json_extract(body, '$.expires_at') - ?1,
        '$.created', json_extract(body, '$.created') - ?1) where kind = 'checkout.session' and json_extract(body, '$.status') = 'open'`).run(
        seconds,
      );
    },
    /** Forgets answers kept before an instant (milliseconds) and events made before another (seconds). */
    forget(answersBefore: number, eventsBefore: number): void {
      db.prepare('delete from kept_answer where kept_at <= ?').run(answersBefore);
      db.prepare("delete from object where kind = 'event' and created < ?").run(eventsBefore);
    },
    close: () => db.close(),
  };
}

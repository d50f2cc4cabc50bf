import { DatabaseSync } from 'node:sqlite';

/** A message as it came by SMTP: the envelope (who really gets it) and the raw text. */
export type StoredMail = { id: number; receivedAt: string; sender: string; recipients: string[]; raw: Uint8Array };
export type MailStore = {
  add(mail: Omit<StoredMail, 'id'>): number;
  find(id: number): StoredMail | null;
  /** The newest first; `to` keeps those that went to one address, whatever its case. */
  list(options: { to?: string; most: number }): StoredMail[];
  close(): void;
};

/** Keeps mail in a SQLite file, or in memory with ':memory:'. */
export function openMailStore(file: string): MailStore {
  const db = new DatabaseSync(file);
  db.exec(`pragma journal_mode = wal; pragma synchronous = normal; pragma busy_timeout = 2000;
    create table if not exists mail (
      id integer primary key autoincrement, received_at text not null, sender text not null, raw blob not null);
    create table if not exists recipient (
      mail_id integer not null references mail, address text not null, position integer not null,
      primary key (mail_id, position));
    create index if not exists recipient_address on recipient (lower(address), mail_id);`);
  const insertMail = db.prepare('insert into mail (received_at, sender, raw) values (?, ?, ?) returning id');
  const insertRecipient = db.prepare('insert into recipient (mail_id, address, position) values (?, ?, ?)');
  const recipientsOf = db.prepare('select address from recipient where mail_id = ? order by position');
  const one = db.prepare('select * from mail where id = ?');
  const newest = db.prepare('select * from mail order by id desc limit ?');
  const newestTo = db.prepare(
    'select * from mail where id in (select mail_id from recipient where lower(address) = lower(?)) order by id desc limit ?',
  );
  const complete = (row: Record<string, unknown>): StoredMail => ({
    id: Number(row.id),
    receivedAt: String(row.received_at),
    sender: String(row.sender),
    raw: row.raw as Uint8Array,
    recipients: recipientsOf.all(Number(row.id)).map(({ address }) => String(address)),
  });
  return {
    add({ receivedAt, sender, recipients, raw }) {
      db.exec('begin immediate');
      try {
        const id = Number(insertMail.get(receivedAt, sender, raw)?.id);
        for (const [position, address] of recipients.entries()) insertRecipient.run(id, address, position);
        db.exec('commit');
        return id;
      } catch (error) {
        db.exec('rollback');
        throw error;
      }
    },
    find(id) {
      const row = one.get(id);
      return row ? complete(row) : null;
    },
    list({ to, most }) {
      return (to === undefined ? newest.all(most) : newestTo.all(to, most)).map(complete);
    },
    close: () => db.close(),
  };
}

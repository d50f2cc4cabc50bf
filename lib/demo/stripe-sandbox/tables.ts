/** Objects are kept as they are answered (`body`); `facts` is what the answers do not show. */
export const tables = `
  pragma journal_mode = wal; pragma synchronous = normal; pragma busy_timeout = 2000;
  create table if not exists object (
    seq integer primary key autoincrement, id text not null unique, kind text not null, created integer not null,
    body text not null, facts text not null);
  create index if not exists object_kind on object (kind, seq);
  create index if not exists object_created on object (kind, created);
  create index if not exists object_intent on object (kind, json_extract(body, '$.payment_intent'), seq);
  create index if not exists object_charge on object (kind, json_extract(body, '$.charge'), seq);
  create index if not exists object_source on object (kind, json_extract(body, '$.source'), seq);
  create index if not exists session_open on object (seq) where kind = 'checkout.session' and json_extract(body, '$.status') = 'open';
  create index if not exists event_pending on object (seq) where kind = 'event' and json_extract(body, '$.pending_webhooks') > 0;
  create table if not exists kept_answer (
    key text primary key, fingerprint text not null, status integer not null, body text not null,
    request_id text not null, kept_at integer not null);
  create table if not exists job (
    id integer primary key autoincrement, due_at integer not null, kind text not null, body text not null);
  create index if not exists job_due on job (due_at, id);`;

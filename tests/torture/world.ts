import { mkdirSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { connect, type DatabaseConnection, type Db } from '#db/client.ts';
import { findFreePort } from '#lib/demo/free-port.ts';
import { type StripeSandbox, startStripeSandbox } from '#lib/demo/stripe-sandbox/server.ts';
import { loadOrCreateKeyring } from '#lib/platform/keyring.ts';
import type { TortureCluster } from './cluster.ts';
import { hire, type Member } from './crew.ts';
import { type MailSink, startMailSink } from './mail-sink.ts';
import { post } from './post.ts';
import { staffIds } from './staff-ids.ts';
import { openTimetable, type Timetable } from './timetable.ts';
import { voucherCodes } from './voucher-codes.ts';

/** One thing that died: a process (at a crash point, or killed), or the database. */
export type Crash = { at: number; who: string; point: string | null };

export type World = {
  seed: number;
  database: string;
  cluster: TortureCluster;
  owner: DatabaseConnection;
  webs: Member[];
  workers: Member[];
  sandbox: StripeSandbox & { file: string };
  mail: MailSink;
  timetable: Timetable;
  crashes: Crash[];
  /** Ends of processes that nobody caused, as without a database. */
  falls: string[];
  /** When the database was killed, in milliseconds of `performance.now()`. */
  databaseKilledAt: number[];
  control(path: string, body?: object): Promise<{ status: number; body: unknown }>;
  close(): Promise<void>;
};

const secretKey = 'sk_test_torture';
const webhookSecret = 'whsec_torture';

/** A busy little museum with everything that runs in production: two webs, a worker, a provider, a mail server. */
export async function openWorld(
  cluster: TortureCluster,
  seed: number,
  options: {
    timetable?: (owner: Db) => Promise<Timetable>;
    /** Without: the jobs of the clock run only when they are asked for. */
    hasOwnClock?: boolean;
  } = {},
): Promise<World> {
  const database = `torture_${seed}_${process.hrtime.bigint().toString(36)}`;
  const urls = await cluster.createDatabase(database);
  const owner = connect(urls.ownerUrl, { most: 4, name: 'torture-owner' });
  owner.pool.on('connect', (client) => client.on('error', () => undefined));
  const folder = path.join(cluster.folder, database);
  mkdirSync(folder);
  loadOrCreateKeyring(folder);
  const webhookPort = await findFreePort();
  const file = path.join(folder, 'sandbox.sqlite');
  const sandbox = await startStripeSandbox({
    port: 0,
    file,
    secretKey,
    webhookUrl: `http://127.0.0.1:${webhookPort}/`,
    webhookSecret,
  });
  sandbox.faults.seed(seed);
  const mail = await startMailSink();
  const timetable = await (options.timetable ?? openTimetable)(owner.db);
  for (const id of staffIds) {
    await owner.pool.query(`insert into staff_member (id, email, name) values ($1, $2, 'Staff')`, [
      id,
      `${id}@example.org`,
    ]);
  }
  await owner.pool.query(`
    insert into role_permission (role, permission) values ('torture', 'capacity.override');
    insert into staff_role (staff_member_id, role) select id, 'torture' from staff_member;
    insert into voucher (code, label, effect, effect_value, currency, max_uses, valid_from, valid_until) values
      ('${voucherCodes[0]}', 'Torture', 'per_cent_off', 20, null, 100000, now() - interval '1 day', now() + interval '1 year'),
      ('${voucherCodes[1]}', 'Torture', 'per_cent_off', 100, null, 40, now() - interval '1 day', now() + interval '1 year'),
      ('${voucherCodes[2]}', 'Torture', 'per_cent_off', 50, null, 3, now() - interval '1 day', now() + interval '1 year'),
      ('${voucherCodes[3]}', 'Torture', 'amount_off', 130, 'AZN', 30, now() - interval '1 day', now() + interval '1 year')`);
  const env = {
    NODE_ENV: 'test',
    NODE_COMPILE_CACHE: path.join(cluster.folder, 'compiled'),
    LOG_LEVEL: 'silent',
    DATABASE_URL: urls.appUrl,
    DATA_DIR: folder,
    APP_URL: 'http://museum.test',
    STRIPE_SECRET_KEY: secretKey,
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    STRIPE_API_BASE: sandbox.url,
    SMTP_URL: mail.url,
    MAIL_FROM: 'Museum <museum@example.org>',
    WEBHOOK_PORT: String(webhookPort),
    ...(options.hasOwnClock === false ? { TORTURE_CLOCK: 'asked' } : {}),
  };
  const crashes: Crash[] = [];
  const falls: string[] = [];
  const hireAs = (name: string, fileName: string) =>
    hire(
      name,
      fileName,
      env,
      (point) => crashes.push({ at: performance.now(), who: name, point }),
      (words) => falls.push(`${name} ${words}`),
    );
  const webs = ['web-1', 'web-2'].map((name) => hireAs(name, './web-process.ts'));
  const jobs = [hireAs('worker-1', './worker-process.ts')];
  const members = [...webs, ...jobs];
  await Promise.all(members.map((member) => member.ready()));
  return {
    seed,
    database,
    cluster,
    owner,
    webs,
    workers: jobs,
    sandbox: { ...sandbox, file },
    mail,
    timetable,
    crashes,
    falls,
    databaseKilledAt: [],
    control: (address, body = {}) => post(`${sandbox.url}/_sandbox/${address}`, body),
    async close() {
      await Promise.all(members.map((member) => member.stop()));
      await Promise.all([sandbox.close(), mail.close(), owner.close()]);
      await cluster.dropDatabase(database);
    },
  };
}

/** Runs a query as the owner; a database that is just being started again is waited for. */
export async function ask<Row extends pg.QueryResultRow>(
  world: World,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return (await world.owner.pool.query<Row>(text, values)).rows;
    } catch (error) {
      if (attempt >= 50 || error instanceof pg.DatabaseError) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

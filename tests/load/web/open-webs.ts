import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { appUrl as asAppUrl, migrate } from '#db/migrate.ts';
import { seedMuseum } from '#db/seed/load.ts';
import { buildApp } from '#lib/demo/build-app.ts';
import { orderLinkToken } from '#lib/platform/ids.ts';
import { loadOrCreateKeyring } from '#lib/platform/keyring.ts';
import { startBenchCluster } from '../bench-database.ts';
import { type BuiltWeb, startBuiltWeb } from '../built-web.ts';

/** The demonstration museum twice, before one database: as visitors get it, and with every page as the framework answers it. */
export type OpenWebs = {
  ours: BuiltWeb;
  framework: BuiltWeb;
  /** A day with many times free. */
  day: { product: string; date: string; timeslotId: string };
  /** The link of a paid order. */
  paidToken: string;
  close(): Promise<void>;
};

export async function openWebs(say: (line: string) => void): Promise<OpenWebs> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'museum-bench-web-'));
  const keyring = loadOrCreateKeyring(dataDir);
  const env = { ...process.env, NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: keyring.serverActionsKey };
  say('Building, unless the sources are those of the last build …');
  await buildApp({ root: process.cwd(), env, log: () => undefined });
  const cluster = await startBenchCluster(say);
  const webs: BuiltWeb[] = [];
  const close = async (): Promise<void> => {
    for (const web of webs) await web.close();
    await cluster.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const { ownerUrl } = cluster.postgres;
    await migrate({ ownerUrl, appRolePassword: 'nothing to hide' });
    say('The demonstration museum …');
    await seedMuseum({ ownerUrl, now: new Date(), linkSecret: keyring.linkSecret });
    const databaseUrl = asAppUrl(ownerUrl, 'nothing to hide');
    const start = async (settings: Record<string, string>): Promise<BuiltWeb> => {
      const web = await startBuiltWeb(databaseUrl, { DATA_DIR: dataDir, BENCH_PAGES: '1', ...settings });
      if (!web) throw new Error('the web was not built');
      webs.push(web);
      return web;
    };
    return {
      ours: await start({}),
      framework: await start({ PLAIN_PAGES: 'off' }),
      ...(await look(ownerUrl, keyring.linkSecret)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function look(ownerUrl: string, linkSecret: string): Promise<Pick<OpenWebs, 'day' | 'paidToken'>> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    // Pages are asked for faster than in any rush: their own rate is measured, not that of the line.
    await client.query(
      `update setting set value = '100000000' where key in ('rush_views_per_second','rush_release_views_per_second')`,
    );
    const days = await client.query(
      `select p.code as product, t.visit_date::text as date, (array_agg(t.id order by t.starts_at desc))[1] as "timeslotId"
         from timeslot t join product p on p.id = t.product_id
        where p.code = 'full-route' and t.state = 'on_sale' and t.visit_date > current_date + 20
        group by p.code, t.visit_date order by count(*) desc, t.visit_date limit 1`,
    );
    const orders = await client.query(
      `select o.id, o.link_version from orders o where o.state = 'paid' and o.link_hash is not null
          and exists (select 1 from ticket t where t.order_id = o.id) order by o.created_at desc limit 1`,
    );
    const order = orders.rows[0];
    if (!days.rows[0] || !order) throw new Error('the demonstration has no such day or order');
    return { day: days.rows[0], paidToken: orderLinkToken(linkSecret, order.id, Number(order.link_version)) };
  } finally {
    await client.end();
  }
}

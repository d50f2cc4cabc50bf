import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findFreePort } from '#lib/demo/free-port.ts';
import { loadOrCreateKeyring } from '#lib/platform/keyring.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';
import { hire, type Member } from '#tests/torture/crew.ts';

let database: TestDatabase;
let museum: TestMuseum;
let folder: string;
let webs: Member[] = [];
const places = 50;

beforeAll(async () => {
  database = await createTestDatabase();
  museum = await buildMuseum(database.owner, {
    lanes: { public: places },
    peopleAtOnce: 200,
    buildingPeople: 200,
    dayCap: 10_000,
  });
  folder = mkdtempSync(path.join(os.tmpdir(), 'museum-processes-'));
  loadOrCreateKeyring(folder);
  const env = {
    DATABASE_URL: database.appUrl,
    DATA_DIR: folder,
    APP_URL: 'http://museum.test',
    WEBHOOK_PORT: String(await findFreePort()),
  };
  const fail = (words: string | null) => {
    throw new Error(`a web ended: ${words}`);
  };
  webs = ['one', 'two', 'three'].map((name) => hire(name, './web-process.ts', env, fail, fail));
  await Promise.all(webs.map((web) => web.ready()));
});
afterAll(async () => {
  await Promise.all(webs.map((web) => web.stop()));
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

it('three processes, each with a funnel of its own, sell one hot time to the last place and no further', async () => {
  const wishes = Array.from({ length: 150 }, (_, index) =>
    (webs[index % webs.length] as Member).call('hold', {
      timeslotId: museum.timeslots[0],
      people: 1,
      requestKey: crypto.randomUUID(),
    }),
  );
  const answers = (await Promise.all(wishes)).map((outcome) =>
    outcome.kind === 'answered' ? (outcome.value as { ok: boolean; code?: string }) : outcome,
  );
  const held = answers.filter((answer) => 'ok' in answer && answer.ok);
  const full = answers.filter((answer) => 'code' in answer && answer.code === 'full');
  expect([held.length, full.length]).toEqual([places, 150 - places]);
  const { rows } = await database.owner.execute(sql`
    select held + sold as taken, (select count(*)::int from orders) as orders from pool
     where timeslot_id = ${museum.timeslots[0] ?? ''} and lane = 'public'`);
  expect(rows[0]).toEqual({ taken: places, orders: places });
});

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect } from '#db/client.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

it('outlives the loss of its database between two statements, and goes on with a new connection', async () => {
  const { db, close } = connect(database.appUrl, { most: 1 });
  const lost = db.transaction(async (tx) => {
    const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    await database.owner.execute(sql`select pg_terminate_backend(${rows[0]?.pid ?? 0})`);
    await untilGone(rows[0]?.pid ?? 0);
    await tx.execute(sql`select 1`);
  });
  // Without a listener the connection's own error would have ended this process.
  await expect(lost).rejects.toThrow();
  expect((await db.execute(sql`select 1 as one`)).rows).toEqual([{ one: 1 }]);
  await close();
});

async function untilGone(pid: number): Promise<void> {
  for (;;) {
    const { rows } = await database.owner.execute(sql`select 1 from pg_stat_activity where pid = ${pid}`);
    if (rows.length === 0) return;
  }
}

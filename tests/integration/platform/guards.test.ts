import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allGuards } from '#tests/guards/all-guards.ts';
import { noGuards } from '#tests/guards/no-guards.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';

let database: TestDatabase;
let catalogue: string[];
const listed = allGuards.flatMap(({ stands }) => stands);
const exempt = Object.values(noGuards).flat();

beforeAll(async () => {
  database = await createTestDatabase();
  const { rows } = await database.owner.execute<{ name: string }>(sql`
    select conrelid::regclass || '.' || conname as name from pg_constraint
     where connamespace = 'public'::regnamespace and contype in ('c','u','x')
    union
    select i.indrelid::regclass || '.' || k.relname from pg_index i join pg_class k on k.oid = i.indexrelid
     where k.relnamespace = 'public'::regnamespace and i.indisunique and not i.indisprimary
       and not exists (select 1 from pg_constraint where conindid = i.indexrelid)
    union
    select t.tgrelid::regclass || '.' || t.tgname from pg_trigger t join pg_class k on k.oid = t.tgrelid
     where k.relnamespace = 'public'::regnamespace and not t.tgisinternal
    order by 1`);
  catalogue = rows.map((row) => row.name);
});
afterAll(() => database.close());

it('finds every CHECK, unique, exclusion and trigger in the list of guards, or among those that guard no place and no money', () => {
  expect(catalogue.length).toBeGreaterThan(100);
  expect(catalogue.filter((name) => !listed.includes(name) && !exempt.includes(name))).toEqual([]);
});

it('lists nothing that does not exist, and nothing twice', () => {
  expect([...listed, ...exempt].filter((name) => !catalogue.includes(name))).toEqual([]);
  expect(listed.filter((name) => exempt.includes(name))).toEqual([]);
  const names = allGuards.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

it('has at least thirty guards, of places, money and admission', () => {
  for (const of of ['places', 'money', 'admission'] as const) {
    expect(allGuards.filter((guard) => guard.of === of).length).toBeGreaterThan(10);
  }
});

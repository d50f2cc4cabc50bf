import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { foldName, foldNameLoosely } from '#lib/platform/fold-name.ts';
import { foldedName, foldedNameLoosely } from '#lib/platform/folded-name.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const letters = [
  ...'aAbcçÇdeəƏfgğĞhxXıIiİjkqlmnoöÖprsşŞtuüÜvyz',
  ...'абвгдеёЁжзийЙклмнопрстуфхцЦчшщъыьЬэюЮяЯғәҝөүһҹј',
  ...'éÅßøŁđñ0129',
  ..." -'’.,()@…—",
  ...['sh', 'SCH', 'Kh', 'zh', 'e\u0301', 's\u0327', 'i\u0307'],
];

it('folds a name in the database as everywhere else', async () => {
  const names = fc.sample(fc.string({ unit: fc.constantFrom(...letters), maxLength: 24 }), { numRuns: 2000, seed: 7 });
  const { rows } = await database.db.execute<{ name: string; folded: string; loosely: string }>(sql`
    select name, ${foldedName(sql`name`)} as folded, ${foldedNameLoosely(sql`name`)} as loosely
      from jsonb_array_elements_text(${JSON.stringify(names)}::jsonb) name`);
  expect(rows).toHaveLength(names.length);
  expect(rows.filter((row) => row.folded !== foldName(row.name))).toEqual([]);
  expect(rows.filter((row) => row.loosely !== foldNameLoosely(row.name))).toEqual([]);
});

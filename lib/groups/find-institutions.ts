import { sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import { foldName } from '#lib/platform/fold-name.ts';
import type { InstitutionKind } from './values.ts';

export type FoundInstitution = { id: string; name: string; kind: InstitutionKind; district: string | null };

/** Institutions in whose names all the words stand that were typed, however they are written; the shortest first, eight at most. */
export async function findInstitutions(db: Db | Tx, typed: string): Promise<FoundInstitution[]> {
  const words = foldName(typed.slice(0, 200))
    .split(' ')
    .map((word) => word.replaceAll(/[%_\\]/g, ''))
    .filter(Boolean)
    .slice(0, 8);
  if (words.join('').length < 2) return [];
  const patterns = words.map((word) => `%${word}%`);
  const { rows } = await db.execute<FoundInstitution>(sql`
    select id, name, kind, district from institution where folded like all (${sql.param(patterns)}::text[])
     order by length(folded), name limit 8`);
  return rows;
}

/** Names to begin with: those that the museum has checked, by name, thirty at most. */
export async function listKnownNames(db: Db | Tx): Promise<string[]> {
  const { rows } = await db.execute<{ name: string }>(
    sql`select distinct name from institution where is_checked order by name limit 30`,
  );
  return rows.map(({ name }) => name);
}

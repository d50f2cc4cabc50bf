import { sql } from 'drizzle-orm';
import { type Ctx, can } from '#lib/platform/ctx.ts';

/** The names of institutions that have asked before, the newest first, to choose from; 300 at most. Needs `groups.see`. */
export async function listSchools(ctx: Ctx): Promise<string[]> {
  if (!can(ctx.actor, 'groups.see')) return [];
  const { rows } = await ctx.db.execute<{ name: string }>(sql`select name from institution order by id desc limit 300`);
  return [...new Set(rows.map(({ name }) => name))];
}

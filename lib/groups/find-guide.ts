import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { hashLinkToken, isLinkToken } from '#lib/platform/ids.ts';
import type { Locale } from '#lib/platform/locales.ts';

/** A guide as their own pages know them. */
export type OwnGuide = { id: string; name: string; locale: Locale; linkVersion: number };

const columns = sql`id, name, locale, link_version as "linkVersion"`;

/** The guide whom a secret link opens; unknown, altered and ended links look alike: null. */
export async function findGuideByLink(db: Db, token: string): Promise<OwnGuide | null> {
  if (!isLinkToken(token)) return null;
  const { rows } = await db.execute<OwnGuide>(
    sql`select ${columns} from guide where link_hash = ${hashLinkToken(token)} and is_active`,
  );
  return rows[0] ?? null;
}

/** The guide who signs in as this member of staff. */
export async function findGuideOfStaff(db: Db, staffId: string): Promise<OwnGuide | null> {
  const { rows } = await db.execute<OwnGuide>(
    sql`select ${columns} from guide where staff_member_id = ${staffId} and is_active`,
  );
  return rows[0] ?? null;
}

import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';

/** Seconds within which requests for a mail are counted. */
export const mailRequestWindow = 60 * 60;

// Neither e-mail nor network address stands in the table.
const keyOf = (kind: string, text: string) =>
  `mail-request-${kind}:${createHash('sha256').update(text).digest('base64url')}`;

/**
 * Counts a request for a mail to an e-mail address, by that address and by the network address it comes from, before anything is
 * looked up: known and unknown addresses are counted alike. Returns the seconds to wait when there were more than `mostPerClient` or
 * `mostPerEmail` within the hour, else null. A request that is refused for its network address does not count against the e-mail.
 */
export async function countMailRequest(
  db: Db,
  request: { client: string; email: string },
  limits: { mostPerClient: number; mostPerEmail: number },
): Promise<number | null> {
  return (
    (await count(db, keyOf('client', request.client), limits.mostPerClient)) ??
    (await count(db, keyOf('email', request.email.toLowerCase()), limits.mostPerEmail))
  );
}

async function count(db: Db, key: string, most: number): Promise<number | null> {
  const now = Date.now();
  const { rows } = await db.execute<{ points: number; expire: string }>(sql`
    insert into rate_limit as r (key, points, expire) values (${key}, 1, ${now + mailRequestWindow * 1000}::bigint)
    on conflict (key) do update set points = case when r.expire <= ${now}::bigint then 1 else r.points + 1 end,
      expire = case when r.expire <= ${now}::bigint then excluded.expire else r.expire end
    returning points, expire`);
  const row = rows[0];
  return row && row.points > most ? Math.max(1, Math.ceil((Number(row.expire) - now) / 1000)) : null;
}

import { sql } from 'drizzle-orm';
import { writeAudit } from '#lib/platform/audit.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { hashLinkToken, isLinkToken } from '#lib/platform/ids.ts';
import { inTransaction } from '#lib/platform/transaction.ts';

export type OpenSignInLinkResult = { ok: true; email: string } | { ok: false; code: 'link_over' };

/** A link that signs in, once, while it holds. Used, run out, altered and unknown ones get one answer (requirements 6.6). */
export async function openSignInLink(ctx: Ctx, input: { token: unknown }): Promise<OpenSignInLinkResult> {
  const { token } = input;
  if (!isLinkToken(token)) return { ok: false, code: 'link_over' };
  const hash = hashLinkToken(token);
  return inTransaction(
    ctx,
    async (tx): Promise<OpenSignInLinkResult> => {
      const { rows } = await tx.db.execute<{ email: string }>(sql`
        update sign_in_link set used_at = now() where token_hash = ${hash} and used_at is null and expires_at > now() returning email`);
      const [row] = rows;
      await writeAudit(tx, {
        action: row ? 'group_signed_in' : 'group_sign_in_refused',
        objectKind: 'sign_in_link',
        objectId: hash.subarray(0, 8).toString('hex'),
      });
      return row ? { ok: true, email: row.email } : { ok: false, code: 'link_over' };
    },
    'sign in',
  );
}

/** Links that are over are forgotten, with the address that each names. */
export async function forgetSignInLinks(ctx: Ctx): Promise<{ links: number }> {
  const { rowCount } = await ctx.db.execute(sql`delete from sign_in_link where expires_at < now() - interval '1 day'`);
  return { links: rowCount ?? 0 };
}

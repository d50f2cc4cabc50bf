import { sql } from 'drizzle-orm';
import type { Ctx } from '#lib/platform/ctx.ts';
import { loadKeyringSync } from '#lib/platform/keyring.ts';
import { importVerifyKeys, type TicketVerifyKeys } from '#lib/tickets/ticket-keys.ts';

let keys: Promise<TicketVerifyKeys> | undefined;

/** The public keys with which this installation's door knows its tickets; read once per process. */
export function doorKeys(ctx: Ctx): Promise<TicketVerifyKeys> {
  keys ??= readKeys(ctx).catch((error: unknown) => {
    keys = undefined;
    throw error;
  });
  return keys;
}

async function readKeys(ctx: Ctx): Promise<TicketVerifyKeys> {
  const { rows } = await ctx.db.execute<{ slug: string }>(sql`select slug from museum`);
  const slug = rows[0]?.slug;
  if (!slug) throw new Error('no museum');
  return importVerifyKeys(
    loadKeyringSync().ticketKeys.map(({ keyId, publicKey }) => ({ keyId, publicKey })),
    slug,
  );
}

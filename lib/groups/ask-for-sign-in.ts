import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { countMailRequest } from '#lib/identity/limit-mail-requests.ts';
import { queueMessage } from '#lib/notifications/queue-message.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { hashLinkToken, isUuid, newId, orderLinkToken } from '#lib/platform/ids.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { dateAt } from '#lib/platform/time.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { groupEmail } from './input.ts';

export type AskForSignInResult =
  | { ok: true }
  | { ok: false; code: 'email'; why: string }
  | { ok: false; code: 'too_often'; minutes: number };

/** The secret of a link that signs in: the database holds its hash, the mail is written from the link's id. */
export const signInToken = (linkSecret: string, linkId: string): string =>
  orderLinkToken(linkSecret, `sign-in:${linkId}`, 1);

/**
 * "Send me a link to all our visits" (requirements 6.6). Nothing is looked up here, so that the answer and its time are the same for known
 * and unknown addresses; whoever writes the mail finds out whether there is anything to say. The link holds for minutes, and once.
 * Limited per address and per network address (`client`). `requestKey` is the form's own id: twice is one mail.
 */
export async function askForSignIn(
  ctx: Ctx,
  input: { email: string; requestKey: string; client: string },
  linkSecret: string,
): Promise<AskForSignInResult> {
  const parsed = groupEmail.safeParse(input.email);
  if (!parsed.success) return { ok: false, code: 'email', why: parsed.error.issues[0]?.message ?? 'email_malformed' };
  const email = parsed.data;
  const settings = await getSettings(ctx.db, dateAt(ctx.now, 'UTC'));
  const wait = await countMailRequest(
    ctx.db as Db,
    { client: input.client, email },
    { mostPerClient: settings.mail_requests_per_client, mostPerEmail: settings.mail_requests_per_email },
  );
  if (wait !== null) return { ok: false, code: 'too_often', minutes: Math.ceil(wait / 60) };
  const linkId = isUuid(input.requestKey) ? input.requestKey : newId();
  await inTransaction(ctx, async (tx) => {
    await tx.db.execute(sql`
      insert into sign_in_link (token_hash, email, locale, expires_at)
      values (${hashLinkToken(signInToken(linkSecret, linkId))}, ${email}, ${tx.locale}, now() + make_interval(mins => ${settings.sign_in_link_minutes}))
      on conflict do nothing`);
    await queueMessage(tx, {
      kind: 'group_sign_in',
      orderId: null,
      locale: tx.locale,
      recipient: email,
      dedupeKey: `group_sign_in:${linkId}`,
    });
  });
  return { ok: true };
}

import type { Db } from '#db/client.ts';
import { countMailRequest } from '#lib/identity/limit-mail-requests.ts';
import { queueMessage } from '#lib/notifications/queue-message.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { isUuid, newId } from '#lib/platform/ids.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { dateAt } from '#lib/platform/time.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { emailField } from './input.ts';

export type AskForTicketsResult =
  | { ok: true }
  | { ok: false; code: 'email'; why: string }
  | { ok: false; code: 'too_often'; minutes: number };

/**
 * "Send me my tickets" (3.3): a mail with the links of all coming orders of an address. Nothing is looked up here, so that the
 * answer and its time are the same for known and unknown addresses: the request is queued, and whoever sends mail finds out whether
 * there is anything to say. Limited per address and per network address (`client`), known or not. `requestKey` is the form's own id.
 */
export async function askForTickets(
  ctx: Ctx,
  input: { email: string; requestKey: string; client: string },
): Promise<AskForTicketsResult> {
  const parsed = emailField.safeParse(input.email);
  if (!parsed.success) return { ok: false, code: 'email', why: parsed.error.issues[0]?.message ?? 'email_malformed' };
  const email = parsed.data;
  const settings = await getSettings(ctx.db as Db, dateAt(ctx.now, 'UTC'));
  const wait = await countMailRequest(
    ctx.db as Db,
    { client: input.client, email },
    { mostPerClient: settings.mail_requests_per_client, mostPerEmail: settings.mail_requests_per_email },
  );
  if (wait !== null) return { ok: false, code: 'too_often', minutes: Math.ceil(wait / 60) };
  await inTransaction(ctx, (tx) =>
    queueMessage(tx, {
      kind: 'order_links',
      orderId: null,
      locale: tx.locale,
      recipient: email,
      dedupeKey: `links:${isUuid(input.requestKey) ? input.requestKey : newId()}`,
    }),
  );
  return { ok: true };
}

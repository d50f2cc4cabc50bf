import { sql } from 'drizzle-orm';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { type Mail, sendMail } from './mailer.ts';
import type { MessageKind } from './values.ts';

export type QueuedMessage = {
  id: string;
  kind: MessageKind;
  /** Null where it is about no order, or about several. */
  orderId: string | null;
  visitId?: string | null;
  locale: Locale;
  recipient: string;
  dedupeKey: string;
};
export type ComposedMail = Omit<Mail, 'messageId' | 'to'>;

/** About a day of tries. */
const mostAttempts = 34;

export type SendMessageResult =
  | { ok: true; isRepeat: boolean }
  | { ok: false; code: 'unknown_message' | 'being_sent' | 'later' | 'never' | 'not_needed' };

/**
 * Sends a queued message. Who sends takes it for two minutes, so that no two send it side by side; once it is marked sent, it is
 * never sent again. What remains is a crash between the mail server's yes and our mark: then it goes out a second time under
 * the same Message-ID, which mail programs show once. `later`: it waits, longer each time, at most an hour; after a day of
 * tries, as with `never`, it is kept as failed for people to see. `not_needed`: there is nothing to say (any more); the writer
 * answered null. An address that only somebody typed is not kept then.
 */
export async function sendMessage(
  ctx: Ctx,
  input: { messageId: string },
  compose: (message: QueuedMessage) => Promise<ComposedMail | null>,
): Promise<SendMessageResult> {
  const { rows } = await ctx.db.execute<QueuedMessage>(sql`
    update message set attempts = attempts + 1, sending_until = now() + interval '2 minutes'
     where id = ${input.messageId} and state = 'queued' and (sending_until is null or sending_until < now())
    returning id, kind, order_id as "orderId", visit_id as "visitId", locale, recipient, dedupe_key as "dedupeKey"`);
  const message = rows[0];
  if (!message) return whyNot(ctx, input.messageId);
  const host = new URL(process.env.APP_URL ?? 'http://localhost').hostname;
  crashPoint('message.after_take');
  try {
    const mail = await compose(message);
    if (!mail) return await drop(ctx, message);
    const sent = await sendMail({ ...mail, messageId: `<${message.id}@${host}>`, to: message.recipient });
    crashPoint('message.after_send');
    if (sent.ok) {
      await ctx.db.execute(
        sql`update message set state = 'sent', sent_at = now(), sending_until = null where id = ${message.id} and state = 'queued'`,
      );
      return { ok: true, isRepeat: false };
    }
    if (sent.code === 'never') await ctx.db.execute(sql`update message set state = 'failed' where id = ${message.id}`);
    else await putOff(ctx, message.id);
    return { ok: false, code: sent.code };
  } catch (error) {
    await putOff(ctx, message.id);
    throw error;
  }
}

async function drop(ctx: Ctx, message: QueuedMessage): Promise<SendMessageResult> {
  await ctx.db.execute(sql`
    update message set state = 'dropped', sending_until = null, recipient = case when order_id is null then '' else recipient end
     where id = ${message.id} and state = 'queued'`);
  return { ok: false, code: 'not_needed' };
}

async function putOff(ctx: Ctx, messageId: string): Promise<void> {
  await ctx.db.execute(sql`
    update message set state = case when attempts >= ${mostAttempts} then 'failed' else state end,
           sending_until = now() + least(interval '1 second' * 2 ^ least(attempts, 12), interval '1 hour')
     where id = ${messageId} and state = 'queued'`);
}

async function whyNot(ctx: Ctx, messageId: string): Promise<SendMessageResult> {
  const { rows } = await ctx.db.execute<{ state: string }>(sql`select state from message where id = ${messageId}`);
  switch (rows[0]?.state) {
    case 'sent':
      return { ok: true, isRepeat: true };
    case 'failed':
      return { ok: false, code: 'never' };
    case 'dropped':
      return { ok: false, code: 'not_needed' };
    case 'queued':
      return { ok: false, code: 'being_sent' };
    default:
      return { ok: false, code: 'unknown_message' };
  }
}

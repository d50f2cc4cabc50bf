import { sql } from 'drizzle-orm';
import type { Ctx } from '#lib/platform/ctx.ts';
import { type ComposedMail, type QueuedMessage, sendMessage } from './send-message.ts';

const atOnce = 4;

/**
 * Sends the messages that wait, the longest waiting first, until none is due. A queued message is its own job: several workers
 * share the work, for who sends a message takes it first. One that cannot be sent now waits without holding up the others.
 */
export async function sendWaiting(
  ctx: Ctx,
  compose: (message: QueuedMessage) => Promise<ComposedMail | null>,
): Promise<{ sent: number; putOff: number }> {
  const result = { sent: 0, putOff: 0 };
  for (;;) {
    const { rows } = await ctx.db.execute<{ id: string }>(sql`
      select id from message where state = 'queued' and coalesce(sending_until, queued_at) <= now()
       order by coalesce(sending_until, queued_at) limit 40`);
    if (rows.length === 0) return result;
    const waiting = rows.values();
    const errors: unknown[] = [];
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (const { id } of waiting) {
          const sent = await sendMessage(ctx, { messageId: id }, compose).catch((error) => void errors.push(error));
          if (sent?.ok) result.sent += 1;
          else if (sent?.code !== 'not_needed') result.putOff += 1;
        }
      }),
    );
    if (errors[0]) throw errors[0];
  }
}

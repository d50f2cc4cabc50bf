import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { countHold } from '#lib/identity/limit-visitors.ts';
import { queueMessage } from '#lib/notifications/queue-message.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { hashLinkToken, newId, orderLinkToken } from '#lib/platform/ids.ts';
import { constraintOf, inTransaction, sqlState } from '#lib/platform/transaction.ts';
import { faultOf, type InputFault, type JoinInput, joinInput } from './input.ts';
import { judgeWant, type WantRefusal } from './judge-want.ts';
import { writeWishes } from './write-wishes.ts';

export type JoinWaitingResult =
  | { ok: true; entryId: string; linkToken: string; isRepeat: boolean }
  | WantRefusal
  | { ok: false; code: InputFault | 'already_waiting' | 'too_many_entries' }
  | { ok: false; code: 'too_many_holds'; minutes: number };

/**
 * Puts a party on the waiting list (3.5): how many, on which days between which starts, together or in parts no smaller than so
 * many, an e-mail address, the language of the page. Only for times that are full for it; one address waits once for a time and only
 * so often at all. The same form again is the same entry. `client` is the visitor's network address, from which only so much is asked.
 */
export async function joinWaiting(
  ctx: Ctx,
  input: JoinInput,
  linkSecret: string,
  client: string | null = null,
): Promise<JoinWaitingResult> {
  const parsed = joinInput.safeParse(input);
  if (!parsed.success) return { ok: false, code: faultOf(parsed.error) };
  const { data } = parsed;
  const known = await findByRequest(ctx, data.requestKey, linkSecret);
  if (known) return known;
  const judged = await judgeWant(ctx, data.product, data);
  if (!judged.ok) return judged;
  const limits = { address: judged.settings.client_hold_limit, browser: 0, proofs: 0 };
  const allowance = client === null ? null : await countHold(ctx.db as Db, { address: client }, limits);
  if (allowance && allowance.is !== 'free') {
    return { ok: false, code: 'too_many_holds', minutes: Math.ceil(allowance.seconds / 60) };
  }
  const entryId = newId();
  const linkToken = orderLinkToken(linkSecret, entryId, 1);
  try {
    await inTransaction(ctx, async (tx) => {
      await tx.db.execute(sql`
        insert into waiting_entry (id, link_hash, request_key, product_id, people, smallest_part, tour_languages, locale, email)
        values (${entryId}, ${hashLinkToken(linkToken)}, ${data.requestKey}, ${judged.productId}, ${data.people}, ${data.smallestPart},
          ${data.tourLanguages?.length ? sql.param(data.tourLanguages) : null}::text[], ${ctx.locale}, ${data.email})`);
      await writeWishes(tx, entryId, data.wishes);
      await queueMessage(tx, {
        kind: 'waiting_joined',
        orderId: null,
        locale: ctx.locale,
        recipient: data.email,
        dedupeKey: `waiting_joined:${entryId}`,
      });
      crashPoint('waiting.joining');
    });
    return { ok: true, entryId, linkToken, isRepeat: false };
  } catch (error) {
    const refusal = joinRefusal(error);
    if (!refusal) throw error;
    // Two clicks at the very same moment: the second finds what the first has made.
    const made = await findByRequest(ctx, data.requestKey, linkSecret);
    if (made) return made;
    if (refusal === 'repeat') throw error;
    return { ok: false, code: refusal };
  }
}

/** What the database has refused, if it is something that a visitor can be told. */
export function joinRefusal(error: unknown): 'already_waiting' | 'too_many_entries' | 'repeat' | null {
  const constraint = constraintOf(error);
  if (constraint === 'waiting_wish_once') return 'already_waiting';
  if (constraint === 'waiting_entries_per_email') return 'too_many_entries';
  return sqlState(error) === '23505' && constraint === 'waiting_entry_request_key_key' ? 'repeat' : null;
}

async function findByRequest(ctx: Ctx, requestKey: string, linkSecret: string): Promise<JoinWaitingResult | null> {
  const { rows } = await ctx.db.execute<{ id: string }>(
    sql`select id from waiting_entry where request_key = ${requestKey}`,
  );
  const [row] = rows;
  return row ? { ok: true, entryId: row.id, linkToken: orderLinkToken(linkSecret, row.id, 1), isRepeat: true } : null;
}

import { sql } from 'drizzle-orm';
import { writeAudit } from '#lib/platform/audit.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { tellVisit } from './tell-visit.ts';
import { findOpenOffer, lockVisit } from './visit-rows.ts';

export type EndOfferResult = { ok: true } | { ok: false; code: 'unknown_visit' | 'offer_over' };

/**
 * "None of these": the party declines what it was offered, or the museum takes it back. The places are free at once; a request is in
 * the queue again, an agreed visit keeps what it had (requirements 6.6).
 */
export async function endGroupOffer(
  ctx: Ctx,
  input: { visitId: string; as: 'declined' | 'withdrawn' },
): Promise<EndOfferResult> {
  const isOwn = ctx.actor.kind === 'visitor' && ctx.actor.visitId === input.visitId && input.as === 'declined';
  if (!(isOwn || can(ctx.actor, 'groups.change')) || !isUuid(input.visitId))
    return { ok: false, code: 'unknown_visit' };
  return inTransaction(
    ctx,
    async (tx): Promise<EndOfferResult> => {
      const visit = await lockVisit(tx.db, input.visitId);
      if (!visit) return { ok: false, code: 'unknown_visit' };
      const offer = await findOpenOffer(tx.db, visit.id);
      const { rows } = await tx.db.execute<{ ended: boolean }>(
        sql`select end_group_offer(${offer?.id ?? null}::uuid, ${input.as}, 'submitted') as ended`,
      );
      if (!rows[0]?.ended) return { ok: false, code: 'offer_over' };
      await writeAudit(tx, {
        action: `group_offer_${input.as}`,
        objectKind: 'group_visit',
        objectId: visit.id,
        before: { offerId: offer?.id },
      });
      if (input.as === 'withdrawn') await tellVisit(tx, visit, 'group_withdrawn', offer?.id ?? '');
      return { ok: true };
    },
    input.as,
  );
}

/**
 * Offers whose time is over: their places come back, the party is told and may ask again; who was agreed keeps what it had. Found by
 * state; a second worker passes over what another has locked.
 */
export async function lapseGroupOffers(ctx: Ctx): Promise<{ lapsed: number }> {
  const { rows } = await ctx.db.execute<{ id: string; visitId: string }>(sql`
    select id, visit_id as "visitId" from group_offer where state = 'open' and expires_at <= now() order by expires_at limit 50`);
  let lapsed = 0;
  for (const { id, visitId } of rows) {
    lapsed += await inTransaction(
      ctx,
      async (tx) => {
        const visit = await lockVisit(tx.db, visitId);
        const ended = await tx.db.execute<{ ended: boolean }>(
          sql`select end_group_offer(${id}, 'lapsed', 'expired') as ended`,
        );
        if (!visit || !ended.rows[0]?.ended) return 0;
        await tellVisit(tx, visit, 'group_lapsed', id);
        return 1;
      },
      'offer ran out',
    );
  }
  return { lapsed };
}

import { sql } from 'drizzle-orm';
import { findProductById } from '#lib/catalog/queries.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { actsFor } from './acts-for.ts';
import { tellVisit } from './tell-visit.ts';
import { listWishes, lockVisit } from './visit-rows.ts';
import { judgeWishes, termsOf } from './visit-terms.ts';

export type AskAgainResult = { ok: true } | { ok: false; code: 'unknown_visit' | 'wrong_state' | 'wishes_over' };

/**
 * "Ask again as it stands" (requirements 6.5, 6.6): a request whose offer ran out, or for which the museum had a question, stands in the
 * queue again, as long as one of its days can still be wished for. Its own party, or `groups.change`.
 */
export async function askAgain(ctx: Ctx, input: { visitId: string }): Promise<AskAgainResult> {
  if (!actsFor(ctx.actor, input.visitId)) return { ok: false, code: 'unknown_visit' };
  return inTransaction(
    ctx,
    async (tx): Promise<AskAgainResult> => {
      const visit = await lockVisit(tx.db, input.visitId);
      const product = visit && (await findProductById(tx.db, visit.productId));
      if (!visit || !product) return { ok: false, code: 'unknown_visit' };
      if (!(visit.state === 'needs_info' || (visit.state === 'expired' && visit.submittedAt)))
        return { ok: false, code: 'wrong_state' };
      const faults = await judgeWishes(
        tx.db,
        await termsOf(tx.db, product, ctx.now),
        await listWishes(tx.db, visit.id),
      );
      if (faults.every((fault) => fault !== null)) return { ok: false, code: 'wishes_over' };
      await tx.db.execute(sql`update group_visit set state = 'submitted', reason = null where id = ${visit.id}`);
      await writeAudit(tx, {
        action: 'group_asked_again',
        objectKind: 'group_visit',
        objectId: visit.id,
        before: { state: visit.state },
      });
      await tellVisit(tx, visit, 'group_received', `${visit.state}:${ctx.now.getTime()}`);
      return { ok: true };
    },
    'asked again',
  );
}

import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { findProductById } from '#lib/catalog/queries.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { actsFor } from './acts-for.ts';
import { judgeParty, type PartyRefusal, writeWishes } from './begin-visit.ts';
import type { PartyInput } from './input.ts';
import { tellVisit } from './tell-visit.ts';
import type { VisitState } from './values.ts';
import { findVisit, lockVisit } from './visit-rows.ts';

export type ChangeRequestResult =
  | { ok: true; state: VisitState }
  | { ok: false; code: 'unknown_visit' | 'wrong_state' }
  | PartyRefusal;

/** Until something is offered a request is the party's to change; after that, its numbers and days go with its places. */
export const changeableStates = ['draft', 'submitted', 'needs_info', 'waitlisted', 'expired'] as const;

/**
 * Other numbers, ages, language or wishes of a request that is not agreed (requirements 6.1, 6.6). What the museum had asked for, and
 * an offer that ran out, is thereby asked for again. Refused as the first step of a request is. Its own party, or `groups.change`.
 */
export async function changeRequest(
  ctx: Ctx,
  input: { visitId: string; party: Omit<PartyInput, 'product' | 'requestKey'> },
): Promise<ChangeRequestResult> {
  if (!actsFor(ctx.actor, input.visitId)) return { ok: false, code: 'unknown_visit' };
  const found = await findVisit(ctx.db as Db, input.visitId);
  const product = found && (await findProductById(ctx.db as Db, found.productId));
  if (!found || !product) return { ok: false, code: 'unknown_visit' };
  const judged = await judgeParty(ctx, { ...input.party, product: product.code, requestKey: found.requestKey });
  if (!judged.ok) return judged;
  const { data } = judged;
  return inTransaction(
    ctx,
    async (tx): Promise<ChangeRequestResult> => {
      const visit = await lockVisit(tx.db, found.id);
      if (!visit) return { ok: false, code: 'unknown_visit' };
      const isOpen = (changeableStates as readonly string[]).includes(visit.state);
      if (!isOpen || (visit.state === 'expired' && !visit.submittedAt)) return { ok: false, code: 'wrong_state' };
      const isAsked = visit.state === 'needs_info' || visit.state === 'expired';
      const state = isAsked ? 'submitted' : visit.state;
      await tx.db.execute(sql`
        update group_visit set tour_language = ${data.tourLanguage}, pupils = ${data.pupils}, teachers = ${data.teachers}, parents = ${data.parents},
          aides = ${data.aides}, age_from = ${data.ageFrom}, age_until = ${data.ageUntil}, grades = ${data.grades}, shift = ${data.shift},
          is_flexible = ${data.isFlexible}, has_own_guide = ${data.hasOwnGuide}, state = ${state}, reason = null where id = ${visit.id}`);
      await writeWishes(tx, visit.id, data.wishes);
      await writeAudit(tx, {
        action: 'group_request_changed',
        objectKind: 'group_visit',
        objectId: visit.id,
        before: {
          state: visit.state,
          pupils: visit.pupils,
          teachers: visit.teachers,
          parents: visit.parents,
          aides: visit.aides,
        },
        after: { state, pupils: data.pupils, teachers: data.teachers, parents: data.parents, aides: data.aides },
      });
      if (isAsked) await tellVisit(tx, visit, 'group_received', `${visit.state}:${ctx.now.getTime()}`);
      return { ok: true, state };
    },
    'request changed',
  );
}

import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { actsFor } from './acts-for.ts';
import { lockVisit } from './visit-rows.ts';

export const evaluationInput = z.object({
  /** From 1, poor, to 5, very good: booking, guide, content, rooms, whether they would come again. */
  answers: z.array(z.number().int().min(1).max(5)).length(5),
  words: z
    .string()
    .trim()
    .max(2000)
    .transform((words) => words || null),
});

export type EvaluateVisitResult =
  | { ok: true; isRepeat: boolean }
  | { ok: false; code: 'unknown_visit' | 'wrong_state' | 'answers_missing' };

/** Five answers and a word after the visit, once (requirements 6.10). A visit that is settled already stays so. */
export async function evaluateVisit(
  ctx: Ctx,
  input: { visitId: string; answers: readonly number[]; words: string },
): Promise<EvaluateVisitResult> {
  if (!actsFor(ctx.actor, input.visitId)) return { ok: false, code: 'unknown_visit' };
  const parsed = evaluationInput.safeParse(input);
  if (!parsed.success) return { ok: false, code: 'answers_missing' };
  const { answers, words } = parsed.data;
  return inTransaction(
    ctx,
    async (tx): Promise<EvaluateVisitResult> => {
      const visit = await lockVisit(tx.db, input.visitId);
      if (!visit) return { ok: false, code: 'unknown_visit' };
      if (!['completed', 'evaluated', 'settled'].includes(visit.state)) return { ok: false, code: 'wrong_state' };
      const { rowCount } = await tx.db.execute(sql`
        insert into visit_evaluation (visit_id, answers, words) values (${visit.id}, ${sql.param(answers)}::smallint[], ${words})
        on conflict do nothing`);
      if (!rowCount) return { ok: true, isRepeat: true };
      if (visit.state === 'completed')
        await tx.db.execute(sql`update group_visit set state = 'evaluated' where id = ${visit.id}`);
      await writeAudit(tx, {
        action: 'group_evaluated',
        objectKind: 'group_visit',
        objectId: visit.id,
        after: { answers },
      });
      return { ok: true, isRepeat: false };
    },
    'evaluated',
  );
}

/** What a party has answered, or null. */
export async function findEvaluation(
  db: Ctx['db'],
  visitId: string,
): Promise<{ answers: number[]; words: string | null } | null> {
  const { rows } = await db.execute<{ answers: number[]; words: string | null }>(
    sql`select answers, words from visit_evaluation where visit_id = ${visitId}`,
  );
  return rows[0] ?? null;
}

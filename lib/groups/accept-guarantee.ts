import { sql } from 'drizzle-orm';
import { writeAudit } from '#lib/platform/audit.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { mayIssue } from './may-issue.ts';
import { lockVisit } from './visit-rows.ts';

export type AcceptGuaranteeResult = { ok: true; isRepeat: boolean } | Refusal<'unknown_visit' | 'unknown_file'>;

/**
 * A person has read a guarantee letter and accepts it: the visit then needs no money before it takes place (requirements 5.1). The letter
 * is one that was handed in for this visit.
 */
export async function acceptGuarantee(
  ctx: Ctx,
  input: { visitId: string; fileId: string },
): Promise<AcceptGuaranteeResult> {
  if (!mayIssue(ctx)) return { ok: false, code: 'unknown_visit' };
  return inTransaction(
    ctx,
    async (tx): Promise<AcceptGuaranteeResult> => {
      const visit = await lockVisit(tx.db, input.visitId);
      if (!visit) return { ok: false, code: 'unknown_visit' };
      const { rows } = await tx.db.execute(sql`
        select 1 from visit_file where id = ${isUuid(input.fileId) ? input.fileId : null} and visit_id = ${visit.id} and kind = 'guarantee_letter'`);
      if (rows.length === 0) return { ok: false, code: 'unknown_file' };
      if (visit.guaranteeFileId === input.fileId && visit.guaranteeAcceptedAt) return { ok: true, isRepeat: true };
      await tx.db.execute(sql`
        update group_visit set guarantee_file_id = ${input.fileId}, guarantee_accepted_at = now() where id = ${visit.id}`);
      await writeAudit(tx, {
        action: 'group_guarantee_accepted',
        objectKind: 'group_visit',
        objectId: visit.id,
        after: { fileId: input.fileId },
      });
      return { ok: true, isRepeat: false };
    },
    'guarantee accepted',
  );
}

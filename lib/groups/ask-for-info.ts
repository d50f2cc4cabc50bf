import { sql } from 'drizzle-orm';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { tellVisit } from './tell-visit.ts';
import { type InfoReason, infoReasons, type VisitState } from './values.ts';
import { visitMachine } from './visit-machine.ts';
import { lockVisit } from './visit-rows.ts';

export type AskForInfoResult =
  | { ok: true }
  | { ok: false; code: 'forbidden' | 'unknown_visit' | 'reason_missing' | 'wrong_state' };

/**
 * Asks a party for what its request lacks, by a code that the mail puts into words (requirements 6.5). It holds nothing meanwhile and
 * keeps its place in the queue. `seen` is the state the person looked at: if somebody else was quicker, nothing happens. Needs
 * `groups.change`.
 */
export async function askForInfo(
  ctx: Ctx,
  input: { visitId: string; reason: InfoReason; seen?: VisitState },
): Promise<AskForInfoResult> {
  if (!can(ctx.actor, 'groups.change')) return { ok: false, code: 'forbidden' };
  if (!infoReasons.includes(input.reason)) return { ok: false, code: 'reason_missing' };
  return inTransaction(
    ctx,
    async (tx): Promise<AskForInfoResult> => {
      const visit = await lockVisit(tx.db, input.visitId);
      if (!visit) return { ok: false, code: 'unknown_visit' };
      const next: readonly VisitState[] = visitMachine[visit.state];
      if ((input.seen && input.seen !== visit.state) || !next.includes('needs_info'))
        return { ok: false, code: 'wrong_state' };
      await tx.db.execute(
        sql`update group_visit set state = 'needs_info', reason = ${input.reason} where id = ${visit.id}`,
      );
      crashPoint('groups.asking');
      await writeAudit(tx, {
        action: 'group_info_asked',
        objectKind: 'group_visit',
        objectId: visit.id,
        before: { state: visit.state },
        after: { reason: input.reason },
      });
      await tellVisit(tx, visit, 'group_needs_info', `${input.reason}:${ctx.now.getTime()}`);
      return { ok: true };
    },
    input.reason,
  );
}

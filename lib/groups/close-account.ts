import { sql } from 'drizzle-orm';
import { noteVisitPaid } from '#lib/booking/note-visit-paid.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { differenceOf, writeLess, writeMore } from './bring-papers-up.ts';
import { findBill } from './find-bill.ts';
import { issueAct } from './issue-act.ts';
import { mayIssue } from './may-issue.ts';
import { returnOverpaid } from './return-overpaid.ts';
import { lockVisit } from './visit-rows.ts';

export type CloseAccountResult =
  | { ok: true; isSettled: boolean; refundedMinor: number }
  | Refusal<'unknown_visit' | 'wrong_state' | 'no_prices' | 'already_closed'>;

/**
 * Closes a visit's account after it has taken place, or nobody came: the heads that came are billed as the museum's rules say (booked,
 * actual, or the least), by a further invoice or credit notes; the act of services rendered is written; what was paid beyond goes back;
 * and where nothing is owed the visit is settled (requirements 6.5, 6.7). One step; by staff, or by itself some days later.
 */
export async function closeAccount(ctx: Ctx, input: { visitId: string }): Promise<CloseAccountResult> {
  if (!mayIssue(ctx)) return { ok: false, code: 'unknown_visit' };
  return inTransaction(
    ctx,
    async (tx): Promise<CloseAccountResult> => {
      const visit = await lockVisit(tx.db, input.visitId);
      if (!visit) return { ok: false, code: 'unknown_visit' };
      if (visit.accountClosedAt) return { ok: false, code: 'already_closed' };
      if (!['completed', 'evaluated', 'no_show'].includes(visit.state)) return { ok: false, code: 'wrong_state' };
      const bill = await findBill(tx.db, visit, { isFinal: true });
      if (!bill) return { ok: false, code: 'no_prices' };
      const { more, less } = await differenceOf(tx, visit, bill.lines);
      await writeLess(tx, visit, bill, less);
      await writeMore(tx, visit, bill, more);
      await issueAct(tx, visit, bill);
      await tx.db.execute(sql`update group_visit set account_closed_at = now() where id = ${visit.id}`);
      crashPoint('accounts.closing');
      const { refundedMinor } = await returnOverpaid(tx, visit, 'changed');
      await writeAudit(tx, {
        action: 'group_account_closed',
        objectKind: 'group_visit',
        objectId: visit.id,
        after: { basis: bill.basis, people: bill.people, totalMinor: bill.totalMinor, refundedMinor },
      });
      return { ok: true, isSettled: await noteVisitPaid(tx, visit.id), refundedMinor };
    },
    'account closed',
  );
}

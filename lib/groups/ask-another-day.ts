import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '#db/client.ts';
import { findProductById } from '#lib/catalog/queries.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { daysBetween } from '#lib/platform/time.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { actsFor } from './acts-for.ts';
import { writeWishes } from './begin-visit.ts';
import type { WishFault } from './check-party.ts';
import { faultsOf, wishInput } from './input.ts';
import { comingStates } from './values.ts';
import { findStart, findVisit, lockVisit } from './visit-rows.ts';
import { judgeWishes, termsOf } from './visit-terms.ts';

export type AskAnotherDayResult =
  | { ok: true }
  | { ok: false; code: 'unknown_visit' | 'wrong_state' }
  | { ok: false; code: 'too_late'; days: number }
  | { ok: false; code: 'bad_input'; faults: Record<string, string> }
  | { ok: false; code: 'wishes'; wishes: (WishFault | null)[] };

const input = z.object({ wishes: z.array(wishInput).min(1, 'date_missing').max(3) });

/**
 * An agreed party asks for another day (requirements 6.6): its wishes stand in the museum's queue, and it keeps what it has until it
 * takes an offer. Without wishes it takes that back. Not later than so many days before the visit (`group_move_days`).
 */
export async function askAnotherDay(
  ctx: Ctx,
  asked: { visitId: string; wishes: readonly { visitDate: string; startTime: string }[] | null },
): Promise<AskAnotherDayResult> {
  const side = actsFor(ctx.actor, asked.visitId);
  const db = ctx.db as Db;
  const found = side && (await findVisit(db, asked.visitId));
  const product = found && (await findProductById(db, found.productId));
  if (!found || !product) return { ok: false, code: 'unknown_visit' };
  const terms = await termsOf(db, product, ctx.now);
  let wishes: z.output<typeof input>['wishes'] | null = null;
  if (asked.wishes) {
    const parsed = input.safeParse({ wishes: asked.wishes });
    if (!parsed.success) return { ok: false, code: 'bad_input', faults: faultsOf(parsed.error) };
    wishes = parsed.data.wishes;
    const faults = await judgeWishes(db, terms, wishes);
    if (faults.some((fault) => fault !== null)) return { ok: false, code: 'wishes', wishes: faults };
  }
  return inTransaction(
    ctx,
    async (tx): Promise<AskAnotherDayResult> => {
      const visit = await lockVisit(tx.db, found.id);
      const start = visit && (await findStart(tx.db, visit.id));
      if (!visit || !start || !(comingStates as readonly string[]).includes(visit.state))
        return { ok: false, code: 'wrong_state' };
      const days = terms.settings.group_move_days;
      if (wishes && side === 'party' && daysBetween(terms.today, start.visitDate) < days)
        return { ok: false, code: 'too_late', days };
      if (wishes) await writeWishes(tx, visit.id, wishes);
      await tx.db.execute(
        sql`update group_visit set move_asked_at = case when ${wishes !== null} then now() end where id = ${visit.id}`,
      );
      await writeAudit(tx, {
        action: wishes ? 'group_asked_another_day' : 'group_kept_its_day',
        objectKind: 'group_visit',
        objectId: visit.id,
        after: { wishes },
      });
      return { ok: true };
    },
    'another day',
  );
}

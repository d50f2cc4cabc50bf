import { eq, sql } from 'drizzle-orm';
import { groupVisit } from '#db/schema/groups.ts';
import type { GroupMessageKind } from '#lib/notifications/values.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { inTransaction, type TxCtx } from '#lib/platform/transaction.ts';
import { findListTerms, type ListTerms } from './list-terms.ts';
import { isStepNeeded } from './plan-steps.ts';
import { purgeWithin } from './purge-visit.ts';
import { stepMoney } from './step-money.ts';
import { tellVisit } from './tell-visit.ts';
import { type VisitState, type VisitStep, visitSteps } from './values.ts';
import { type GroupVisit, lockVisit } from './visit-rows.ts';

const visitsAtOnce = 50;

/**
 * Runs the steps of the timeline that are due (requirements 6.10), each once: a visit's due steps are taken together, in their order,
 * in one transaction under the visit's lock, so that a crash only delays and a second worker finds nothing. Several mails that are due
 * together become one. A visit that is offered another time waits until that is answered.
 */
export async function runVisitSteps(ctx: Ctx): Promise<{ steps: number }> {
  const { rows } = await ctx.db.execute<{ visitId: string }>(sql`
    select s.visit_id as "visitId" from visit_step s join group_visit v on v.id = s.visit_id
     where s.done_at is null and s.due_at <= now() and v.state <> 'rescheduled' group by 1 order by min(s.due_at) limit ${visitsAtOnce}`);
  let steps = 0;
  let failure: unknown = null;
  for (const { visitId } of rows) {
    try {
      steps += await inTransaction(ctx, (tx) => runStepsOf(tx, visitId), 'timeline');
    } catch (error) {
      // The others' steps do not wait for this one.
      failure ??= error;
    }
  }
  if (failure) throw failure;
  return { steps };
}

async function runStepsOf(tx: TxCtx, visitId: string): Promise<number> {
  const visit = await lockVisit(tx.db, visitId);
  if (!visit || visit.state === 'rescheduled') return 0;
  const { rows } = await tx.db.execute<{ step: VisitStep }>(sql`
    select step from visit_step where visit_id = ${visit.id} and done_at is null and due_at <= now() for update skip locked`);
  const due = visitSteps.filter((step) => rows.some((row) => row.step === step));
  const terms = await findListTerms(tx.db, visit, tx.now);
  const evaluated = await tx.db.execute(sql`select 1 from visit_evaluation where visit_id = ${visit.id}`);
  const mails: GroupMessageKind[] = [];
  let now = visit;
  for (const step of due) {
    const isNeeded =
      terms !== null &&
      isStepNeeded(step, {
        state: now.state,
        hasList: terms.fields.length > 0,
        hasStarted: terms.startsAt <= tx.now,
        hasAnswered: now.dayAnswer !== null,
        hasEvaluated: evaluated.rows.length > 0,
      });
    const done = isNeeded ? await runStep(tx, now, step, terms) : null;
    if (done?.mail) mails.push(done.mail);
    if (done?.state) now = { ...now, state: done.state };
    await tx.db.execute(sql`
      update visit_step set done_at = now(), outcome = ${done ? 'done' : 'not_needed'}
       where visit_id = ${visit.id} and step = ${step} and done_at is null`);
  }
  const [first, second] = mails;
  const kind = second ? 'group_due' : first;
  if (kind) await tellVisit(tx, visit, kind, `${visit.planId}:${due.join('+')}`);
  crashPoint('groups.steps');
  return due.length;
}

type Done = { mail?: GroupMessageKind; state?: VisitState };

/** Does one step; null where there was nothing to do after all. */
async function runStep(tx: TxCtx, visit: GroupVisit, step: VisitStep, terms: ListTerms): Promise<Done | null> {
  const go = async (state: VisitState): Promise<VisitState> => {
    await tx.db.update(groupVisit).set({ state }).where(eq(groupVisit.id, visit.id));
    return state;
  };
  switch (step) {
    case 'reminder':
      return { mail: 'group_reminder' };
    case 'names_due':
      if (terms.fields.length === 0) return visit.state === 'confirmed' ? { state: await go('ready') } : {};
      if (visit.state !== 'confirmed' && visit.state !== 'names_due') return null;
      return { mail: 'group_names_due', state: visit.state === 'confirmed' ? await go('names_due') : visit.state };
    case 'final_count': {
      // The number that is billed from here on, whatever is given up later (6.7).
      await tx.db.update(groupVisit).set({ finalisedAt: tx.now }).where(eq(groupVisit.id, visit.id));
      const { pupils, teachers, parents, aides } = visit;
      await writeAudit(tx, {
        action: 'headcount_final',
        objectKind: 'group_visit',
        objectId: visit.id,
        after: { pupils, teachers, parents, aides },
      });
      return { mail: 'group_final_count' };
    }
    case 'names_frozen':
      return visit.state === 'list_cleared' ? { state: await go('ready') } : {};
    case 'day_before':
      return { mail: 'group_day_before' };
    case 'call_list':
      return {};
    case 'thanks':
      return { mail: 'group_thanks' };
    case 'purge':
      return (await purgeWithin(tx, visit)) ? {} : null;
    case 'invoice':
    case 'payment_first':
    case 'payment_second':
      return (await stepMoney(tx, visit, step)) ? {} : null;
  }
}

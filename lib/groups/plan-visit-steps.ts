import { sql } from 'drizzle-orm';
import { required } from '#lib/platform/result.ts';
import { getSettings, getZone } from '#lib/platform/settings.ts';
import type { TxCtx } from '#lib/platform/transaction.ts';
import { planSteps } from './plan-steps.ts';
import { findStart } from './visit-rows.ts';

/**
 * Writes down when each step of an agreed visit is due, in the transaction that agrees or moves it. What is done stays done, unless
 * the visit has moved and the step lies ahead again; an invoice is not due twice. What the school answered for another day is no
 * answer for this one.
 */
export async function planVisitSteps(tx: TxCtx, visitId: string): Promise<void> {
  const start = await findStart(tx.db, visitId);
  if (!start) return;
  const zone = required(await getZone(tx.db), 'the museum’s zone');
  const steps = planSteps(start.visitDate, zone, await getSettings(tx.db, start.visitDate));
  await tx.db.execute(sql`
    insert into visit_step as s (visit_id, step, due_at)
    select ${visitId}, w.step, w."dueAt" from jsonb_to_recordset(${JSON.stringify(steps)}::jsonb) as w(step text, "dueAt" timestamptz)
    on conflict (visit_id, step) do update set due_at = excluded.due_at,
      done_at = case when excluded.due_at > now() and s.step <> 'invoice' then null else s.done_at end,
      outcome = case when excluded.due_at > now() and s.step <> 'invoice' then null else s.outcome end
     where s.due_at <> excluded.due_at`);
  await tx.db.execute(sql`
    update group_visit v set day_answer = null, day_answer_at = null, day_people = null, late_minutes = null
     where v.id = ${visitId} and v.day_answer is not null and exists (
       select 1 from visit_step where visit_id = v.id and step = 'day_before' and done_at is null and due_at > now())`);
}

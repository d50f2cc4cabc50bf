import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { foldName } from '#lib/platform/fold-name.ts';
import { inTransaction, type TxCtx } from '#lib/platform/transaction.ts';
import { type ContactInput, contactInput, faultsOf } from './input.ts';
import { noteIfImpossible } from './note-group-demand.ts';
import { tellVisit } from './tell-visit.ts';
import { findVisit, type GroupVisit, lockVisit } from './visit-rows.ts';

export type SubmitVisitResult =
  | { ok: true; isRepeat: boolean }
  | { ok: false; code: 'unknown_visit' | 'wrong_state' }
  | { ok: false; code: 'bad_input'; faults: Record<string, string> };

/**
 * The second step of a request (requirements 6.1): the institution, who books, who leads, who pays. From here on it stands in the
 * museum's queue; it is no confirmation, and says so. Again from `needs_info` or `expired`: it is asked for anew. The party's own link, or
 * somebody with `groups.change` who was telephoned.
 */
export async function submitVisit(
  ctx: Ctx,
  input: { visitId: string; contact: ContactInput; rulesVersion: string },
): Promise<SubmitVisitResult> {
  const isOwn = ctx.actor.kind === 'visitor' && ctx.actor.visitId === input.visitId;
  if (!isOwn && !can(ctx.actor, 'groups.change')) return { ok: false, code: 'unknown_visit' };
  if (!(await findVisit(ctx.db as Db, input.visitId))) return { ok: false, code: 'unknown_visit' };
  const parsed = contactInput.safeParse(input.contact);
  if (!parsed.success) return { ok: false, code: 'bad_input', faults: faultsOf(parsed.error) };
  const { data } = parsed;
  if (!data.institutionId && !data.institutionName)
    return { ok: false, code: 'bad_input', faults: { institutionName: 'institution_missing' } };
  const sent = await inTransaction(
    ctx,
    async (tx): Promise<SubmitVisitResult> => {
      const visit = await lockVisit(tx.db, input.visitId);
      if (!visit) return { ok: false, code: 'unknown_visit' };
      if (visit.state === 'submitted') return { ok: true, isRepeat: true };
      if (visit.state !== 'draft' && visit.state !== 'needs_info' && visit.state !== 'expired')
        return { ok: false, code: 'wrong_state' };
      // Begun, never sent, and forgotten since.
      if (visit.state === 'expired' && !visit.submittedAt) return { ok: false, code: 'unknown_visit' };
      const institutionId = await findInstitution(tx, data);
      if (!institutionId) return { ok: false, code: 'bad_input', faults: { institutionName: 'institution_missing' } };
      await tx.db.execute(sql`
        update group_visit set institution_id = ${institutionId}, booker_name = ${data.bookerName}, email = ${data.email}, phone = ${data.phone},
          leader_name = ${data.leaderName}, leader_phone = ${data.leaderPhone}, theme = ${data.theme}, access_needs = ${data.accessNeeds},
          bus = ${data.bus}, note = ${data.note}, pay_way = ${data.payWay}, payer_name = ${data.payerName},
          payer_tax_number = ${data.payerTaxNumber}, payer_address = ${data.payerAddress}, rules_version = ${input.rulesVersion},
          rules_accepted_at = ${ctx.now.toISOString()}, state = 'submitted', reason = null where id = ${visit.id}`);
      await writeAudit(tx, {
        action: 'group_submitted',
        objectKind: 'group_visit',
        objectId: visit.id,
        before: { state: visit.state },
      });
      await tellReceived(tx, visit, data.email);
      return { ok: true, isRepeat: false };
    },
    'submitted',
  );
  if (sent.ok && !sent.isRepeat) await noteIfImpossible(ctx, input.visitId);
  return sent;
}

const tellReceived = (tx: TxCtx, visit: GroupVisit, email: string) =>
  tellVisit(tx, { ...visit, email }, 'group_received', `${visit.state}:${visit.submittedAt?.getTime() ?? 'first'}`);

/** The institution that is meant: one that is known, by id or by its name however it is written, or a new one. */
async function findInstitution(tx: TxCtx, data: ReturnType<typeof contactInput.parse>): Promise<string | null> {
  if (data.institutionId) {
    const known = await tx.db.execute<{ id: string }>(sql`select id from institution where id = ${data.institutionId}`);
    return known.rows[0]?.id ?? null;
  }
  const name = data.institutionName ?? '';
  const folded = foldName(name);
  if (folded.length < 2) return null;
  const { rows } = await tx.db.execute<{ id: string }>(sql`
    insert into institution (name, folded, kind, district) values (${name}, ${folded}, ${data.institutionKind}, ${data.district})
    on conflict (folded, coalesce(district, '')) do update set folded = excluded.folded returning id`);
  return rows[0]?.id ?? null;
}

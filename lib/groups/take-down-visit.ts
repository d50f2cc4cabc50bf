import { type Ctx, can } from '#lib/platform/ctx.ts';
import { beginVisit, type PartyRefusal } from './begin-visit.ts';
import { type ContactInput, contactInput, faultsOf, type PartyInput, partyInput } from './input.ts';
import { submitVisit } from './submit-visit.ts';

export type TakeDownVisitResult =
  | { ok: true; visitId: string }
  | { ok: false; code: 'forbidden' | 'wrong_state' }
  | PartyRefusal;

/**
 * A request taken down at the telephone, both steps of the form at once (requirements 6.1): judged as a teacher's own, written by whoever
 * is signed in, and told to the school's address. All that is wrong is said at once. The same form again is the same request. Needs
 * `groups.change`.
 */
export async function takeDownVisit(
  ctx: Ctx,
  input: { party: PartyInput; contact: ContactInput; rulesVersion: string },
  linkSecret: string,
): Promise<TakeDownVisitResult> {
  if (!can(ctx.actor, 'groups.change')) return { ok: false, code: 'forbidden' };
  const [party, contact] = [partyInput.safeParse(input.party), contactInput.safeParse(input.contact)];
  const faults = {
    ...(party.success ? {} : faultsOf(party.error)),
    ...(contact.success ? {} : faultsOf(contact.error)),
    ...(contact.success && !contact.data.institutionName ? { institutionName: 'institution_missing' } : {}),
  };
  if (Object.keys(faults).length > 0) return { ok: false, code: 'bad_input', faults };
  const begun = await beginVisit(ctx, input.party, linkSecret);
  if (!begun.ok) return begun;
  const sent = await submitVisit(ctx, {
    visitId: begun.visitId,
    contact: input.contact,
    rulesVersion: input.rulesVersion,
  });
  if (sent.ok) return { ok: true, visitId: begun.visitId };
  if (sent.code === 'bad_input') return sent;
  // The same form was sent before, and somebody has gone on with it: that is where it leads.
  return begun.isRepeat ? { ok: true, visitId: begun.visitId } : { ok: false, code: 'wrong_state' };
}

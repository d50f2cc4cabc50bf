'use server';

import { notFound, redirect } from 'next/navigation';
import { requireStaff } from '#app/(staff)/auth.ts';
import { askForInfo } from '#lib/groups/ask-for-info.ts';
import { bookAtOnce } from '#lib/groups/book-at-once.ts';
import { endGroupOffer } from '#lib/groups/end-group-offer.ts';
import { endVisit } from '#lib/groups/end-visit.ts';
import { markNoShow } from '#lib/groups/mark-no-show.ts';
import { moveVisit } from '#lib/groups/move-visit.ts';
import { offerVisit } from '#lib/groups/offer-visit.ts';
import { planByKeys } from '#lib/groups/plan-by-keys.ts';
import { resizeVisit } from '#lib/groups/resize-visit.ts';
import { sendVisitMailAgain } from '#lib/groups/send-visit-mail-again.ts';
import { declineReasons, infoReasons, museumCancelReasons, visitStates } from '#lib/groups/values.ts';
import { waitListVisit } from '#lib/groups/wait-list-visit.ts';
import type { StaffCtx } from '#lib/identity/load-staff-actor.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { paths } from '#lib/platform/paths.ts';

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

/** Whose form it is, by whom, and the state they looked at. Whatever is sent instead is answered like an unknown page. */
async function open(form: FormData): Promise<{ ctx: StaffCtx; visitId: string; seen: (typeof visitStates)[number] }> {
  const visitId = form.get('visitId');
  const seen = visitStates.find((state) => state === form.get('seen'));
  if (!isUuid(visitId) || !seen) notFound();
  return { ctx: await requireStaff('groups.change', paths.staffGroup(visitId)), visitId, seen };
}

type Answer = { ok: true } | { ok: false; code: string };
const back = (
  visitId: string,
  done: string,
  answer: Answer,
  typed: Parameters<typeof paths.staffGroup>[1] = {},
): never => redirect(paths.staffGroup(visitId, answer.ok ? { done } : { ...typed, refused: answer.code }));

/** The plans that were picked: offered, agreed at once, or moved to. */
export async function usePlans(form: FormData): Promise<void> {
  const { ctx, visitId, seen } = await open(form);
  const keys = form.getAll('pick').filter((key): key is string => typeof key === 'string');
  const words = textOf(form, 'words').trim().slice(0, 1000);
  const [around, time] = [textOf(form, 'around'), textOf(form, 'time')];
  const typed = { words, pick: keys, around, time };
  const way = textOf(form, 'do');
  if (way !== 'offer' && way !== 'book' && way !== 'move') notFound();
  const picked = await planByKeys(ctx, { visitId, keys, isOne: way !== 'offer' });
  if (!picked.ok) return back(visitId, way, picked, { ...typed, about: ('key' in picked && picked.key) || undefined });
  const [plan] = picked.plans;
  if (!plan) notFound();
  if (way === 'offer') {
    const offered = await offerVisit(ctx, { visitId, plans: picked.plans, words: words || null, seen });
    return back(visitId, 'offered', offered, typed);
  }
  if (way === 'book') return back(visitId, 'booked', await bookAtOnce(ctx, { visitId, plan, seen }), typed);
  const seenPlanId = textOf(form, 'seenPlan') || undefined;
  return back(visitId, 'moved', await moveVisit(ctx, { visitId, plan, seenPlanId }), typed);
}

/** "Take the offer back". */
export async function withdraw(form: FormData): Promise<void> {
  const { ctx, visitId } = await open(form);
  return back(visitId, 'withdrawn', await endGroupOffer(ctx, { visitId, as: 'withdrawn' }));
}

export async function askInfo(form: FormData): Promise<void> {
  const { ctx, visitId, seen } = await open(form);
  const reason = infoReasons.find((code) => code === form.get('reason'));
  if (!reason) return back(visitId, '', { ok: false, code: 'reason_missing' });
  return back(visitId, 'asked', await askForInfo(ctx, { visitId, reason, seen }));
}

export async function waitList(form: FormData): Promise<void> {
  const { ctx, visitId, seen } = await open(form);
  return back(visitId, 'waitlisted', await waitListVisit(ctx, { visitId, seen }));
}

export async function decline(form: FormData): Promise<void> {
  const { ctx, visitId, seen } = await open(form);
  const reason = declineReasons.find((code) => code === form.get('reason'));
  if (!reason) return back(visitId, '', { ok: false, code: 'reason_missing' });
  return back(visitId, 'declined', await endVisit(ctx, { visitId, as: 'declined', reason, seen }));
}

/** Cancelled by the museum: what was paid goes back in full. */
export async function cancel(form: FormData): Promise<void> {
  const { ctx, visitId, seen } = await open(form);
  const reason = museumCancelReasons.find((code) => code === form.get('reason'));
  if (!reason) return back(visitId, '', { ok: false, code: 'reason_missing' });
  return back(visitId, 'cancelled', await endVisit(ctx, { visitId, as: 'cancelled_by_museum', reason, seen }));
}

export async function changeNumbers(form: FormData): Promise<void> {
  const { ctx, visitId } = await open(form);
  const typed = Object.fromEntries(
    ['pupils', 'teachers', 'parents', 'aides'].map((name) => [name, textOf(form, name).slice(0, 10)]),
  );
  const numberOf = (name: string) => (/^\d{1,3}$/.test(typed[name]?.trim() ?? '') ? Number(typed[name]) : Number.NaN);
  const count = {
    pupils: numberOf('pupils'),
    teachers: numberOf('teachers'),
    parents: numberOf('parents'),
    aides: numberOf('aides'),
  };
  if (Object.values(count).some(Number.isNaN)) return back(visitId, '', { ok: false, code: 'number_missing' }, typed);
  const answer = await resizeVisit(ctx, { visitId, count });
  if (answer.ok) return back(visitId, answer.isSame ? 'same' : 'changed', answer);
  if (answer.code === 'party') {
    const fact =
      'needed' in answer.party ? answer.party.needed : 'minimum' in answer.party ? answer.party.minimum : undefined;
    return back(
      visitId,
      '',
      { ok: false, code: answer.party.code },
      { ...typed, about: fact === undefined ? undefined : String(fact) },
    );
  }
  return back(visitId, '', answer, { ...typed, about: 'most' in answer ? String(answer.most) : undefined });
}

export async function noShow(form: FormData): Promise<void> {
  const { ctx, visitId, seen } = await open(form);
  return back(visitId, 'no_show', await markNoShow(ctx, { visitId, seen }));
}

export async function sendAgain(form: FormData): Promise<void> {
  const { ctx, visitId } = await open(form);
  const [messageId, requestKey] = [textOf(form, 'messageId'), textOf(form, 'requestKey')];
  return back(visitId, 'sent', await sendVisitMailAgain(ctx, { visitId, messageId, requestKey }));
}

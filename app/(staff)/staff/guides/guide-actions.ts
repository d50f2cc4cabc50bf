'use server';

import { notFound, redirect } from 'next/navigation';
import { asQuery, daysOf } from '#app/(guide)/guide/week-fields.tsx';
import { requireStaff } from '#app/(staff)/auth.ts';
import { saveAvailability } from '#lib/groups/save-availability.ts';
import { renewGuideLink, saveGuide } from '#lib/groups/save-guide.ts';
import { setGuideActive } from '#lib/groups/set-guide-active.ts';
import { endLeave, takeLeave } from '#lib/groups/take-leave.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderLinkSecret } from '#lib/platform/request.ts';
import { guideInputOf, typedGuide, typedQuery } from './guide-form.ts';

const planners = ['groups.change', 'people.change'] as const;

async function ofGuide(form: FormData) {
  const guideId = form.get('id');
  if (!isUuid(guideId)) notFound();
  return { guideId, ctx: await requireStaff(planners, paths.staffGuide(guideId)) };
}

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.slice(0, 60) : '';
};

/** "Save", "Add the guide": to the guide's page, or back with everything typed and what is wrong. */
export async function save(form: FormData): Promise<void> {
  const id = form.get('id');
  if (id !== null && !isUuid(id)) notFound();
  const path = id === null ? paths.staffNewGuide() : paths.staffGuide(id);
  const ctx = await requireStaff(planners, path);
  const typed = typedGuide((name) => form.getAll(name));
  const saved = await saveGuide(ctx, { ...guideInputOf(typed), ...(id ? { guideId: id } : {}) }, orderLinkSecret());
  if (saved.ok) redirect(paths.staffGuide(saved.guideId, { done: id ? 'saved' : 'added' }));
  const faults = saved.code === 'bad_input' ? saved.faults : {};
  redirect(`${path}?${typedQuery(typed, faults)}${saved.code === 'bad_input' ? '#errors' : `&refused=${saved.code}`}`);
}

/** "Send a new link". */
export async function renewLink(form: FormData): Promise<void> {
  const { guideId, ctx } = await ofGuide(form);
  const renewed = await renewGuideLink(ctx, { guideId }, orderLinkSecret());
  redirect(paths.staffGuide(guideId, renewed.ok ? { done: 'linked' } : { refused: renewed.code }));
}

/** "Confirm" under leave: the tours of these days go into the search. */
export async function enterLeave(form: FormData): Promise<void> {
  const { guideId, ctx } = await ofGuide(form);
  const typed = { kind: text(form, 'kind'), first: text(form, 'first'), last: text(form, 'last') };
  const taken = await takeLeave(ctx, { guideId, kind: typed.kind, firstDate: typed.first, lastDate: typed.last });
  redirect(paths.staffGuide(guideId, taken.ok ? { done: 'leave' } : { ...typed, leave: taken.code }));
}

/** "Take back". */
export async function takeBackLeave(form: FormData): Promise<void> {
  const { guideId, ctx } = await ofGuide(form);
  const ended = await endLeave(ctx, { guideId, leaveId: text(form, 'leave') });
  redirect(paths.staffGuide(guideId, ended.ok ? { done: 'leave_ended' } : { refused: ended.code }));
}

/** "Save my hours", for somebody. */
export async function saveHours(form: FormData): Promise<void> {
  const { guideId, ctx } = await ofGuide(form);
  const days = daysOf((name) => text(form, name));
  const saved = await saveAvailability(ctx, { guideId, days });
  redirect(paths.staffGuide(guideId, saved.ok ? { done: 'hours_saved' } : asQuery(days)));
}

/** "Deactivate", "Deactivate and seek substitutes", "Active again". */
export async function setActive(form: FormData): Promise<void> {
  const { guideId, ctx } = await ofGuide(form);
  const isActive = form.get('active') === '1';
  const changed = await setGuideActive(ctx, { guideId, isActive, seekSubstitutes: form.get('seek') === '1' });
  if (changed.ok) redirect(paths.staffGuide(guideId, { done: isActive ? 'activated' : 'deactivated' }));
  redirect(paths.staffGuide(guideId, { refused: changed.code }));
}

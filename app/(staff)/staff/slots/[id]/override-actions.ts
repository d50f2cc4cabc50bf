'use server';

import { notFound, redirect } from 'next/navigation';
import { requireStaff } from '#app/(staff)/auth.ts';
import { changeFireLimit } from '#lib/capacity/change-fire-limit.ts';
import { type OverrideInput, overrideCapacity } from '#lib/capacity/override-capacity.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { paths } from '#lib/platform/paths.ts';
import { type OpenSlotInput, openDormantSlot } from '#lib/schedule/open-dormant-slot.ts';

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.slice(0, 2000) : '';
};

function slotOf(form: FormData): string {
  const id = form.get('timeslotId');
  if (!isUuid(id)) notFound();
  return id;
}

/** "Add these places": back to the time with what became of it. */
export async function addPlaces(form: FormData): Promise<void> {
  const timeslotId = slotOf(form);
  const ctx = await requireStaff('capacity.override', paths.staffSlot(timeslotId));
  const [pool, change] = [textOf(form, 'pool'), textOf(form, 'change')];
  const answer = await overrideCapacity(ctx, {
    poolId: pool,
    change: change === '' ? Number.NaN : change,
    reason: textOf(form, 'reason') as OverrideInput['reason'],
    note: textOf(form, 'note'),
  });
  if (answer.ok) redirect(paths.staffSlot(timeslotId, { done: 'places' }));
  const kept = { pool: pool.slice(0, 20), change: change.slice(0, 10) };
  redirect(paths.staffSlot(timeslotId, { refused: answer.code, ...kept }));
}

/** "Change the fire limit": the same. */
export async function setFireLimit(form: FormData): Promise<void> {
  const timeslotId = slotOf(form);
  const ctx = await requireStaff('capacity.fire_limit', paths.staffSlot(timeslotId));
  const [space, limit] = [textOf(form, 'space'), textOf(form, 'limit')];
  const answer = await changeFireLimit(ctx, {
    spaceId: space === 'building' ? null : space,
    limit: limit === '' ? Number.NaN : limit,
    note: textOf(form, 'note'),
  });
  if (answer.ok) redirect(paths.staffSlot(timeslotId, { done: 'fire_limit' }));
  const most = answer.code === 'below_taken' ? answer.most : undefined;
  redirect(paths.staffSlot(timeslotId, { refused: `fire_${answer.code}`, most }));
}

/** "Open this time": a time that slept comes on sale. */
export async function openSlot(form: FormData): Promise<void> {
  const timeslotId = slotOf(form);
  const ctx = await requireStaff('capacity.override', paths.staffSlot(timeslotId));
  const answer = await openDormantSlot(ctx, {
    timeslotId,
    reason: textOf(form, 'reason') as OpenSlotInput['reason'],
    note: textOf(form, 'note'),
  });
  redirect(paths.staffSlot(timeslotId, answer.ok ? { done: 'opened' } : { refused: `open_${answer.code}` }));
}

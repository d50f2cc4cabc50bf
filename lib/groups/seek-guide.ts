import { sql } from 'drizzle-orm';
import { getMuseum } from '#lib/catalog/queries.ts';
import { queueMessage } from '#lib/notifications/queue-message.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { inTransaction, sqlState, type TxCtx } from '#lib/platform/transaction.ts';
import { chooseGuides, type FreeGuide, type GuidedVisit } from '#lib/schedule/choose-guides.ts';
import { isGuideRefusal } from '#lib/schedule/guide-refusal.ts';
import { listFreeGuides, listGuidedVisits } from '#lib/schedule/list-free-guides.ts';
import { askGuide } from './ask-guide.ts';
import { type GuideSlot, lockGuideSlot } from './guide-slot.ts';

/**
 * What was done about a time's guide. `settled`: nothing was needed. `asked`: whoever leads it was asked. `replaced`: somebody else leads
 * it now, and was asked. `kept`: nobody else is free, so whoever was silent keeps it, unconfirmed. `nobody`: nobody leads it.
 */
export type Sought = 'settled' | 'asked' | 'replaced' | 'kept' | 'nobody';

/**
 * Sees to the guide of a time in the running transaction (requirements 6.9): whoever leads it is asked; after a no, silence or leave the
 * next qualified, free and rested guide is reserved and asked in the same step, never one who has said no to it or was silent. With
 * nobody left the museum is written to once, and the time stands on the manager's board. May be repeated.
 */
export async function seekGuide(tx: TxCtx, timeslotId: string): Promise<Sought> {
  const slot = await lockGuideSlot(tx, timeslotId);
  if (!slot?.isToCome || !slot.needsGuide) return 'settled';
  const current = slot.calls.find(({ guideId }) => guideId === slot.guideId);
  const isOut = slot.guideId === null || slot.awayFor !== null;
  if (!isOut && (current?.state === 'asked' || current?.state === 'accepted')) return 'settled';
  const settings = await getSettings(tx.db, slot.visitDate);
  const isAsked = slot.isGroup || settings.guide_ask_public_tours > 0;
  const hasRefused = current?.state === 'declined' || current?.state === 'lapsed';
  if (!isOut && slot.guideId && !hasRefused) {
    return isAsked && (await askGuide(tx, slot, slot.guideId)) ? 'asked' : 'settled';
  }
  if (slot.awayFor) await endCall(tx, slot, slot.awayFor);
  const next = await reserveNext(tx, slot);
  if (next) {
    crashPoint('guides.seeking');
    if (isAsked) await askGuide(tx, slot, next);
    return 'replaced';
  }
  const isKept = !isOut && current?.state === 'lapsed';
  if (!isKept && slot.guideId) await leadBy(tx, slot, null);
  await tellNobody(tx, slot);
  return isKept ? 'kept' : 'nobody';
}

/**
 * The same in a transaction of its own: for jobs, and after a step that has left a time without a guide. Null where somebody else has it
 * locked: it is looked at again in the next round.
 */
export const seekGuideFor = (ctx: Ctx, timeslotId: string): Promise<Sought | null> =>
  unlessBusy(() => inTransaction(ctx, (tx) => seekGuide(tx, timeslotId), 'guide sought'));

/** Null where a lock was not had in time. */
export async function unlessBusy<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (sqlState(error) !== '55P03') throw error;
    return null;
  }
}

/** A guide who is away answers nothing any more. */
async function endCall(tx: TxCtx, slot: GuideSlot, reason: string): Promise<void> {
  await tx.db.execute(sql`
    update guide_call set state = 'declined', reason = ${reason}, answered_at = now()
     where timeslot_id = ${slot.timeslotId} and guide_id = ${slot.guideId} and state in ('asked','accepted')`);
}

/** The best guide whom the database takes as well; who it refuses is passed over. */
async function reserveNext(tx: TxCtx, slot: GuideSlot): Promise<string | null> {
  const db = tx.db;
  const settings = await getSettings(db, slot.visitDate);
  const limits = { toursADay: settings.guide_tours_a_day, restMinutes: settings.guide_rest_minutes };
  const visits = await listGuidedVisits(
    db,
    sql`t.visit_date = ${slot.visitDate}::date and (t.id = ${slot.timeslotId} or (t.guide_id is not null and t.state in ('on_sale','closed','done')))`,
  );
  let guides = await listFreeGuides(db, { fromDate: slot.visitDate, untilDate: slot.visitDate });
  if (slot.subGroupId) guides = await speakersFor(tx, slot, guides);
  const open = visits.map(
    (visit): GuidedVisit =>
      visit.timeslotId === slot.timeslotId
        ? {
            ...visit,
            guideId: null,
            notGuideIds: [...(visit.notGuideIds ?? []), ...(slot.guideId ? [slot.guideId] : [])],
          }
        : visit,
  );
  for (;;) {
    const { choices } = chooseGuides({ visits: open, guides, limits });
    const choice = choices.find(({ timeslotId }) => timeslotId === slot.timeslotId);
    if (!choice) return null;
    try {
      await tx.db.transaction((part) => leadBy({ ...tx, db: part }, slot, choice.guideId));
      return choice.guideId;
    } catch (error) {
      if (!isGuideRefusal(error)) throw error;
      guides = guides.filter(({ id }) => id !== choice.guideId);
    }
  }
}

/** A class's time has no language of its own: its guide speaks the party's. */
async function speakersFor(tx: TxCtx, slot: GuideSlot, guides: readonly FreeGuide[]): Promise<FreeGuide[]> {
  const { rows } = await tx.db.execute<{ language: string }>(
    sql`select tour_language as language from group_visit where id = ${slot.visitId}`,
  );
  return guides.filter(({ languages }) => languages.includes(rows[0]?.language ?? ''));
}

/** Gives a locked time to a guide, or to nobody, with its audit row. Throws what the database says of it. */
export async function leadBy(tx: TxCtx, slot: GuideSlot, guideId: string | null): Promise<void> {
  await tx.db.execute(
    slot.subGroupId
      ? sql`select change_sub_group_guide(${slot.subGroupId}, ${guideId}::uuid)`
      : sql`update timeslot set guide_id = ${guideId} where id = ${slot.timeslotId}`,
  );
  await writeAudit(tx, {
    action: 'guide_changed',
    objectKind: slot.visitId ? 'group_visit' : 'timeslot',
    objectId: slot.visitId ?? slot.timeslotId,
    before: { timeslotId: slot.timeslotId, guideId: slot.guideId },
    after: { timeslotId: slot.timeslotId, guideId },
  });
}

/** The museum is told once that nobody is left to ask; after another guide was tried, once more. */
async function tellNobody(tx: TxCtx, slot: GuideSlot): Promise<void> {
  const { contactEmail } = await getMuseum(tx.db);
  await queueMessage(tx, {
    kind: 'guide_missing',
    orderId: null,
    locale: defaultLocale,
    recipient: contactEmail,
    dedupeKey: `guide_missing:${slot.timeslotId}:${slot.calls[0]?.id ?? 'none'}`,
  });
}

import { sql } from 'drizzle-orm';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { constraintOf, inTransaction, sqlState, type TxCtx } from '#lib/platform/transaction.ts';
import { askGuide } from './ask-guide.ts';
import { type GuideSlot, lockGuideSlot } from './guide-slot.ts';
import { seekGuide } from './seek-guide.ts';

export type AnswerCallInput = { timeslotId: string; guideId: string; answer: 'accept' | 'decline' };
export type AnswerCallResult =
  | { ok: true; isRepeat: boolean }
  /** `over`: somebody else leads it now, or it does not take place. `begun`: too late to say no. `away`: on leave that day. */
  | { ok: false; code: 'unknown_tour' | 'over' | 'begun' | 'away' };

/**
 * A guide says yes or no to a tour (requirements 6.9), by the link, in the app, or on the telephone to somebody with `groups.change`. A
 * yes counts as long as the tour is still theirs, also after the time-out; a no sets the search going in the same step, and may be said
 * after a yes until the tour begins. Twice is once.
 */
export async function answerCall(ctx: Ctx, input: AnswerCallInput): Promise<AnswerCallResult> {
  const isOwn = ctx.actor.kind === 'guide' && ctx.actor.guideId === input.guideId;
  const isKnown = (isOwn || can(ctx.actor, 'groups.change')) && isUuid(input.timeslotId) && isUuid(input.guideId);
  if (!isKnown) return { ok: false, code: 'unknown_tour' };
  try {
    return await inTransaction(ctx, (tx) => writeAnswer(tx, input), `guide ${input.answer}s`);
  } catch (error) {
    if (sqlState(error) !== 'MU031') throw error;
    const isAway = ['guide_leave', 'guide_active'].includes(constraintOf(error) ?? '');
    return { ok: false, code: isAway ? 'away' : 'over' };
  }
}

async function writeAnswer(tx: TxCtx, input: AnswerCallInput): Promise<AnswerCallResult> {
  const slot = await lockGuideSlot(tx, input.timeslotId);
  if (!slot) return { ok: false, code: 'unknown_tour' };
  const mine = slot.calls.find(({ guideId }) => guideId === input.guideId);
  const wanted = input.answer === 'accept' ? 'accepted' : 'declined';
  if (slot.guideId !== input.guideId) {
    if (!mine) return { ok: false, code: 'unknown_tour' };
    return mine.state === 'declined' && wanted === 'declined'
      ? { ok: true, isRepeat: true }
      : { ok: false, code: 'over' };
  }
  if (mine?.state === wanted) return { ok: true, isRepeat: true };
  if (!slot.isToCome) return { ok: false, code: slot.minutesLeft > 0 ? 'over' : 'begun' };
  if (!slot.needsGuide) return { ok: false, code: 'over' };
  const callId = mine && isLive(mine.state) ? mine.id : await openCall(tx, slot, input.guideId);
  if (callId) {
    await tx.db.execute(sql`
      update guide_call set state = ${wanted}, answered_at = now() where id = ${callId}`);
  }
  crashPoint('guides.answering');
  await writeAudit(tx, {
    action: `guide_call_${wanted}`,
    objectKind: slot.visitId ? 'group_visit' : 'timeslot',
    objectId: slot.visitId ?? slot.timeslotId,
    before: { timeslotId: slot.timeslotId, guideId: input.guideId, state: mine?.state ?? null },
    after: { state: wanted },
  });
  if (wanted === 'declined') await seekGuide(tx, slot.timeslotId);
  return { ok: true, isRepeat: false };
}

const isLive = (state: string) => state === 'asked' || state === 'accepted';

/** Whoever answers before being asked, or after having been silent, is asked in this moment. */
const openCall = (tx: TxCtx, slot: GuideSlot, guideId: string) => askGuide(tx, slot, guideId, { isQuiet: true });

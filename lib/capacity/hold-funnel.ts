import { crashPoint } from '#lib/platform/crash-point.ts';
import { createFunnel } from '#lib/platform/funnel.ts';
import { type HoldRequest, type HoldVerdict, holdPlaces } from './hold-places.ts';

/**
 * Takes places for one order, together with whoever else in this process wants places at the same time. One flush of a timeslot
 * is under way at once, and each flush is one statement for up to 64 orders of any timeslots. The hold is committed
 * asynchronously: a power cut may lose it, but never one that was paid, for the payment's commit comes later in the same log and
 * is waited for.
 */
export const holdThroughFunnel = createFunnel<HoldRequest, HoldVerdict>({
  thingOf: (request) => request.timeslotId,
  groupOf: (request) => `${request.actorKind} ${request.actorId}`,
  async flush(db, requests, { isImpatient, commit }) {
    crashPoint('hold.before_flush');
    const verdicts = await holdPlaces(
      db,
      requests,
      commit === 'by itself' ? 'asynchronously' : 'with the caller',
      isImpatient,
    );
    crashPoint('hold.after_flush');
    return verdicts;
  },
  mostRequests: 64,
  mostFlushes: 1,
});

/** Every line at which a crash is worth trying: between two commits, between a commit and a call to the outside, and before a commit. */
export const crashPoints = [
  'hold.after_flush',
  'hold.before_flush',
  'choose.after_places',
  'choose.before_commit',
  'details.before_commit',
  'give_back.after_places',
  'hold_again.after_places',
  'hold_again.after_release',
  'start.after_begin',
  'start.after_close',
  'start.after_create',
  'start.after_open',
  'start.giving_up',
  'leave.after_close',
  'leave.after_settle',
  'webhook.after_store',
  'webhook.before_commit',
  'webhook.before_store',
  'event.after_look',
  'event.after_mark',
  'event.before_look',
  'settle.after_payment',
  'settle.after_places',
  'settle.after_read',
  'settle.after_tickets',
  'settle.after_commit',
  'settle.before_commit',
  'settle.decided',
  'settle.ending',
  'settle.sending_back',
  'sweep.after_close',
  'sweep.after_expiring',
  'sweep.after_lease',
  'sweep.after_release',
  'reconcile.after_attempts',
  'reconcile.after_events',
  'reconcile.after_lease',
  'cancel.after_flip',
  'cancel.before_listed',
  'cancel.after_listed',
  'cancel.after_lease',
  'cancel.after_step',
  'cancel.before_offered',
  'cancel.before_given_back',
  'cancel.after_page_closed',
  'cancel.before_released',
  'cancel.after_released',
  'cancel.after_money_sent',
  'cancel.before_answered',
  'cancel.before_finished',
  'move.after_places',
  'move.before_commit',
  'cancel_own.before_commit',
  'change.after_made',
  'change.after_places',
  'change.after_applied',
  'change.before_made',
  'change.before_commit',
  'change.after_close',
  'change.before_dropped',
  'change.after_run_out',
  'recent.after_list',
  'recent.before_cursor',
  'voucher.after_take',
  'voucher.after_off',
  'counter.after_leave',
  'counter.after_settle',
  'hand_out.after_proof',
  'assign_outside.after_revoke',
  'refund_tickets.after_lock',
  'refund_tickets.after_requests',
  'refund_tickets.after_revoke',
  'waiver.before_commit',
  'retry_refund.after_end',
  'refund.after_answer',
  'refund.after_request',
  'refund.after_submit',
  'refund.answering',
  'refund.before_submit',
  'import_refunds.after_insert',
  'import_refunds.after_list',
  'import_disputes.after_list',
  'import_disputes.after_mark',
  'reconcile_money.after_days',
  'reconcile_money.after_first',
  'waiting.joining',
  'waiting.changing',
  'waiting.leaving',
  'waiting.declining',
  'waiting.taking',
  'waiting.after_lapse',
  'waiting.after_end',
  'waiting.after_match',
  'waiting.after_offer',
  'waiting.before_offered',
  'message.after_send',
  'message.after_take',
  'remind.after_queue',
  'scan.after_store',
  'scan.before_store',
] as const;
export type CrashPoint = (typeof crashPoints)[number];

const shared = globalThis as typeof globalThis & { museumCrashPoints?: Map<CrashPoint, () => void> };

/**
 * A named line at which tests end the work, to prove that what is left half done repairs itself. Does nothing unless a test
 * of this very process has armed it.
 */
export function crashPoint(name: CrashPoint): void {
  shared.museumCrashPoints?.get(name)?.();
}

/** Arms a crash point once: the next time it is reached, `happen` runs (throw, or end the process). For tests only. */
export function armCrashPoint(name: CrashPoint, happen: () => void): void {
  if (process.env.NODE_ENV === 'production') throw new Error('crash points are for tests');
  shared.museumCrashPoints ??= new Map();
  shared.museumCrashPoints.set(name, () => {
    shared.museumCrashPoints?.delete(name);
    happen();
  });
}

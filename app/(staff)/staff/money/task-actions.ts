'use server';

import { notFound, redirect } from 'next/navigation';
import { requireStaff } from '#app/(staff)/auth.ts';
import { proofQuery, typedProof } from '#app/(staff)/proof-query.ts';
import { handsMoneyBack } from '#app/(staff)/staff-page.tsx';
import { assignOutsideRefund } from '#lib/booking/assign-outside-refund.ts';
import { decideWaiver } from '#lib/booking/decide-waiver.ts';
import { handOutRefund } from '#lib/booking/hand-out-refund.ts';
import { retryRefund } from '#lib/booking/retry-refund.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { paths } from '#lib/platform/paths.ts';

type Answer = { ok: true } | { ok: false; code: string };

const path = paths.staffMoney();

function say(answer: Answer, done: string): never {
  redirect(paths.staffMoney(answer.ok ? { done } : { refused: answer.code }));
}

function idOf(form: FormData): string {
  const id = form.get('id');
  if (!isUuid(id)) notFound();
  return id;
}

/** "Approve" and "Decline" of a waiver. */
export async function decide(form: FormData): Promise<void> {
  const ctx = await requireStaff('orders.refund', path);
  const isApproved = form.get('decision') === 'approve';
  say(await decideWaiver(ctx, { waiverId: idOf(form), isApproved }), isApproved ? 'approved' : 'declined');
}

/** "Send again" of a refund that failed. */
export async function sendAgain(form: FormData): Promise<void> {
  const ctx = await requireStaff('orders.refund', path);
  say(await retryRefund(ctx, { refundId: idOf(form) }), 'sent_again');
}

/** "Handed out" of money that was taken over the counter, with what was held in hand. */
export async function handOut(form: FormData): Promise<void> {
  const ctx = await requireStaff(handsMoneyBack, path);
  const id = idOf(form);
  const typed = typedProof(form);
  const answer = await handOutRefund(ctx, { refundId: id, typed });
  if (answer.ok) redirect(paths.staffMoney({ done: 'handed_out' }));
  const wrong = answer.code === 'proof_wrong' ? answer.wrong : undefined;
  redirect(paths.staffMoney({ kept: wrong ? undefined : answer.code, id, ...proofQuery(typed, wrong) }));
}

/** For which tickets money was returned outside. */
export async function assign(form: FormData): Promise<void> {
  const ctx = await requireStaff('orders.refund', path);
  const ticketIds = [...new Set(form.getAll('ticket'))].filter(isUuid);
  say(await assignOutsideRefund(ctx, { refundId: idOf(form), ticketIds }), 'assigned');
}

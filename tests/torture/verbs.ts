import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { database } from '#db/client.ts';
import { answerCancellation } from '#lib/booking/answer-cancellation.ts';
import { applyVoucher } from '#lib/booking/apply-voucher.ts';
import { assignOutsideRefund } from '#lib/booking/assign-outside-refund.ts';
import { cancelOwnTickets } from '#lib/booking/cancel-own-tickets.ts';
import { cancelTimeslot } from '#lib/booking/cancel-timeslot.ts';
import { chooseTickets } from '#lib/booking/choose-tickets.ts';
import { decideWaiver } from '#lib/booking/decide-waiver.ts';
import { extendHold } from '#lib/booking/extend-hold.ts';
import { giveBackHold } from '#lib/booking/give-back-hold.ts';
import { handOutRefund } from '#lib/booking/hand-out-refund.ts';
import { holdAgain } from '#lib/booking/hold-again.ts';
import { holdVisit } from '#lib/booking/hold-visit.ts';
import { leavePayment } from '#lib/booking/leave-payment.ts';
import { listRefundTasks } from '#lib/booking/list-refund-tasks.ts';
import { moveOrder } from '#lib/booking/move-order.ts';
import { findOrderView } from '#lib/booking/order-view.ts';
import { quoteRefund } from '#lib/booking/quote-refund.ts';
import { type RefundCause, refundSum, refundTickets } from '#lib/booking/refund-tickets.ts';
import { removeVoucher } from '#lib/booking/remove-voucher.ts';
import { retryRefund } from '#lib/booking/retry-refund.ts';
import { saveDetails } from '#lib/booking/save-details.ts';
import { settleOrder } from '#lib/booking/settle-order.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { takePayment } from '#lib/booking/take-payment.ts';
import { cancellationReasons } from '#lib/booking/values.ts';
import { overrideCapacity } from '#lib/capacity/override-capacity.ts';
import { overrideReasons } from '#lib/capacity/values.ts';
import { recordScan } from '#lib/desk/record-scan.ts';
import type { TypedProof } from '#lib/payments/counter.ts';
import type { Counter } from '#lib/payments/values.ts';
import { orderLinkSecret, visitorRequest } from '#lib/platform/request.ts';
import type { TicketVerifyKeys } from '#lib/tickets/ticket-keys.ts';
import { staffCtx } from '#tests/support/contexts.ts';
import { change, dueOf, leaveChange } from './changing-verbs.ts';
import { staffIds } from './staff-ids.ts';
import { answerOffer, wait } from './waiting-verbs.ts';

type OfOrder = { orderId: string };

const visitor = (orderId?: string) => visitorRequest('en', orderId ? { orderId } : {});
const staff = (which: number) => staffCtx(database(), { staffId: staffIds[which % 2] });
/** No code is scanned here, only typed: no key is needed to believe a signature. */
const keys: TicketVerifyKeys = { publicKeys: new Map(), museum: new Uint8Array(4) };

/** What the coordinator may ask of a web process: one verb each, with the actor who does such things. */
export const verbs = {
  hold: (input: { timeslotId: string; people: number; requestKey: string }) =>
    holdVisit(visitor(), input, orderLinkSecret()),
  choose: (input: OfOrder & { lines: { ticketTypeId: string; quantity: number }[] }) =>
    chooseTickets(visitor(input.orderId), input),
  buy,
  details: (input: OfOrder & { email: string; contactName: string }) =>
    saveDetails(visitor(input.orderId), {
      ...input,
      phone: '',
      accessNeeds: '',
      hasAcknowledgedAdvisory: true,
      hasAcceptedTerms: true,
    }),
  start: (input: OfOrder) => startPayment(visitor(input.orderId), input),
  settle: (input: OfOrder) => settleOrder(visitor(input.orderId), input),
  giveBack: (input: OfOrder) => giveBackHold(visitor(input.orderId), input),
  again: (input: OfOrder) => holdAgain(visitor(input.orderId), input),
  extend: (input: OfOrder) => extendHold(visitor(input.orderId), input),
  leave: (input: OfOrder) => leavePayment(visitor(input.orderId), input),
  look: async (input: OfOrder) => ({ ok: (await findOrderView(database(), input.orderId)) !== null }),
  answer: (input: OfOrder) => answerCancellation(visitor(input.orderId), input),
  move: (input: OfOrder & { toTimeslotId: string; byStaff: boolean }) =>
    moveOrder(input.byStaff ? staff(0) : visitor(input.orderId), input),
  cancelSlot: (input: { timeslotId: string; delayHours: number }) =>
    cancelTimeslot(staff(0), { ...input, reason: cancellationReasons[0], note: 'Torture' }),
  voucher: (input: OfOrder & { code: string }) => applyVoucher(visitor(input.orderId), input),
  unvoucher: (input: OfOrder) => removeVoucher(visitor(input.orderId), input),
  change,
  leaveChange,
  wait,
  answerOffer,
  override,
  cancelOwn,
  counter,
  handOut,
  refund,
  decide,
  tidy,
  scan,
} as const;
export type VerbName = keyof typeof verbs;

/** A visitor's whole way to the payment page in one call, for runs whose matter begins there. */
async function buy(input: { timeslotId: string; ticketTypeId: string; people: number }): Promise<unknown> {
  const held = await holdVisit(visitor(), { ...input, requestKey: crypto.randomUUID() }, orderLinkSecret());
  if (!held.ok) return held;
  const { orderId } = held;
  const lines = [{ ticketTypeId: input.ticketTypeId, quantity: input.people }];
  const chosen = await verbs.choose({ orderId, lines });
  if (!chosen.ok) return chosen;
  const saved = await verbs.details({ orderId, email: `${orderId}@example.az`, contactName: '' });
  if (!saved.ok) return saved;
  return { ...(await verbs.start({ orderId })), orderId };
}

/** Staff takes some valid tickets of an order back, at the sum that the screen shows at this moment. */
async function refund(
  input: OfOrder & { share: number; cause: RefundCause; isWaived: boolean; note: string; by: number },
): Promise<unknown> {
  const ctx = staff(input.by);
  const quote = await quoteRefund(ctx.db as Db, input.orderId);
  if (!quote) return { ok: false, code: 'unknown_order' };
  const valid = quote.tickets.filter(({ state }) => state === 'valid');
  const ticketIds = valid.slice(0, Math.ceil(valid.length * input.share)).map(({ id }) => id);
  const choice = { ...input, ticketIds };
  return refundTickets(ctx, { ...choice, expectedMinor: refundSum(quote, choice).amountMinor });
}

/** The visitor gives some tickets back, at the sum on the button. */
async function cancelOwn(input: OfOrder & { share: number }): Promise<unknown> {
  const ctx = visitor(input.orderId);
  const choice = await chooseOf(ctx.db as Db, input);
  if (!choice) return { ok: false, code: 'unknown_order' };
  return cancelOwnTickets(ctx, choice);
}

/** A duty manager lets one more in at this time. */
async function override(input: { timeslotId: string; note: string }): Promise<unknown> {
  const ctx = staff(0);
  const { rows } = await ctx.db.execute<{ id: number }>(
    sql`select id from pool where kind = 'lane' and lane = 'public' and timeslot_id = ${input.timeslotId}`,
  );
  return overrideCapacity(ctx, { poolId: rows[0]?.id ?? 0, change: 1, reason: overrideReasons[0], note: input.note });
}

/** The counter takes the money, with what proves it. */
async function counter(input: OfOrder & { way: Counter; mark: string }): Promise<unknown> {
  const ctx = staff(1);
  const total = await dueOf(input.orderId);
  const typed = proofOf(input.way, total, input.mark);
  return takePayment(ctx, {
    orderId: input.orderId,
    provider: total === 0 ? 'none' : input.way,
    typed,
    expectedMinor: total,
  });
}

/** The counter hands out the oldest refund of money it took. */
async function handOut(input: { mark: string }): Promise<unknown> {
  const ctx = staff(1);
  const { rows } = await ctx.db.execute<{ id: string; provider: Counter; amount: number }>(sql`
    select r.id, p.provider, r.amount_minor as amount from refund r join payment p on p.id = r.payment_id
     where p.provider in ('cash','terminal','transfer') and r.state in ('requested','submitting','pending') order by r.created_at limit 1`);
  const [due] = rows;
  if (!due) return { ok: false, code: 'nothing_to_do' };
  return handOutRefund(ctx, { refundId: due.id, typed: proofOf(due.provider, due.amount, input.mark) });
}

function proofOf(way: Counter, amountMinor: number, mark: string): TypedProof {
  if (way === 'cash') return { handed: (amountMinor / 100 + 1).toFixed(2) };
  if (way === 'terminal') return { terminal: 'T1', slip: mark };
  return { reference: mark, valueDate: new Date().toISOString().slice(0, 10) };
}

async function chooseOf(db: Db, input: OfOrder & { share: number }) {
  const quote = await quoteRefund(db, input.orderId);
  if (!quote) return null;
  const valid = quote.tickets.filter(({ state }) => state === 'valid');
  const ticketIds = valid.slice(0, Math.ceil(valid.length * input.share)).map(({ id }) => id);
  const { amountMinor } = refundSum(quote, { ticketIds, cause: 'cancelled_by_visitor', isWaived: false });
  return { orderId: input.orderId, ticketIds, expectedMinor: amountMinor };
}

/** The other member of staff decides the oldest waiver. */
async function decide(input: { by: number; isApproved: boolean }): Promise<unknown> {
  const listed = await listRefundTasks(staff(input.by));
  const waiver = listed.ok ? listed.tasks.waivers.find(({ isOwn }) => !isOwn) : undefined;
  if (!waiver) return { ok: false, code: 'nothing_to_do' };
  const decided = await decideWaiver(staff(input.by), { waiverId: waiver.id, isApproved: input.isApproved });
  return { ...decided, waiverId: waiver.id };
}

/** Somebody works on the list of refunds that no machine brings to their end: one failed, one from outside. */
async function tidy(input: { by: number; share: number }): Promise<unknown> {
  const listed = await listRefundTasks(staff(input.by));
  if (!listed.ok) return listed;
  const [failed] = listed.tasks.failed;
  const [outside] = listed.tasks.outside;
  const retried = failed ? await retryRefund(staff(input.by), { refundId: failed.id }) : null;
  const assigned = outside
    ? await assignOutsideRefund(staff(input.by), {
        refundId: outside.id,
        ticketIds: outside.tickets.slice(0, Math.floor(outside.tickets.length * input.share)).map(({ id }) => id),
      })
    : null;
  return failed || outside ? { ok: true, retried, assigned } : { ok: false, code: 'nothing_to_do' };
}

/** The desk types the short code of one ticket of an order. */
async function scan(input: OfOrder & { scanId: string; which: number }): Promise<unknown> {
  const { rows } = await database().execute<{ code: string; people: number }>(sql`
    select short_code as code, party_size as people from ticket where order_id = ${input.orderId} order by id`);
  const ticket = rows[input.which % rows.length];
  if (!ticket) return { ok: false, code: 'no_tickets' };
  const now = new Date();
  const answer = await recordScan(
    staff(input.which),
    {
      scanId: input.scanId,
      code: ticket.code,
      way: 'typed',
      people: ticket.people,
      scannedAt: now,
      sentAt: now,
      isDocumentChecked: true,
      override: null,
      station: 'Torture desk',
    },
    keys,
  );
  if (!answer.ok || answer.kind !== 'judged') return answer;
  return { ok: true, judged: answer.decision.code, isRepeat: answer.isRepeat };
}

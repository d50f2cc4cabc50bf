import { admission, scan } from '#db/schema/tickets.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { actorId, type Ctx, can } from '#lib/platform/ctx.ts';
import { constraintOf, inTransaction, sqlState, type TxCtx } from '#lib/platform/transaction.ts';
import {
  type CheckInDecision,
  type CheckInQuestion,
  decideCheckIn,
  type Presented,
} from '#lib/tickets/decide-check-in.ts';
import type { TicketVerifyKeys } from '#lib/tickets/ticket-keys.ts';
import type { ScanAnswer, ScanResult } from './answer.ts';
import { bendRules } from './bend-rules.ts';
import { partyCards, ticketCard } from './cards.ts';
import type { RecordScanInput } from './input.ts';
import { findStoredScan, judgedThen, type StoredScan } from './judged-then.ts';
import { lockPresented } from './lock-presented.ts';
import { presentCode, type TicketSearch } from './present-code.ts';
import { factsForPart } from './sub-groups.ts';
import { getDeskRules, type TicketRow } from './ticket-rows.ts';
import { clockOffsetLimitMs } from './values.ts';

type Seen = { row: TicketRow | null; party: TicketRow[]; question: CheckInQuestion };

/**
 * Records one scan and says what the door answers. A scan is a fact: it is stored under its device's id whatever is judged
 * of it, and the same id always gives the same answer, also when two copies arrive together (failures 57 to 59). An
 * admission stands in the same transaction; the database refuses the second entry on one ticket.
 *
 * A party code with several people still to come answers `choose` while `people` is null, and an order code with several
 * always does: nothing is recorded before somebody has counted, and then each ticket is a scan of its own. Refuses without `tickets.admit`; bending
 * a rule needs `tickets.override` and a reason, and is audited. Source: requirements 7.2 and 7.6, correctness 2.6.
 */
export async function recordScan(ctx: Ctx, input: RecordScanInput, keys: TicketVerifyKeys): Promise<ScanResult> {
  if (!can(ctx.actor, 'tickets.admit')) return { ok: false, code: 'forbidden' };
  if (input.override && !can(ctx.actor, 'tickets.override')) return { ok: false, code: 'may_not_override' };
  const { presented, find } = await presentCode(input.code, keys);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(ctx, (tx) => judge(tx, input, presented, find));
    } catch (error) {
      // Somebody else's change came between the lock and the insert: looking again finds it and says so.
      const isLost =
        constraintOf(error) === 'ticket_admitted_once' || ['MU006', 'MU003'].includes(sqlState(error) ?? '');
      if (attempt > 1 || !isLost) throw error;
    }
  }
}

async function judge(
  ctx: TxCtx,
  input: RecordScanInput,
  presented: Presented,
  find: TicketSearch,
): Promise<ScanResult> {
  const rows = await lockPresented(ctx, find);
  const stored = await findStoredScan(ctx.db, input.scanId);
  const { rules } = await getDeskRules(ctx.db, ctx.now);
  const clockOffsetMs = ctx.now.getTime() - input.sentAt.getTime();
  // A device that is an hour fast scanned an hour earlier than it says; nothing is scanned after it was sent.
  const scannedAt = new Date(Math.min(input.scannedAt.getTime(), input.sentAt.getTime()) + clockOffsetMs);
  // An order code shows its next ticket; told again, it is the ticket that this scan was judged of.
  const judgedOf =
    stored && find?.by === 'order_code' ? rows.party.find((ticket) => ticket.ticketId === stored.ticketId) : null;
  const row = judgedOf ?? rows.shown;
  const subGroups = row?.group?.subGroups ?? [];
  const subGroupId = subGroups.find(({ id }) => id === input.subGroupId)?.id ?? null;
  const question: CheckInQuestion = {
    nowMs: scannedAt.getTime(),
    presented,
    ticket: row ? factsForPart(row.facts, subGroups, subGroupId, scannedAt.getTime(), rules) : null,
    feedState: null,
    rules,
    gateProductIds: null,
    people: input.people,
    isDocumentChecked: input.isDocumentChecked,
  };
  const seen: Seen = { row, party: rows.party, question };
  if (stored) return repeat(input, stored, seen, clockOffsetMs);

  if (rows.mustChoose && (input.people === null || find?.by === 'order_code')) {
    const parties = partyCards(rows.party, rules, ctx.now.getTime());
    if (parties[0]?.tickets.some((ticket) => ticket.code === 'admitted' || ticket.code === 'check_document')) {
      return { ok: true, kind: 'choose', scanId: input.scanId, party: parties[0] };
    }
  }
  const bent = input.override ? bendRules(question, input.override.code) : null;
  const decision = bent?.decision ?? decideCheckIn(question);
  crashPoint('scan.before_store');
  const isNew = await storeScan(ctx, input, { decision, row, scannedAt, clockOffsetMs });
  if (!isNew) {
    const twin = await findStoredScan(ctx.db, input.scanId);
    if (twin) return repeat(input, twin, seen, clockOffsetMs);
  }
  crashPoint('scan.after_store');
  const isOverride = bent?.isBent === true && decision.code === 'admitted';
  if (decision.code === 'admitted' && row) {
    await ctx.db.insert(admission).values({
      scanId: input.scanId,
      ticketId: row.ticketId,
      people: decision.people,
      isOverride: bent?.isBeyondTicket ?? false,
      reason: isOverride ? (input.override?.reason ?? null) : null,
      subGroupId,
      admittedAt: scannedAt,
    });
    if (isOverride) {
      await writeAudit(ctx, {
        action: 'ticket_admitted_by_override',
        objectKind: 'ticket',
        objectId: row.ticketId,
        before: { refusal: input.override?.code, admittedPeople: row.facts.admittedPeople },
        after: {
          scanId: input.scanId,
          people: decision.people,
          isBeyondTicket: bent?.isBeyondTicket,
          reason: input.override?.reason,
        },
      });
    }
  }
  return { ok: true, kind: 'judged', ...answerOf(input, seen, decision, isOverride, false, clockOffsetMs) };
}

/** Stores the fact. False when a copy of this very scan was stored meanwhile. */
async function storeScan(
  ctx: TxCtx,
  input: RecordScanInput,
  fact: { decision: CheckInDecision; row: TicketRow | null; scannedAt: Date; clockOffsetMs: number },
): Promise<boolean> {
  const inserted = await ctx.db
    .insert(scan)
    .values({
      id: input.scanId,
      ticketId: fact.row?.ticketId ?? null,
      staffMemberId: ctx.actor.kind === 'staff' ? actorId(ctx.actor) : null,
      station: input.station,
      way: input.way,
      people: fact.decision.code === 'admitted' ? fact.decision.people : (input.people ?? 1),
      scannedAt: fact.scannedAt,
      sentAt: input.sentAt,
      receivedAt: ctx.now,
      clockOffsetMs: fact.clockOffsetMs,
      outcome: fact.decision.code,
    })
    .onConflictDoNothing({ target: scan.id })
    .returning({ id: scan.id });
  return inserted.length > 0;
}

function repeat(input: RecordScanInput, stored: StoredScan, seen: Seen, clockOffsetMs: number): ScanResult {
  if (stored.ticketId !== (seen.row?.ticketId ?? null)) return { ok: false, code: 'scan_id_taken' };
  const decision = judgedThen(stored, seen.question);
  return { ok: true, kind: 'judged', ...answerOf(input, seen, decision, stored.isOverride, true, clockOffsetMs) };
}

function answerOf(
  input: RecordScanInput,
  seen: Seen,
  decision: CheckInDecision,
  isOverride: boolean,
  isRepeat: boolean,
  offsetMs: number,
): ScanAnswer {
  const { row, question } = seen;
  // The cards are read under the lock, before this scan's own admission: what the answer says of it is added.
  const after = (candidate: TicketRow): TicketRow =>
    decision.code === 'admitted' && candidate.ticketId === row?.ticketId
      ? { ...candidate, facts: { ...candidate.facts, admittedPeople: decision.admittedPeople } }
      : candidate;
  const party =
    seen.party.length > 1 || row?.group ? partyCards(seen.party.map(after), question.rules, question.nowMs)[0] : null;
  return {
    scanId: input.scanId,
    isRepeat,
    decision,
    isOverride,
    ticket: row ? ticketCard(after(row), question.rules, question.nowMs) : null,
    party: party ?? null,
    clockOffsetMs: Math.abs(offsetMs) > clockOffsetLimitMs ? offsetMs : null,
  };
}

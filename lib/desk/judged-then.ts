import { sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import { type CheckInDecision, type CheckInQuestion, decideCheckIn } from '#lib/tickets/decide-check-in.ts';
import type { CheckInCode } from '#lib/tickets/values.ts';

/** A scan that was judged before, with the people its ticket had let in until then. */
export type StoredScan = {
  ticketId: string | null;
  outcome: CheckInCode;
  people: number;
  scannedAtMs: number;
  isOverride: boolean;
  admittedBefore: number;
  admissionsBefore: number;
};

/** A scan by its device's id; null when it is new. */
export async function findStoredScan(db: Db | Tx, scanId: string): Promise<StoredScan | null> {
  const { rows } = await db.execute<{
    ticket_id: string | null;
    outcome: CheckInCode;
    people: number;
    scanned_ms: string;
    reason: string | null;
    before: number;
    entries: number;
  }>(sql`
    select c.ticket_id, c.outcome, c.people, floor(extract(epoch from c.scanned_at) * 1000) as scanned_ms, a.reason,
           coalesce(sum(e.people) filter (where not e.is_override), 0)::int as before, count(e.id)::int as entries
      from scan c left join admission a on a.scan_id = c.id
      left join (admission e join scan ec on ec.id = e.scan_id)
        on e.ticket_id = c.ticket_id and case when a.id is null then ec.received_at <= c.received_at else e.id < a.id end
     where c.id = ${scanId} group by c.id, a.id`);
  const [row] = rows;
  if (!row) return null;
  return {
    ticketId: row.ticket_id,
    outcome: row.outcome,
    people: row.people,
    scannedAtMs: Number(row.scanned_ms),
    isOverride: row.reason !== null,
    admittedBefore: row.before,
    admissionsBefore: row.entries,
  };
}

/**
 * The answer a stored scan was given: judged again with the facts of that moment. Where what has changed since would now give
 * another answer (withdrawn, moved), the code that was given then stands.
 */
export function judgedThen(stored: StoredScan, question: CheckInQuestion): CheckInDecision {
  const { ticket } = question;
  if (!ticket) return decideCheckIn(question);
  const then: CheckInQuestion = {
    ...question,
    nowMs: stored.scannedAtMs,
    people: stored.outcome === 'admitted' ? stored.people : question.people,
    isDocumentChecked: stored.outcome === 'admitted' || question.isDocumentChecked,
    ticket: {
      ...ticket,
      admittedPeople: stored.admittedBefore,
      admissions: ticket.admissions.slice(0, stored.admissionsBefore),
    },
  };
  const decision = decideCheckIn(then);
  return decision.code === stored.outcome ? decision : bareAnswer(stored, then);
}

function bareAnswer(stored: StoredScan, question: CheckInQuestion): CheckInDecision {
  const ticket = question.ticket;
  if (!ticket) return decideCheckIn(question);
  const { partySize, visitDate, startsAtMs, endsAtMs } = ticket;
  const admittedPeople =
    stored.outcome === 'admitted' ? Math.min(partySize, stored.admittedBefore + stored.people) : stored.admittedBefore;
  const party = { partySize, admittedPeople, remainingPeople: Math.max(0, partySize - admittedPeople) };
  const minutesLate = Math.max(0, Math.ceil((stored.scannedAtMs - startsAtMs) / 60_000));
  const last = ticket.admissions.at(-1) ?? null;
  switch (stored.outcome) {
    case 'admitted':
      return { code: 'admitted', people: stored.people, arrival: 'on_time', minutesLate, endsAtMs, ...party };
    case 'already_used':
      return { code: 'already_used', last, ...party };
    case 'too_early':
      return { code: 'too_early', opensAtMs: startsAtMs, visitDate, startsAtMs, endsAtMs };
    case 'too_late':
      return { code: 'too_late', reason: 'guided_part_lost', minutesLate, visitDate, startsAtMs, endsAtMs };
    case 'wrong_day':
      return { code: 'wrong_day', visitDate, startsAtMs, lastDate: null };
    case 'wrong_product':
      return { code: 'wrong_product', productId: ticket.productId, productName: ticket.productName };
    case 'revoked':
      return { code: 'revoked', reason: 'withdrawn' };
    case 'check_document':
      return { code: 'check_document', documents: ticket.documents, people: stored.people, ...party };
    case 'not_on_list':
      return { code: 'not_on_list', reason: 'not_listed', partySize, lastDate: visitDate };
    case 'suspended':
    case 'unpaid':
      return { code: stored.outcome };
    case 'unknown':
      return { code: 'unknown', reason: 'no_such_code' };
  }
}

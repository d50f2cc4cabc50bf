import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { PaymentState, Provider, RefundState, refundReasons } from '#lib/payments/values.ts';
import type { IsoDate } from '#lib/platform/time.ts';
import { type FoundBill, findBill } from './find-bill.ts';
import { listVisitPapers, type Paper } from './paper-rows.ts';
import type { GroupVisit } from './visit-rows.ts';

/** A visit's money as pages tell it; sums in minor units. */
export type VisitAccount = {
  /** What it costs as it is booked; null where it has no price. */
  bill: FoundBill | null;
  currency: string;
  papers: Paper[];
  billedMinor: number;
  receivedMinor: number;
  owedMinor: number;
  /** What is to go back, where nothing more is billed. */
  overMinor: number;
  /** The first date by which something is to be paid. */
  dueDate: IsoDate | null;
  payments: {
    id: string;
    provider: Provider;
    state: PaymentState;
    amountMinor: number;
    at: Date;
    paperNo: string | null;
    proof: string | null;
  }[];
  refunds: { id: string; state: RefundState; reason: (typeof refundReasons)[number]; amountMinor: number; at: Date }[];
  /** The latest guarantee letter that was handed in. */
  letter: { id: string; isAccepted: boolean } | null;
  /** By the museum's calendar: when that letter was accepted, and when the account was closed. */
  guaranteeDate: IsoDate | null;
  closedDate: IsoDate | null;
};

type Row = {
  billed: number;
  received: number;
  currency: string;
  payments: (Omit<VisitAccount['payments'][number], 'at'> & { at: string })[];
  refunds: (Omit<VisitAccount['refunds'][number], 'at'> & { at: string })[];
  letter: string | null;
  guaranteeDate: IsoDate | null;
  closedDate: IsoDate | null;
};

/** The account of a visit. The caller has checked who asks. */
export async function getVisitAccount(db: Db, visit: GroupVisit): Promise<VisitAccount> {
  const [bill, papers, { rows }] = await Promise.all([
    findBill(db, visit),
    listVisitPapers(db, visit.id),
    db.execute<Row>(sql`
      select a.billed, a.received, coalesce((select currency from orders where id = ${visit.orderId}), (select currency from museum)) as currency,
        (select coalesce(json_agg(json_build_object('id', p.id, 'provider', p.provider, 'state', p.state, 'amountMinor', p.amount_minor, 'at', p.created_at,
             'paperNo', d.year || '-' || lpad(d.no::text, 4, '0'), 'proof', coalesce(c.reference, c.terminal || ' / ' || c.slip)) order by p.created_at, p.id), '[]')
           from payment p left join account_document d on d.id = p.document_id left join counter_proof c on c.payment_id = p.id where p.order_id = ${visit.orderId}) as payments,
        (select coalesce(json_agg(json_build_object('id', r.id, 'state', r.state, 'reason', r.reason, 'amountMinor', r.amount_minor, 'at', r.created_at) order by r.created_at, r.id), '[]')
           from refund r where r.order_id = ${visit.orderId}) as refunds,
        (select id from visit_file where visit_id = ${visit.id} and kind = 'guarantee_letter' order by at desc, id desc limit 1) as letter,
        (select (v.guarantee_accepted_at at time zone m.time_zone)::date::text from group_visit v, museum m where v.id = ${visit.id}) as "guaranteeDate",
        (select (v.account_closed_at at time zone m.time_zone)::date::text from group_visit v, museum m where v.id = ${visit.id}) as "closedDate"
        from visit_account(${visit.id}) a`),
  ]);
  const row = rows[0];
  const { billed = 0, received = 0 } = row ?? {};
  const isFinal = visit.accountClosedAt !== null || visit.state.startsWith('cancelled');
  const due = papers.filter(({ kind, leftMinor, dueDate }) => kind === 'invoice' && leftMinor > 0 && dueDate);
  return {
    bill,
    currency: row?.currency ?? bill?.currency ?? 'AZN',
    papers,
    billedMinor: billed,
    receivedMinor: received,
    owedMinor: Math.max(0, billed - received),
    overMinor: isFinal ? Math.max(0, received - billed) : 0,
    dueDate: due.map(({ dueDate }) => dueDate ?? '').sort()[0] ?? null,
    payments: (row?.payments ?? []).map((payment) => ({ ...payment, at: new Date(payment.at) })),
    refunds: (row?.refunds ?? []).map((refund) => ({ ...refund, at: new Date(refund.at) })),
    guaranteeDate: row?.guaranteeDate ?? null,
    closedDate: row?.closedDate ?? null,
    letter: row?.letter ? { id: row.letter, isAccepted: visit.guaranteeAcceptedAt !== null } : null,
  };
}

import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { defaultLadder, type LadderStep, ladderShare, shareOfMinor } from '#lib/payments/refund-ladder.ts';
import { getSettings } from '#lib/platform/settings.ts';
import type { TxCtx } from '#lib/platform/transaction.ts';
import { partOfBill } from './bill-visit.ts';
import { differenceOf, writeLess } from './bring-papers-up.ts';
import { findBill } from './find-bill.ts';
import { returnOverpaid } from './return-overpaid.ts';
import { lockVisit } from './visit-rows.ts';
import { writePaper } from './write-paper.ts';

/**
 * What becomes of the money of a visit that is called off, in the transaction that ends it (requirements 5.3, 5.4): all invoices are
 * taken back by credit notes. By the museum everything goes back. By the group the product's ladder says what is kept, never more than
 * was paid or billed: where it is something, it stands on an invoice of its own, and the rest goes back. Nothing paid and nothing
 * billed: no paper, and no fee.
 */
export async function endVisitMoney(
  tx: TxCtx,
  input: { visitId: string; by: 'group' | 'museum' },
): Promise<{ keptMinor: number; refundedMinor: number }> {
  const visit = await lockVisit(tx.db, input.visitId);
  const bill = visit?.orderId ? await findBill(tx.db, visit) : null;
  if (!visit || !bill) return { keptMinor: 0, refundedMinor: 0 };
  const { rows } = await tx.db.execute<{ billed: number; received: number }>(
    sql`select billed, received from visit_account(${visit.id})`,
  );
  const { billed = 0, received = 0 } = rows[0] ?? {};
  if (billed === 0 && received === 0) return { keptMinor: 0, refundedMinor: 0 };
  const share = input.by === 'museum' ? 1000 : await shareBack(tx, visit.id, visit.productId);
  const ladderKeeps = bill.totalMinor - shareOfMinor(bill.totalMinor, share);
  const keptMinor = Math.min(ladderKeeps, Math.max(billed, received));
  const { less } = await differenceOf(tx, visit, []);
  await writeLess(tx, visit, bill, less);
  const fee = partOfBill('cancellation', keptMinor, bill);
  if (fee.length > 0) {
    const { invoice_due_days: dueDays } = await getSettings(tx.db as unknown as Db, bill.visitDate);
    await writePaper(tx, visit, { ...bill, kind: 'invoice', lines: fee, basis: 'minimum', dueDays });
  }
  const reason = input.by === 'museum' ? 'cancelled_by_museum' : 'cancelled_by_visitor';
  const { refundedMinor } = await returnOverpaid(tx, visit, reason);
  return { keptMinor, refundedMinor };
}

/** The share of the price that goes back to a group that calls its visit off now, in thousandths: the ladder of the day it was agreed. */
async function shareBack(tx: TxCtx, visitId: string, productId: string): Promise<number> {
  const { rows } = await tx.db.execute<{ hoursLeft: number; madeDate: string; steps: LadderStep[] }>(sql`
    select (extract(epoch from (select min(t.starts_at) from sub_group g join timeslot t on t.id = g.timeslot_id where g.plan_id = v.plan_id) - now()) / 3600)::float8 as "hoursLeft",
           to_char(o.created_at, 'YYYY-MM-DD') as "madeDate",
           (select coalesce(jsonb_agg(jsonb_build_object('untilHours', l.until_hours, 'sharePerMille', l.share_per_mille) order by l.until_hours desc), '[]')
              from cancellation_ladder l where l.product_id = ${productId} and l.valid_from = (
                select max(valid_from) from cancellation_ladder where product_id = ${productId} and valid_from <= o.created_at::date)) as steps
      from group_visit v join orders o on o.id = v.order_id where v.id = ${visitId}`);
  const row = rows[0];
  if (!row) return 1000;
  const steps =
    row.steps.length > 0 ? row.steps : defaultLadder(await getSettings(tx.db as unknown as Db, row.madeDate));
  return ladderShare(steps, row.hoursLeft);
}

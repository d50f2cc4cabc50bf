import type { DifferingLine } from '#lib/payments/compare-ledger.ts';
import { type ReconcileLedgerResult, reconcileLedger } from '#lib/payments/reconcile-ledger.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { getZone } from '#lib/platform/settings.ts';
import { addDays, dateAt, type IsoDate } from '#lib/platform/time.ts';
import { importDisputes } from './import-disputes.ts';
import { importRefunds } from './import-refunds.ts';
import { settlePayment } from './settle-payment.ts';
import { untilUnreachable } from './until-unreachable.ts';

const daysBack = 7;

/**
 * The daily comparison with the gateways (5.2), on demand too: compares the days (the last seven whole ones, unless given), asks
 * after each movement that is missing here as if its message had just come, and compares again. What is left is named.
 */
export async function reconcileMoney(
  ctx: Ctx,
  days?: { fromDate: IsoDate; toDate: IsoDate },
): Promise<ReconcileLedgerResult> {
  const zone = await getZone(ctx.db);
  if (!zone) return { ok: false, code: 'no_museum' };
  const today = dateAt(ctx.now, zone);
  const wanted = days ?? { fromDate: addDays(today, -daysBack), toDate: addDays(today, -1) };
  const first = await reconcileLedger(ctx, wanted);
  if (!first.ok) return first;
  const missing = first.days.flatMap(({ lines }) => lines).filter(({ why }) => why === 'missing_here');
  if (missing.length === 0) return first;
  crashPoint('reconcile_money.after_first');
  await untilUnreachable(missing, (line) => askAfter(ctx, line));
  return reconcileLedger(ctx, wanted);
}

async function askAfter(ctx: Ctx, line: DifferingLine): Promise<boolean> {
  if (line.kind === 'charge' && line.paymentId) {
    return (await settlePayment(ctx, { paymentId: line.paymentId })).ok;
  }
  if (!line.paymentIntentId) return true;
  const which = { paymentIntentId: line.paymentIntentId };
  if (line.kind === 'refund' || line.kind === 'refund_failed') return isAnswer(await importRefunds(ctx, which));
  if (line.kind === 'dispute' || line.kind === 'dispute_won') return isAnswer(await importDisputes(ctx, which));
  return true;
}

const isAnswer = (result: { ok: true } | { ok: false; code: string }) =>
  result.ok || result.code !== 'provider_unavailable';

import { sql } from 'drizzle-orm';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { getZone } from '#lib/platform/settings.ts';
import { addDays, type IsoDate, instantOf } from '#lib/platform/time.ts';
import { inTransaction, type TxCtx } from '#lib/platform/transaction.ts';
import { type ComparedDay, compareLedger, type DifferingLine } from './compare-ledger.ts';
import { configuredGateways } from './gateways.ts';
import { importBalance } from './import-balance.ts';
import type { ProviderFailure } from './provider.ts';
import { type Gateway, gateways, type MoneyTaskKind } from './values.ts';

export type ReconcileLedgerResult =
  | { ok: true; days: ComparedDay[] }
  | Refusal<'forbidden' | 'no_museum'>
  | ProviderFailure;

/**
 * Compares the ledger with each gateway's own account of its balance (5.2), for each currency and each day of the museum from
 * `fromDate` to `toDate`: reads the gateway's lines, takes over its fees and payouts, writes the outcome of each day, and makes
 * a task of each movement on which the two do not agree. What has come right since is no task any more. Needs `money.change`.
 * May be repeated as often as one likes. A gateway out of reach does not keep the others from being compared.
 */
export async function reconcileLedger(
  ctx: Ctx,
  input: { fromDate: IsoDate; toDate: IsoDate },
): Promise<ReconcileLedgerResult> {
  if (!can(ctx.actor, 'money.change')) return { ok: false, code: 'forbidden' };
  const zone = await getZone(ctx.db);
  if (!zone) return { ok: false, code: 'no_museum' };
  const period = {
    from: instantOf(input.fromDate, '00:00', zone),
    to: instantOf(addDays(input.toDate, 1), '00:00', zone),
  };
  let failure: ProviderFailure | null = null;
  const all: ComparedDay[] = [];
  for (const provider of configuredGateways()) {
    const imported = await importBalance(ctx, { provider, ...period });
    if (imported.ok) all.push(...(await compareOne(ctx, { provider, ...input })));
    else failure ??= imported;
  }
  return failure ?? { ok: true, days: all };
}

type Compared = { provider: Gateway; fromDate: IsoDate; toDate: IsoDate };

async function compareOne(ctx: Ctx, input: Compared): Promise<ComparedDay[]> {
  return inTransaction(
    ctx,
    async (tx) => {
      // One comparison at a time, so that an older look does not overwrite a newer one.
      await tx.db.execute(sql`select pg_advisory_xact_lock(hashtext('reconcile_ledger'))`);
      const days = await compareLedger(tx.db, input);
      await writeDays(tx, input, days);
      crashPoint('reconcile_money.after_days');
      await writeTasks(tx, input, days);
      await closeCleared(tx, input, days);
      return days;
    },
    'ledger compared',
  );
}

async function writeDays(tx: TxCtx, input: Compared, days: ComparedDay[]): Promise<void> {
  // A day on which nothing moves any more comes out at nothing.
  await tx.db.execute(sql`
    update reconciliation set ours_minor = 0, theirs_minor = 0, under_way_minor = 0, lines = '[]', compared_at = now()
     where provider = ${input.provider} and date between ${input.fromDate} and ${input.toDate}`);
  await tx.db.execute(sql`
    insert into reconciliation (provider, date, currency, ours_minor, theirs_minor, under_way_minor, lines)
    select ${input.provider}, date, currency, "oursMinor", "theirsMinor", "underWayMinor", lines
      from jsonb_to_recordset(${JSON.stringify(days)}::jsonb) as d(date date, currency text, "oursMinor" bigint, "theirsMinor" bigint,
        "underWayMinor" bigint, lines jsonb)
    on conflict (provider, date, currency) do update set ours_minor = excluded.ours_minor, theirs_minor = excluded.theirs_minor,
      under_way_minor = excluded.under_way_minor, lines = excluded.lines, compared_at = now()`);
}

function taskKind(line: DifferingLine): MoneyTaskKind | null {
  if (line.why === 'under_way') return null;
  if (line.why === 'amount_differs') return 'mismatched';
  if (line.why === 'missing_here' && (line.kind === 'dispute' || line.kind === 'dispute_won')) return 'disputed';
  return line.why;
}

async function writeTasks(tx: TxCtx, input: Compared, days: ComparedDay[]): Promise<void> {
  const tasks = days.flatMap(({ date, currency, lines }) =>
    lines.flatMap((line) => {
      const kind = taskKind(line);
      return kind ? [{ ...line, task: kind, date, currency, subject: `${line.kind}:${line.reference}` }] : [];
    }),
  );
  if (tasks.length === 0) return;
  await tx.db.execute(sql`
    insert into money_task (kind, subject, order_id, amount_minor, currency, facts)
    select task, subject, "orderId", "theirsMinor" - "oursMinor", currency,
           jsonb_build_object('provider', ${input.provider}::text, 'date', date, 'kind', kind, 'reference', reference, 'oursMinor', "oursMinor", 'theirsMinor', "theirsMinor",
             'paymentId', "paymentId", 'paymentIntentId', "paymentIntentId")
      from jsonb_to_recordset(${JSON.stringify(tasks)}::jsonb) as t(task text, subject text, "orderId" uuid, "oursMinor" integer,
        "theirsMinor" integer, currency text, date text, kind text, reference text, "paymentId" text, "paymentIntentId" text)
    on conflict (kind, subject) do update set state = 'open', done_at = null, reason = null, facts = excluded.facts
      where money_task.state = 'done' and money_task.done_by is null`);
}

/** Tasks of these days whose movement both sides know now, by the same amount. Old tasks name no gateway: there was one. */
async function closeCleared(tx: TxCtx, input: Compared, days: ComparedDay[]): Promise<void> {
  const open = days.flatMap(({ lines }) =>
    lines.flatMap((line) => {
      const kind = taskKind(line);
      return kind ? [`${kind} ${line.kind}:${line.reference}`] : [];
    }),
  );
  await tx.db.execute(sql`
    update money_task set state = 'done', done_at = now()
     where state = 'open' and coalesce(facts ->> 'provider', ${gateways[0]}) = ${input.provider} and facts ->> 'date' between ${input.fromDate} and ${input.toDate} and facts ? 'reference'
       and not (kind || ' ' || subject) = any (array(select jsonb_array_elements_text(${JSON.stringify(open)}::jsonb)))`);
}

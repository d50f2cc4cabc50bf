import { sql } from 'drizzle-orm';
import type { Ctx } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { gatewayOf } from './gateways.ts';
import type { BalanceLine, ProviderFailure } from './provider.ts';
import type { Gateway } from './values.ts';

/**
 * Copies a gateway's account of its balance from one instant up to another, page by page, each line once. What only the
 * provider moves (fees, payouts to the bank) enters the ledger here, under its own day. A refund that failed before it ever
 * came through stands on the balance twice, out and back: so it does in the ledger.
 */
export async function importBalance(
  ctx: Ctx,
  input: { provider: Gateway; from: Date; to: Date },
): Promise<{ ok: true } | ProviderFailure> {
  const { provider, from, to } = input;
  let after: string | undefined;
  do {
    const page = await gatewayOf(provider).listBalanceTransactions({ from, to, ...(after ? { after } : {}) });
    if (!page.ok) return page;
    if (page.lines.length > 0) await inTransaction(ctx, (tx) => store(tx, provider, page.lines), 'balance read');
    after = page.next ?? undefined;
  } while (after);
  await inTransaction(
    ctx,
    (tx) =>
      tx.db.execute(sql`
        insert into ledger_entry (at, kind, amount_minor, currency, order_id, payment_id, refund_id, provider, provider_reference)
        select b.at, b.kind, b.amount_minor, b.currency, r.order_id, r.payment_id, r.id, b.provider, b.reference
          from balance_line b join refund r on r.provider_refund_id = b.reference and r.state in ('failed','manual','canceled')
         where b.provider = ${provider} and b.kind in ('refund','refund_failed')
           and b.reference in (select reference from balance_line where provider = ${provider} and kind = 'refund_failed'
                                and at >= ${from.toISOString()} and at < ${to.toISOString()})
           and exists (select 1 from balance_line o where o.provider = b.provider and o.kind = 'refund' and o.reference = b.reference)
        on conflict (provider, provider_reference, kind) do nothing`),
    'balance read',
  );
  return { ok: true };
}

async function store(ctx: Ctx, provider: Gateway, lines: BalanceLine[]): Promise<void> {
  const rows = JSON.stringify(
    lines.map((line) => ({
      line_id: line.lineId,
      kind: line.kind,
      reference: line.reference,
      amount_minor: line.amountMinor,
      currency: line.currency,
      at: line.at.toISOString(),
      payment_intent_id: line.paymentIntentId,
      payment_id: line.paymentId,
    })),
  );
  await ctx.db.execute(sql`
    with given as (
      select * from jsonb_to_recordset(${rows}::jsonb) as g(line_id text, kind text, reference text, amount_minor integer,
        currency text, at timestamptz, payment_intent_id text, payment_id uuid)
    ), stored as (
      insert into balance_line (provider, line_id, kind, reference, amount_minor, currency, at, line_date, payment_intent_id, payment_id)
      select ${provider}, line_id, kind, reference, amount_minor, currency, at,
             (at at time zone coalesce((select time_zone from museum limit 1), 'UTC'))::date, payment_intent_id, payment_id from given
      on conflict (provider, line_id, kind) do nothing
    )
    insert into ledger_entry (at, kind, amount_minor, currency, order_id, payment_id, provider, provider_reference)
    select g.at, g.kind, g.amount_minor, g.currency, p.order_id, p.id, ${provider}, g.reference
      from given g left join payment p on p.payment_intent_id = g.payment_intent_id
     where g.kind in ('fee','payout')
    on conflict (provider, provider_reference, kind) do nothing`);
}

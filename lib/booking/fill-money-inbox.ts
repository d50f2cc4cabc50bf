import { sql } from 'drizzle-orm';
import { gateways } from '#lib/payments/values.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';

/**
 * Puts into the money inbox what needs a person by the state it is in, each once, and takes out what has come right since (5.2).
 * Found by state and not told by the verbs, so that nothing can forget it. What the daily comparison finds it writes itself.
 */
export async function fillMoneyInbox(ctx: Ctx): Promise<{ opened: number; closed: number }> {
  return inTransaction(
    ctx,
    async (tx) => {
      await tx.db.execute(sql`select pg_advisory_xact_lock(hashtext('fill_money_inbox'))`);
      const { rows } = await tx.db.execute<{ opened: number; closed: number }>(sql`
        with found as (
          select 'mismatched' as kind, 'payment:' || id as subject, order_id, amount_minor, currency, jsonb_build_object('paymentId', id) as facts
            from payment where state = 'mismatch'
          union all
          select 'refund_failed', 'refund:' || id, order_id, amount_minor, currency,
                 jsonb_build_object('refundId', id, 'paymentId', payment_id)
            from refund where state in ('failed','manual') and reason <> 'outside' and handled_at is null
          union all
          select 'refunded_outside', 'refund:' || id, order_id, amount_minor, currency,
                 jsonb_build_object('refundId', id, 'paymentId', payment_id)
            from refund where reason = 'outside' and state not in ('failed','manual','canceled') and handled_at is null
          union all
          select 'disputed', 'payment:' || p.id, p.order_id, p.captured_minor, p.currency, jsonb_build_object('paymentId', p.id)
            from payment p where p.dispute_state = 'open'
             and p.id in (select payment_id from ledger_entry where kind = 'dispute')
          union all
          select 'paid_but_expired', 'payment:' || p.id, p.order_id, p.captured_minor, p.currency, jsonb_build_object('paymentId', p.id)
            from orders o join payment p on p.order_id = o.id and p.state = 'succeeded' and p.captured_minor > 0
            and p.provider = any (${sql.param([...gateways])}::text[])
           where o.state in ('paid_unfulfillable','refund_pending') and p.settled_at < now() - interval '10 minutes'
             and p.captured_minor > (select coalesce(sum(r.amount_minor), 0) from refund r where r.payment_id = p.id and r.state = 'succeeded')
             and not exists (select 1 from refund r where r.payment_id = p.id and r.state = 'manual')
        ), opened as (
          insert into money_task (kind, subject, order_id, amount_minor, currency, facts) select * from found
          on conflict (kind, subject) do update set state = 'open', done_at = null, reason = null
            where money_task.state = 'done' and money_task.done_by is null
          returning 1
        ), closed as (
          update money_task t set state = 'done', done_at = now()
           where t.state = 'open' and not t.facts ? 'reference' and t.kind <> 'broken_invariant'
             and not exists (select 1 from found f where f.kind = t.kind and f.subject = t.subject)
          returning 1
        )
        select (select count(*)::int from opened) as opened, (select count(*)::int from closed) as closed`);
      return rows[0] ?? { opened: 0, closed: 0 };
    },
    'money inbox',
  );
}

import { sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import type { IsoDate } from '#lib/platform/time.ts';
import type { Gateway, ledgerKinds } from './values.ts';

/**
 * A movement on which the ledger and the provider do not agree. `under_way`: a refund that the provider has booked and not yet
 * brought to its end; it waits and is nobody's task.
 */
export type DifferingLine = {
  why: 'missing_here' | 'missing_at_provider' | 'amount_differs' | 'under_way';
  kind: (typeof ledgerKinds)[number];
  reference: string;
  oursMinor: number;
  theirsMinor: number;
  orderId: string | null;
  paymentId: string | null;
  paymentIntentId: string | null;
};

export type ComparedDay = {
  provider: Gateway;
  date: IsoDate;
  currency: string;
  oursMinor: number;
  theirsMinor: number;
  /** Ours less theirs: always the sum over `lines`. */
  differenceMinor: number;
  underWayMinor: number;
  lines: DifferingLine[];
};

/**
 * Holds the ledger against the imported lines of one gateway's balance, movement by movement, for each currency and each day
 * of the museum from `fromDate` to `toDate`. A movement both know counts on the provider's day, so that what was settled after
 * midnight, or days late, is no difference; one that only the ledger knows counts on the ledger's day.
 */
export async function compareLedger(
  db: Db | Tx,
  input: { provider: Gateway; fromDate: IsoDate; toDate: IsoDate },
): Promise<ComparedDay[]> {
  const { provider } = input;
  const { rows } = await db.execute<Omit<ComparedDay, 'provider'>>(sql`
    with zone as (select coalesce((select time_zone from museum limit 1), 'UTC') as name),
    theirs as (
      select kind, reference, currency, min(line_date) as date, sum(amount_minor) as amount,
             min(payment_intent_id) as payment_intent_id, min(payment_id::text) as payment_id
        from balance_line b where provider = ${provider} and (kind, reference) in (
          select kind, reference from balance_line where provider = ${provider} and line_date between ${input.fromDate}::date and ${input.toDate}::date)
       group by kind, reference, currency having min(line_date) between ${input.fromDate}::date and ${input.toDate}::date
    ),
    moved as (
      select t.kind, t.reference, t.currency, t.date, coalesce(e.amount_minor, 0) as ours, t.amount as theirs,
             coalesce(e.order_id, p.order_id) as order_id, coalesce(e.payment_id::text, p.id::text, t.payment_id) as payment_id,
             t.payment_intent_id, r.state as refund_state, e.id is null as is_missing_here, false as is_missing_there
        from theirs t
        left join ledger_entry e on e.provider = ${provider} and e.kind = t.kind and e.provider_reference = t.reference and e.currency = t.currency
        left join payment p on p.payment_intent_id = t.payment_intent_id
        left join refund r on t.kind in ('refund','refund_failed') and r.provider_refund_id = t.reference
      union all
      select e.kind, e.provider_reference, e.currency, (e.at at time zone zone.name)::date, e.amount_minor, 0,
             e.order_id, e.payment_id::text, p.payment_intent_id, null, false, true
        from zone, ledger_entry e left join payment p on p.id = e.payment_id
       where e.provider = ${provider} and e.amount_minor <> 0
         and e.at >= (${input.fromDate}::date)::timestamp at time zone zone.name
         and e.at < (${input.toDate}::date + 1)::timestamp at time zone zone.name
         and not exists (select 1 from balance_line b where b.provider = ${provider} and b.kind = e.kind
                          and b.reference = e.provider_reference and b.currency = e.currency)
    ),
    judged as (
      select *, case when is_missing_there then 'missing_at_provider'
                     when is_missing_here and kind in ('refund','refund_failed')
                          and refund_state in ('requested','submitting','pending','requires_action','failed','manual','canceled') then 'under_way'
                     when is_missing_here then 'missing_here' else 'amount_differs' end as why from moved
    )
    select date::text, currency, sum(ours)::float8 as "oursMinor", sum(theirs)::float8 as "theirsMinor",
           sum(ours - theirs)::float8 as "differenceMinor",
           coalesce(sum(ours - theirs) filter (where why = 'under_way'), 0)::float8 as "underWayMinor",
           coalesce(jsonb_agg(jsonb_build_object('why', why, 'kind', kind, 'reference', reference, 'oursMinor', ours,
             'theirsMinor', theirs, 'orderId', order_id, 'paymentId', payment_id, 'paymentIntentId', payment_intent_id)
             order by kind, reference) filter (where ours <> theirs), '[]') as lines
      from judged group by date, currency order by date, currency`);
  return rows.map((day) => ({ provider, ...day }));
}

import { sql } from 'drizzle-orm';
import type { MoneyTaskKind } from '#lib/payments/values.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import type { Refusal } from '#lib/platform/result.ts';
import type { IsoDate } from '#lib/platform/time.ts';

export type MoneyTaskRow = {
  id: string;
  kind: MoneyTaskKind;
  orderId: string | null;
  orderCode: string | null;
  /** What the provider has more than we (negative: less), or the sum concerned; null where no sum is. */
  amountMinor: number | null;
  currency: string | null;
  /** The provider's name of the movement, or the invariant that is broken. */
  reference: string | null;
  /** Whether the button does something by itself, or only takes note. */
  hasButton: boolean;
  openedAt: Date;
};

export type ComparedDayRow = {
  date: IsoDate;
  currency: string;
  oursMinor: number;
  theirsMinor: number;
  differenceMinor: number;
  underWayMinor: number;
  comparedAt: Date;
};

/** The money inbox: what is open, the oldest first, and the last fourteen days compared with the provider. Needs `money.see`. */
export async function listMoneyTasks(
  ctx: Ctx,
): Promise<{ ok: true; tasks: MoneyTaskRow[]; days: ComparedDayRow[] } | Refusal<'forbidden'>> {
  if (!can(ctx.actor, 'money.see')) return { ok: false, code: 'forbidden' };
  const tasks = await ctx.db.execute<MoneyTaskRow>(sql`
    select t.id, t.kind, t.order_id as "orderId", o.code as "orderCode", t.amount_minor as "amountMinor", t.currency,
           coalesce(t.facts ->> 'reference', t.facts ->> 'invariant') as reference, t.opened_at as "openedAt",
           t.facts ? 'date' or t.kind in ('paid_but_expired','refund_failed') as "hasButton"
      from money_task t left join orders o on o.id = t.order_id where t.state = 'open' order by t.opened_at, t.id limit 100`);
  const days = await ctx.db.execute<ComparedDayRow>(sql`
    select date::text, currency, ours_minor::float8 as "oursMinor", theirs_minor::float8 as "theirsMinor",
           difference_minor::float8 as "differenceMinor", under_way_minor::float8 as "underWayMinor", compared_at as "comparedAt"
      from reconciliation order by date desc, currency limit 14`);
  return {
    ok: true,
    tasks: tasks.rows.map((row) => ({ ...row, openedAt: new Date(row.openedAt) })),
    days: days.rows.map((row) => ({ ...row, comparedAt: new Date(row.comparedAt) })),
  };
}

import { sql } from 'drizzle-orm';
import { configuredGateways, gatewayOf } from '#lib/payments/gateways.ts';
import type { ProviderFailure, Recent, RecentPage } from '#lib/payments/provider.ts';
import type { Gateway, providerLists } from '#lib/payments/values.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { importDisputes } from './import-disputes.ts';
import { importRefunds } from './import-refunds.ts';
import { untilUnreachable } from './until-unreachable.ts';

type List = (typeof providerLists)[number];
type Seen = { id: string; state: string; paymentIntentId: string | null; at: Date };

// What began shortly before what we saw last may appear in the list after it.
const overlapMs = 2 * 60_000;
const firstLookDays = 30;
// Money that was refunded before we knew of it is known within minutes: until then the cursor waits.
const waitForPaymentMs = 3_600_000;
const mostPages = 1000;

/**
 * Finds what happened to our money at the gateways though no message came of it: refunds and disputes that began since we looked
 * last, by the gateway's own lists and clock, and what has become of disputes that are open (42). The cursor moves only when all
 * of it was taken in; what is known already costs no further question.
 */
export async function importRecent(ctx: Ctx): Promise<{ found: number; unreachable: number }> {
  const result = { found: 0, unreachable: 0 };
  for (const gateway of configuredGateways()) {
    for (const list of ['refunds', 'disputes'] as const) {
      const found = await importList(ctx, gateway, list);
      if (found === null) result.unreachable += 1;
      else result.found += found;
    }
  }
  const open = await leaseOpenDisputes(ctx);
  const answers = await untilUnreachable(open, async (paymentIntentId) =>
    isTaken(await importDisputes(ctx, { paymentIntentId })),
  );
  result.unreachable += answers.filter((isDone) => !isDone).length;
  return result;
}

async function importList(ctx: Ctx, gateway: Gateway, list: List): Promise<number | null> {
  const since = await sinceOf(ctx, gateway, list);
  const seen = await readAll(gateway, list, since);
  if (!seen) return null;
  crashPoint('recent.after_list');
  const { known, news } = await compare(ctx, list, seen);
  const take = list === 'refunds' ? importRefunds : importDisputes;
  const answers = await untilUnreachable(news, async (paymentIntentId) =>
    isTaken(await take(ctx, { paymentIntentId })),
  );
  if (answers.length < news.length || answers.includes(false)) return null;
  crashPoint('recent.before_cursor');
  if (seen.length > 0) {
    const newest = Math.max(...seen.map(({ at }) => at.getTime()));
    const waiting = seen.filter(({ paymentIntentId }) => !known.has(paymentIntentId)).map(({ at }) => at.getTime());
    const until = Math.min(newest, ...waiting.filter((at) => at > newest - waitForPaymentMs));
    await ctx.db.execute(sql`
      insert into provider_cursor (provider, list, seen_until) values (${gateway}, ${list}, ${new Date(until).toISOString()})
      on conflict (provider, list) do update set seen_until = greatest(provider_cursor.seen_until, excluded.seen_until)`);
  }
  return news.length;
}

/** A payment that is not ours is nobody's concern here: the daily comparison names it. */
const isTaken = (result: { ok: true } | { ok: false; code: string }) => result.ok || result.code === 'unknown_payment';

async function sinceOf(ctx: Ctx, gateway: Gateway, list: List): Promise<Date> {
  const { rows } = await ctx.db.execute<{ seenUntil: string }>(sql`
    select coalesce((select seen_until from provider_cursor where provider = ${gateway} and list = ${list}),
                    now() - make_interval(days => ${firstLookDays})) as "seenUntil"`);
  return new Date(new Date(rows[0]?.seenUntil ?? 0).getTime() - overlapMs);
}

async function readAll(gateway: Gateway, list: List, since: Date): Promise<Seen[] | null> {
  const provider = gatewayOf(gateway);
  const read = (request: Recent) => (list === 'refunds' ? refundsOf(request) : disputesOf(request));
  const refundsOf = async (request: Recent) =>
    pageOf(await provider.listRecentRefunds(request), (refund) => ({
      id: refund.providerRefundId,
      state: refund.state,
    }));
  const disputesOf = async (request: Recent) =>
    pageOf(await provider.listRecentDisputes(request), (dispute) => ({
      id: dispute.providerDisputeId,
      state: dispute.state,
    }));
  const all: Seen[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await read({ since, ...(after ? { after } : {}) });
    if (!page) return null;
    all.push(...page.seen);
    if (!page.next) return all;
    after = page.next;
  }
  throw new Error(`${gateway} lists more than ${mostPages} pages of ${list}`);
}

function pageOf<What>(
  page: RecentPage<What> | ProviderFailure,
  what: (item: What) => { id: string; state: string },
): { seen: Seen[]; next: string | null } | null {
  if (!page.ok) return null;
  return {
    seen: page.items.map((item) => ({ ...what(item.what), paymentIntentId: item.paymentIntentId, at: item.at })),
    next: page.next,
  };
}

/** Whose payments are ours, and of whom the gateway says something else than we do: the payments to ask after, each once. */
async function compare(
  ctx: Ctx,
  list: List,
  seen: readonly Seen[],
): Promise<{ known: ReadonlySet<string | null>; news: string[] }> {
  const rows = JSON.stringify(seen.map(({ id, state, paymentIntentId }) => ({ id, state, intent: paymentIntentId })));
  const isNews =
    list === 'refunds'
      ? sql`not exists (select 1 from refund r where r.provider_refund_id = g.id and (r.state = g.state
              or (r.state = 'manual' and g.state = 'failed') or (r.state = 'canceled' and r.handled_at is not null)))`
      : sql`(p.dispute_state is null or (p.dispute_state <> 'lost' and p.dispute_state <> g.state))`;
  const answer = await ctx.db.execute<{ intent: string; isNews: boolean }>(sql`
    select p.payment_intent_id as intent, bool_or(${isNews}) as "isNews"
      from jsonb_to_recordset(${rows}::jsonb) as g(id text, state text, intent text) join payment p on p.payment_intent_id = g.intent
     group by 1`);
  return {
    known: new Set(answer.rows.map(({ intent }) => intent)),
    news: answer.rows.filter((row) => row.isNews).map(({ intent }) => intent),
  };
}

async function leaseOpenDisputes(ctx: Ctx): Promise<string[]> {
  return inTransaction(ctx, async (tx) => {
    const { rows } = await tx.db.execute<{ intent: string }>(sql`
      update payment set updated_at = now() where id in (
        select id from payment where dispute_state = 'open' and payment_intent_id is not null and updated_at < now() - interval '50 seconds'
         order by updated_at limit 50 for no key update skip locked)
      returning payment_intent_id as intent`);
    return rows.map(({ intent }) => intent);
  });
}

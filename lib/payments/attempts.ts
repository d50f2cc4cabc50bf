import { sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { inTransaction, type TxCtx } from '#lib/platform/transaction.ts';
import type { OpenedCheckout } from './provider.ts';
import type { PaymentState, Provider } from './values.ts';

export type Attempt = {
  id: string;
  orderId: string;
  provider: Provider;
  state: PaymentState;
  amountMinor: number;
  currency: string;
  sessionId: string | null;
  checkoutUrl: string | null;
  failureCode: string | null;
  createdAt: Date;
  /** By the database's clock: its page takes no money any more, or will not for long enough to type a card number. */
  isPageOver: boolean;
  /** The change of a paid order that it pays for; null where it pays for the order. */
  changeId: string | null;
  /** The paper of a group's visit that it pays. */
  documentId: string | null;
};

type Row = Omit<Attempt, 'createdAt'> & { createdAt: string };

const columns = sql`id, order_id as "orderId", provider, state, amount_minor as "amountMinor", currency, session_id as "sessionId",
  checkout_url as "checkoutUrl", failure_code as "failureCode", created_at as "createdAt", change_id as "changeId", document_id as "documentId",
  coalesce(session_expires_at < now() + interval '30 seconds', false) as "isPageOver"`;

const asAttempt = (row: Row | undefined): Attempt | null =>
  row ? { ...row, createdAt: new Date(row.createdAt) } : null;

export async function findAttempt(db: Db | Tx, paymentId: string): Promise<Attempt | null> {
  const { rows } = await db.execute<Row>(sql`select ${columns} from payment where id = ${paymentId}`);
  return asAttempt(rows[0]);
}

/** The attempt of an order that can still become money, if any: there is at most one (payment_one_live). */
export async function findLiveAttempt(db: Db | Tx, orderId: string): Promise<Attempt | null> {
  const { rows } = await db.execute<Row>(sql`
    select ${columns} from payment where order_id = ${orderId} and state in ('created','open','processing')`);
  return asAttempt(rows[0]);
}

export async function insertAttempt(
  ctx: TxCtx,
  input: {
    paymentId: string;
    orderId: string;
    provider: Provider;
    amountMinor: number;
    currency: string;
    changeId?: string | null;
    documentId?: string | null;
  },
): Promise<void> {
  await ctx.db.execute(sql`
    insert into payment (id, order_id, provider, state, amount_minor, currency, change_id, document_id)
    values (${input.paymentId}, ${input.orderId}, ${input.provider}, 'created', ${input.amountMinor}, ${input.currency},
            ${input.changeId ?? null}, ${input.documentId ?? null})`);
}

/** created → open with what the provider answered. False when somebody else moved the attempt first: read it again. */
export async function markOpen(ctx: Ctx, paymentId: string, opened: OpenedCheckout): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const { rowCount } = await tx.db.execute(sql`
      update payment set state = 'open', session_id = ${opened.sessionId}, checkout_url = ${opened.url},
             session_expires_at = ${opened.expiresAt.toISOString()}, updated_at = now()
       where id = ${paymentId} and state = 'created'`);
    return rowCount === 1;
  });
}

/**
 * Ends an attempt, if it is still live, because its page says so (`expired`, `failed`) or because nobody was ever given the
 * page (`canceled`, from `created` only). Money that is found later all the same is settled from each of these.
 */
export async function endAttempt(
  ctx: TxCtx,
  paymentId: string,
  state: 'expired' | 'failed' | 'canceled',
  failureCode: string | null = null,
): Promise<boolean> {
  const from = state === 'canceled' ? sql`state = 'created'` : sql`state in ('created','open','processing')`;
  const { rowCount } = await ctx.db.execute(sql`
    update payment set state = ${state}, failure_code = coalesce(${failureCode}, failure_code), updated_at = now()
     where id = ${paymentId} and ${from}`);
  return rowCount === 1;
}

/**
 * Takes up to 50 live attempts that `which` selects, each for as long as `seconds`: several workers share the work, and what
 * one leaves half done another finds again.
 */
export async function leaseAttempts(ctx: Ctx, which: ReturnType<typeof sql>, seconds: number): Promise<string[]> {
  return inTransaction(ctx, async (tx) => {
    const { rows } = await tx.db.execute<{ id: string }>(sql`
      update payment set updated_at = now() where id in (
        select p.id from payment p join orders o on o.id = p.order_id
         where p.state in ('created','open','processing') and p.updated_at < now() - make_interval(secs => ${seconds}) and ${which}
         order by p.updated_at limit 50 for update of p skip locked)
      returning id`);
    return rows.map((row) => row.id);
  });
}

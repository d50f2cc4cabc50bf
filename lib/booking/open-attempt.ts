import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { type Attempt, endAttempt, findAttempt, markOpen } from '#lib/payments/attempts.ts';
import { gatewayOf } from '#lib/payments/gateways.ts';
import type { CheckoutRequest, ProviderFailure } from '#lib/payments/provider.ts';
import { isGateway } from '#lib/payments/values.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { orderLinkToken } from '#lib/platform/ids.ts';
import { localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderLinkSecret } from '#lib/platform/request.ts';
import { required } from '#lib/platform/result.ts';
import { formatDate, type IsoDate, type WallTime } from '#lib/platform/time.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { documentCheckout } from './document-checkout.ts';
import { findOrderView, type OrderView } from './order-view.ts';
import type { ChangeKind } from './values.ts';

export type OpenAttemptResult = { ok: true; attempt: Attempt } | ProviderFailure;

/**
 * Opens the payment page of an attempt that is written down but not known to be open: the first time, and again with the same
 * idempotency key when a crash or a lost answer left it so. All of the request comes from what is stored, so that it is the
 * same each time. The page's address is given to nobody before it is stored; so an attempt that could not be opened can be
 * ended here, and its order goes back to held.
 */
export async function openAttempt(ctx: Ctx, attempt: Attempt): Promise<OpenAttemptResult> {
  const order = required(await findOrderView(ctx.db as Db, attempt.orderId), 'the order of an attempt');
  if (!isGateway(attempt.provider)) throw new Error(`${attempt.provider} has no payment page`);
  const gateway = gatewayOf(attempt.provider);
  const isKeyAlive = ctx.now.getTime() - attempt.createdAt.getTime() < gateway.keyLifeHours * 3_600_000;
  const request = checkoutRequest(order, attempt, gateway.pageMinutes);
  const opened = isKeyAlive
    ? await gateway.openCheckout({ ...request, ...(await itemOf(ctx, order, attempt)) })
    : ({ ok: false, code: 'provider_refused', reason: 'key_too_old' } as const);
  crashPoint('start.after_create');
  if (opened.ok) await markOpen(ctx, attempt.id, opened);
  else await giveUp(ctx, attempt, opened.code === 'provider_refused' ? opened.reason : opened.code);
  crashPoint('start.after_open');
  const now = required(await findAttempt(ctx.db, attempt.id), 'an attempt');
  if (now.state !== 'canceled') return { ok: true, attempt: now };
  return opened.ok ? { ok: false, code: 'provider_unavailable' } : opened;
}

/** What the page says is paid for, and where it leads back to, where that is not the order itself. */
async function itemOf(ctx: Ctx, order: OrderView, attempt: Attempt): Promise<Partial<CheckoutRequest>> {
  if (attempt.documentId) return documentCheckout(ctx, attempt, attempt.documentId);
  return attempt.changeId ? { lines: [changeLine(order, attempt, await findChangeItem(ctx, attempt.changeId))] } : {};
}

async function giveUp(ctx: Ctx, attempt: Attempt, why: string): Promise<void> {
  await inTransaction(
    ctx,
    async (tx) => {
      await tx.db.execute(sql`select 1 from orders where id = ${attempt.orderId} for no key update`);
      if (!(await endAttempt(tx, attempt.id, 'canceled', why))) return;
      crashPoint('start.giving_up');
      await writeAudit(tx, {
        action: 'payment_not_opened',
        objectKind: 'order',
        objectId: attempt.orderId,
        after: { paymentId: attempt.id, why },
      });
      await tx.db.execute(sql`
        update orders set state = 'held' where id = ${attempt.orderId} and state = 'awaiting_payment' and expires_at > now()`);
    },
    'payment page not opened',
  );
}

type ChangeItem = { kind: ChangeKind; visitDate: IsoDate; startTime: WallTime };

/** What the page calls the difference of a change: written once, so that it is the same each time. */
async function findChangeItem(ctx: Ctx, changeId: string): Promise<ChangeItem> {
  const { rows } = await ctx.db.execute<ChangeItem>(sql`
    select c.kind, t.visit_date::text as "visitDate", to_char(t.start_time, 'HH24:MI') as "startTime"
      from order_change c join timeslot t on t.id = c.to_timeslot_id where c.id = ${changeId}`);
  return required(rows[0], 'the change of an attempt');
}

function changeLine(order: OrderView, attempt: Attempt, change: ChangeItem): CheckoutRequest['lines'][number] {
  const what = translator(order.locale, 'change')(`pay.${change.kind}`, {
    date: formatDate(change.visitDate),
    time: change.startTime,
  });
  return {
    name: `${localized(order.product.names, order.locale)}. ${what}`,
    quantity: 1,
    unitAmountMinor: attempt.amountMinor,
  };
}

function orderLines(order: OrderView, when: string): CheckoutRequest['lines'] {
  const { locale } = order;
  const name = `${localized(order.product.names, locale)}, ${when}`;
  const donation = {
    name: translator(locale, 'order')('summary.donation'),
    quantity: 1,
    unitAmountMinor: order.donationMinor,
  };
  return [
    ...order.lines.map((line) => ({
      name: `${name} · ${localized(line.ticketType.names, locale)}`,
      quantity: line.quantity,
      unitAmountMinor: line.unitPriceMinor,
    })),
    ...(order.donationMinor > 0 ? [donation] : []),
  ];
}

function checkoutRequest(order: OrderView, attempt: Attempt, pageMinutes: number): CheckoutRequest {
  const { locale } = order;
  const token = orderLinkToken(orderLinkSecret(), order.id, order.linkVersion);
  const when = `${formatDate(order.timeslot.visitDate)}, ${order.timeslot.startTime}`;
  const address = (path: string) => new URL(path, required(process.env.APP_URL, 'APP_URL')).href;
  return {
    idempotencyKey: `co:${attempt.id}`,
    paymentId: attempt.id,
    orderId: order.id,
    orderCode: order.code,
    currency: attempt.currency,
    lines: orderLines(order, when),
    locale,
    email: order.email,
    expiresAt: new Date(attempt.createdAt.getTime() + pageMinutes * 60_000),
    successUrl: address(paths.orderReturn(locale, token)),
    cancelUrl: address(paths.order(locale, token, { told: 'cancelled' })),
  };
}

import { connect, type Db } from '#db/client.ts';
import { holdTickets } from '#lib/booking/hold-tickets.ts';
import { settlePayment } from '#lib/booking/settle-payment.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { submitRefund } from '#lib/booking/submit-refund.ts';
import { receiveEvent } from '#lib/payments/receive-event.ts';
import { requestRefund } from '#lib/payments/request-refund.ts';
import { armCrashPoint } from '#lib/platform/crash-point.ts';
import { newId } from '#lib/platform/ids.ts';
import { loadOrCreateKeyring } from '#lib/platform/keyring.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { openCheckout, pageOf, payOn, sessionOf, type TestCheckout } from '#tests/support/checkout.ts';
import { systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { readOutcome } from '#tests/support/held-order.ts';
import { Breach } from './guard.ts';
import { type Scene, until } from './scene.ts';

type Stage = Scene & { db: Db; checkout: TestCheckout };

/** With the sandbox, and the held order ready to be paid. */
function onStage(work: (stage: Stage) => Promise<void>): (scene: Scene) => Promise<void> {
  return async (scene) => {
    process.env.APP_URL = 'http://museum.test';
    loadOrCreateKeyring(process.env.DATA_DIR ?? '');
    const connection = connect(scene.urls.appUrl, { most: 6 });
    const checkout = await openCheckout();
    try {
      await scene.owner(`update orders set email = 'visitor@example.az', contact_name = 'Aygün Əliyeva', has_chosen_types = true,
        terms_accepted_at = now() where id = '${scene.held.order}'`);
      await work({ ...scene, db: connection.db, checkout });
    } finally {
      await checkout.close();
      await connection.close();
    }
  };
}

const state = async (s: Stage) => (await readOutcome(s.db, s.held.order)).state;

async function paidPage(s: Stage): Promise<string> {
  await payOn(await pageOf(s.db, s.held.order));
  return (await sessionOf(s.db, s.held.order)).paymentId;
}

/** The visitor pays a page of this account that is not the one we asked for, and somebody tells us that it is. */
function anotherPage(change: {
  amountMinor?: number;
  currency?: string;
  orderId?: string;
}): (scene: Scene) => Promise<void> {
  return onStage(async (s) => {
    await s.app(`insert into payment (id, order_id, provider, state, amount_minor, currency)
      values ('${s.held.payment}', '${s.held.order}', 'stripe', 'created', 1000, 'AZN')`);
    await s.app(`update orders set state = 'awaiting_payment' where id = '${s.held.order}'`);
    const metadata = { order: change.orderId ?? s.held.order, payment: s.held.payment, code: 'HELD01', locale: 'az' };
    const page = await s.checkout.stripe.checkout.sessions.create({
      mode: 'payment',
      line_items: [
        {
          quantity: 1,
          price_data: {
            currency: change.currency ?? 'azn',
            unit_amount: change.amountMinor ?? 1000,
            product_data: { name: 'Visit' },
          },
        },
      ],
      metadata,
      payment_intent_data: { metadata },
      client_reference_id: metadata.order,
      success_url: 'http://museum.test/ok',
      cancel_url: 'http://museum.test/back',
    });
    await payOn(page.url ?? '');
    const settled = await settlePayment(systemCtx(s.db), { paymentId: s.held.payment, sessionId: page.id });
    if ((await state(s)) === 'paid') throw new Breach('the order counts as paid');
    if (!settled.ok || settled.state !== 'mismatch') throw new Error(`the proof saw ${JSON.stringify(settled)}`);
  });
}

/** A payment of 10 of which 4 are to go back. */
async function refundWanted(s: Stage): Promise<string> {
  const paymentId = await paidPage(s);
  await settlePayment(systemCtx(s.db), { paymentId });
  const { refundId } = await inTransaction(systemCtx(s.db), (tx) =>
    requestRefund(tx, {
      paymentId,
      orderId: s.held.order,
      amountMinor: 400,
      currency: 'AZN',
      reason: 'mistake',
      requestedBy: null,
    }),
  );
  return refundId;
}

async function sendAndCrash(s: Stage, refundId: string): Promise<void> {
  armCrashPoint('refund.after_submit', () => {
    throw new Error('crashed');
  });
  await submitRefund(systemCtx(s.db), { refundId }).catch(() => undefined);
}

async function isSentOnce(s: Stage): Promise<void> {
  const sent = await s.checkout.stripe.refunds.list({ limit: 10 });
  if (sent.data.length !== 1) throw new Breach(`sent back ${sent.data.length} times`);
}

async function sandbox(s: Stage, path: string, body: object): Promise<void> {
  const answer = await fetch(`${s.checkout.url}/_sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
}

export const codeProofs: Record<string, (scene: Scene) => Promise<void>> = {
  'settle: the sum': anotherPage({ amountMinor: 100 }),
  'settle: the currency': anotherPage({ currency: 'jpy' }),
  'settle: the order': anotherPage({ orderId: '00000000-0000-7000-8000-00000000000c' }),

  'settle: compare and set': onStage(async (s) => {
    const paymentId = await paidPage(s);
    // Both have asked the provider; one waits for the order, the other for the first: it must find that all is done.
    const holder = await s.another();
    await holder.query(`begin; select 1 from orders where id = '${s.held.order}' for no key update`);
    const both = [1, 2].map(() => settlePayment(systemCtx(s.db), { paymentId }));
    await until(
      s,
      `(select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock') = 1`,
    );
    await holder.query('rollback');
    await Promise.all(both);
    const { refunds } = await readOutcome(s.db, s.held.order);
    if (refunds.length) throw new Breach(`the visitor gets tickets and the money back: ${refunds.join()}`);
  }),

  'fulfil: the order’s sum': onStage(async (s) => {
    const paymentId = await paidPage(s);
    await s.owner(`update orders set total_minor = 500 where id = '${s.held.order}'`);
    await settlePayment(systemCtx(s.db), { paymentId });
    if ((await state(s)) === 'paid') throw new Breach('an order of 5 was paid with 10, and nothing goes back');
  }),

  'fulfil: takes place': onStage(async (s) => {
    const paymentId = await paidPage(s);
    for (const next of ['cancelling', 'cancelled'])
      await s.app(`update timeslot set state = '${next}' where id = '${s.museum.timeslots[0]}'`);
    await settlePayment(systemCtx(s.db), { paymentId }).catch(() => undefined);
    const { refunds } = await readOutcome(s.db, s.held.order);
    if (refunds.length !== 1) throw new Breach('the money for a visit that is cancelled does not go back');
  }),

  'refund: sent once': onStage(async (s) => {
    const refundId = await refundWanted(s);
    await sendAndCrash(s, refundId);
    await submitRefund(systemCtx(s.db), { refundId });
    await isSentOnce(s);
  }),

  'refund: a key that may be forgotten': onStage(async (s) => {
    const refundId = await refundWanted(s);
    await sendAndCrash(s, refundId);
    await s.owner(`update refund set created_at = created_at - interval '25 hours' where id = '${refundId}'`);
    await sandbox(s, 'age', { ms: 25 * 3_600_000 });
    await submitRefund(systemCtx(s.db), { refundId });
    await isSentOnce(s);
  }),

  'refund: an error that is kept': onStage(async (s) => {
    const refundId = await refundWanted(s);
    await sandbox(s, 'faults', { serverErrorAfterChange: 1 });
    await submitRefund(systemCtx(s.db), { refundId });
    await sandbox(s, 'clear-faults', {});
    await submitRefund(systemCtx(s.db), { refundId });
    await isSentOnce(s);
  }),

  'webhook: signature': onStage(async (s) => {
    const rawBody = JSON.stringify({
      id: 'evt_1',
      type: 'checkout.session.completed',
      data: { object: { id: 'cs_1', object: 'checkout.session' } },
    });
    const headers = new Headers({ 'stripe-signature': 't=1,v1=00' });
    const message = { method: 'POST', query: new URLSearchParams(), headers, rawBody };
    const received = await receiveEvent(systemCtx(s.db), { provider: 'stripe', message });
    if (received.ok) throw new Breach('a stranger’s event was taken in');
  }),

  'attempt: one page': onStage(async (s) => {
    armCrashPoint('start.after_create', () => {
      throw new Error('crashed');
    });
    await startPayment(visitorCtx(s.db), { orderId: s.held.order }).catch(() => undefined);
    await startPayment(visitorCtx(s.db), { orderId: s.held.order });
    const pages = await s.checkout.stripe.checkout.sessions.list({ limit: 10 });
    if (pages.data.length !== 1) throw new Breach(`${pages.data.length} pages can be paid`);
  }),

  'hold: a visitor’s lane': onStage(async (s) => {
    const held = await holdTickets(visitorCtx(s.db), wish(s, { lane: 'desk' }), 'secret');
    if (held.ok) throw new Breach('held on the desk’s lane');
  }),

  'hold: lead time': onStage(async (s) => {
    await s.owner('update product set lead_time_minutes = 525600');
    const held = await holdTickets(visitorCtx(s.db), wish(s, {}), 'secret');
    if (held.ok) throw new Breach('held within the lead time');
  }),
};

function wish(s: Stage, more: { lane?: 'desk' }): Parameters<typeof holdTickets>[1] {
  return {
    timeslotId: s.museum.timeslots[0] ?? '',
    lines: [{ ticketTypeId: s.museum.ticketTypes.adult, quantity: 1 }],
    channel: more.lane ?? 'web',
    lane: more.lane ?? 'public',
    requestKey: newId(),
  };
}

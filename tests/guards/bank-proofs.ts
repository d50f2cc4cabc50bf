import { connect, type Db } from '#db/client.ts';
import { settleOrder } from '#lib/booking/settle-order.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { submitRefund } from '#lib/booking/submit-refund.ts';
import { receiveEvent } from '#lib/payments/receive-event.ts';
import { requestRefund } from '#lib/payments/request-refund.ts';
import { armCrashPoint } from '#lib/platform/crash-point.ts';
import { loadOrCreateKeyring } from '#lib/platform/keyring.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { bankPageOf, openBank, payAtBank, type TestBank } from '#tests/support/bank.ts';
import { systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { Breach } from './guard.ts';
import type { Scene } from './scene.ts';

type Stage = Scene & { db: Db; bank: TestBank };

/** With the bank as the gateway of new payments, and the held order ready to be paid. */
function atTheBank(work: (stage: Stage) => Promise<void>): (scene: Scene) => Promise<void> {
  return async (scene) => {
    process.env.APP_URL = 'http://museum.test';
    loadOrCreateKeyring(process.env.DATA_DIR ?? '');
    const connection = connect(scene.urls.appUrl, { most: 6 });
    const bank = await openBank();
    try {
      await scene.owner(`update orders set email = 'visitor@example.az', contact_name = 'Aygün Əliyeva', has_chosen_types = true,
        terms_accepted_at = now() where id = '${scene.held.order}'`);
      await work({ ...scene, db: connection.db, bank });
    } finally {
      await bank.close();
      await connection.close();
    }
  };
}

/** Of a gateway that knows no idempotency keys: what stands in their place, and who may speak for it. */
export const bankProofs: Record<string, (scene: Scene) => Promise<void>> = {
  'bank: one order': atTheBank(async (s) => {
    armCrashPoint('start.after_create', () => {
      throw new Error('crashed');
    });
    await startPayment(visitorCtx(s.db), { orderId: s.held.order }).catch(() => undefined);
    const page = await bankPageOf(s.db, s.held.order).catch((error: unknown) => String(error));
    const registered = (await s.bank.control('orders')).count;
    if (registered !== 1) throw new Breach(`${registered} pages can be paid`);
    if (!page.startsWith('http')) throw new Error(page);
  }),

  'bank: refunded once': atTheBank(async (s) => {
    await payAtBank(await bankPageOf(s.db, s.held.order));
    await settleOrder(systemCtx(s.db), { orderId: s.held.order });
    const { rows } = await s.owner(`select id from payment where order_id = '${s.held.order}' and state = 'succeeded'`);
    const { refundId } = await inTransaction(systemCtx(s.db), (tx) =>
      requestRefund(tx, {
        paymentId: rows[0]?.id,
        orderId: s.held.order,
        amountMinor: 400,
        currency: 'AZN',
        reason: 'mistake',
        requestedBy: null,
      }),
    );
    s.bank.faults.set({ answerLost: 1 });
    await submitRefund(systemCtx(s.db), { refundId });
    s.bank.faults.clear();
    await submitRefund(systemCtx(s.db), { refundId });
    const sent = (await s.bank.control('orders')).refunds;
    if (sent !== 1) throw new Breach(`sent back ${sent} times`);
  }),

  'bank: signature': atTheBank(async (s) => {
    const query = new URLSearchParams({
      orderId: '1',
      operation: '1',
      status: '1',
      date: '1',
      test: '1',
      sign: 'A'.repeat(64),
    });
    const message = { method: 'GET', query, headers: new Headers(), rawBody: '' };
    const received = await receiveEvent(systemCtx(s.db), { provider: 'bankpage', message });
    if (received.ok) throw new Breach('a stranger’s callback was taken in');
  }),
};

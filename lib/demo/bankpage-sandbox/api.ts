import { closeOrder, readOrder, register } from './orders.ts';
import { refundOrder } from './refunds.ts';
import { isSigned } from './sign.ts';
import { statementOf } from './statement.ts';
import type { BankOrder, BankRefund } from './store.ts';
import { BankRefusal, errors, type World } from './world.ts';

const currencies = new Set(['944', '978', '826', '981', '392', '414', '643', '949', '840']);

/** Answers a call to the bank's interface: always JSON with an `errorCode`, 0 when it was done. */
export function answerApi(world: World, method: string, form: URLSearchParams): object {
  try {
    if (form.get('merchant') !== world.merchant || !isSigned(form, world.secret)) throw errors.wrong('signature');
    if (world.faults.strikes('systemError')) throw errors.system();
    return { errorCode: 0, ...call(world, method, form) };
  } catch (error) {
    if (error instanceof BankRefusal) return { errorCode: error.errorCode, errorMessage: error.message };
    throw error;
  }
}

/** Which calls change something: only their answers get lost. */
export const isChange = (method: string): boolean => ['register', 'close', 'refund'].includes(method);

function call(world: World, method: string, form: URLSearchParams): object {
  const { store } = world;
  const text = (name: string, most = 512) => {
    const value = form.get(name);
    if (!value) throw errors.missing(name);
    if (value.length > most) throw errors.wrong(name);
    return value;
  };
  const whole = (name: string, most: number) => {
    const value = Number(text(name, 12));
    if (!Number.isInteger(value) || value < 1 || value > most) throw errors.wrong(name);
    return value;
  };
  switch (method) {
    case 'register': {
      const currency = text('currency', 3);
      if (!currencies.has(currency)) throw errors.currency();
      const order = register(world, {
        number: text('orderNumber', 32),
        amount: whole('amount', 99_999_999),
        currency,
        returnUrl: text('returnUrl'),
        failUrl: text('failUrl'),
        description: text('description'),
        language: text('language', 2),
        params: form.get('params')?.slice(0, 1024) ?? '',
        expiresAt: world.clock.now() + whole('sessionTimeoutSecs', 86_400) * 1000,
      });
      return { orderId: order.id, formUrl: pageOf(world, order.id) };
    }
    case 'getOrderStatus': {
      const by = form.get('orderId') ? 'id' : 'number';
      const order = readOrder(world, by, by === 'id' ? text('orderId') : text('orderNumber'));
      return tellOrder(world, order);
    }
    case 'close':
      closeOrder(world, text('orderId'));
      return {};
    case 'refund': {
      const order = readOrder(world, 'id', text('orderId'));
      return tellRefund(refundOrder(world, order.id, text('requestId', 32), whole('amount', 99_999_999)), order);
    }
    case 'getRefundStatus': {
      const refund = store.findRefund(text('refundId'));
      if (!refund) throw errors.unknownOrder();
      return tellRefund(refund, readOrder(world, 'id', refund.orderId));
    }
    case 'getStatement':
      return tellStatement(world, text('date', 8), whole('page', 100_000));
    default:
      throw errors.wrong('method');
  }
}

export const pageOf = (world: World, orderId: string): string => `${world.publicUrl}/payment/page/${orderId}`;

function tellOrder(world: World, order: BankOrder): object {
  return {
    orderId: order.id,
    orderNumber: order.number,
    orderStatus: order.status,
    actionCode: order.actionCode,
    amount: order.amount,
    approvedAmount: order.approvedAmount,
    currency: order.currency,
    params: order.params,
    formUrl: pageOf(world, order.id),
    expiresAt: order.expiresAt,
    isTest: true,
    refunds: world.store.refundsOf(order.id).map((refund) => tellRefund(refund, order)),
  };
}

function tellRefund(refund: BankRefund, order: BankOrder): object {
  return {
    refundId: refund.id,
    orderId: order.id,
    requestId: refund.requestId,
    amount: refund.amount,
    currency: order.currency,
    refundStatus: refund.status,
  };
}

function tellStatement(world: World, date: string, page: number): object {
  const found = statementOf(world, date, page);
  if (!found) throw errors.wrong('date');
  const operations = found.operations.map((operation) => {
    const order = readOrder(world, 'id', operation.orderId);
    return {
      operationId: operation.id,
      type: operation.type,
      orderId: operation.orderId,
      orderNumber: order.number,
      refundId: operation.refundId,
      requestId: operation.refundId ? (world.store.findRefund(operation.refundId)?.requestId ?? '') : '',
      amount: operation.amount,
      fee: operation.fee,
      currency: order.currency,
      date: operation.at,
    };
  });
  return { operations, nextPage: found.nextPage };
}

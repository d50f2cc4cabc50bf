import { createHash, timingSafeEqual } from 'node:crypto';
import type { EventHint, GatewayMessage, Look, ReadMessage } from '../../provider.ts';
import { signatureOf } from './bankpage-api.ts';
import { idOfNumber } from './bankpage-shapes.ts';

const plain = /^[\x21-\x7e]{1,255}$/;

/**
 * Checks a callback of the bank: a GET with a query, or a POST of a form, all fields signed. The bank gives its messages no
 * number: the same fields are the same message, and every operation has its own instant.
 */
export function readCallback(message: GatewayMessage, secret: string): ReadMessage {
  const fields = message.method === 'GET' ? message.query : new URLSearchParams(message.rawBody);
  const given = Buffer.from(fields.get('sign') ?? '');
  const right = Buffer.from(signatureOf(fields, secret));
  if (given.length !== right.length || !timingSafeEqual(given, right)) return { ok: false, code: 'bad_signature' };
  const [orderId = '', number = '', operation = ''] = ['orderId', 'orderNumber', 'operation'].map(
    (name) => fields.get(name) ?? undefined,
  );
  if (!plain.test(orderId) || !/^\d{1,3}$/.test(operation)) return { ok: false, code: 'malformed' };
  const sorted = [...fields].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ok: true,
    eventId: `bankpage:${createHash('sha256').update(JSON.stringify(sorted)).digest('hex')}`,
    type: `operation.${operation}`,
    hint: {
      objectKind: 'order',
      objectId: orderId,
      paymentIntentId: orderId,
      paymentId: idOfNumber(number),
      isLive: fields.get('test') !== '1',
    },
  };
}

/** 1 the order was paid, or a try was refused; 2 and 3 money went back. */
export function lookOfBank(type: string, hint: EventHint): Look {
  if (type === 'operation.1') return { at: 'payment', sessionId: hint.objectId };
  return { at: type === 'operation.2' || type === 'operation.3' ? 'refunds' : 'nothing' };
}

import { createHmac } from 'node:crypto';

/** The `Stripe-Signature` header for a body sent at an instant (seconds). */
export function signatureOf(body: string, secret: string, atSeconds: number): string {
  const signed = createHmac('sha256', secret).update(`${atSeconds}.${body}`).digest('hex');
  return `t=${atSeconds},v1=${signed}`;
}

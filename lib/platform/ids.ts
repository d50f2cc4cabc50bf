import { createHash, createHmac, randomBytes } from 'node:crypto';

/** A time-ordered uuid (version 7, RFC 9562): 48 bits of milliseconds, then randomness. */
export function newId(now: number = Date.now()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export function isUuid(text: unknown): text is string {
  return typeof text === 'string' && uuidPattern.test(text);
}

// No 0/O, 1/I/L, U/V confusion when a code is read aloud or off paper.
const codeAlphabet = '23456789ABCDEFGHJKMNPQRSTWXYZ';

/** A short public code for people: a label, never a key. 8 characters, about 38 bits. */
export function newOrderCode(): string {
  let code = '';
  while (code.length < 8) {
    for (const byte of randomBytes(12)) {
      if (byte < 232 && code.length < 8) code += codeAlphabet[byte % 29];
    }
  }
  return code;
}

/** The code of a voucher: longer, for it is worth something. 12 characters, about 58 bits. */
export function newVoucherCode(): string {
  return (newOrderCode() + newOrderCode()).slice(0, 12);
}

const linkPattern = /^[A-Za-z0-9_-]{32}$/;

/**
 * The secret of an order's link: 192 bits, made from the installation's link secret, so that a job can write the link into
 * a mail while the database holds only its hash. A new `version` makes a new link and ends the old one.
 */
export function orderLinkToken(linkSecret: string, orderId: string, version: number): string {
  return createHmac('sha256', linkSecret)
    .update(`order-link:${orderId}:${version}`)
    .digest()
    .subarray(0, 24)
    .toString('base64url');
}

/** How the database knows a link. */
export function hashLinkToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export function isLinkToken(text: unknown): text is string {
  return typeof text === 'string' && linkPattern.test(text);
}

import { createHmac, timingSafeEqual } from 'node:crypto';

/** The signature over the fields of a message: `name=value;` of each that is not empty, sorted by name, HMAC-SHA256, capitals. */
export function sign(fields: URLSearchParams, secret: string): string {
  const named = [...fields].filter(([name, value]) => name !== 'sign' && value !== '');
  named.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const mac = createHmac('sha256', secret);
  for (const [name, value] of named) mac.update(`${name}=${value};`);
  return mac.digest('hex').toUpperCase();
}

export function isSigned(fields: URLSearchParams, secret: string): boolean {
  const given = Buffer.from(fields.get('sign') ?? '');
  const right = Buffer.from(sign(fields, secret));
  return given.length === right.length && timingSafeEqual(given, right);
}

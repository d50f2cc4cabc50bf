import { parseShortCode } from '#lib/tickets/short-code.ts';

/** What somebody held or said, before anything is looked up. */
export type ReadCode =
  | { kind: 'token'; text: string }
  | { kind: 'short_code' | 'order_code'; code: string }
  | { kind: 'none' };

/**
 * Tells a ticket's QR text, a ticket's short code and an order code apart. A QR text stays exactly as read. Order codes
 * have eight characters, short codes nine with a check character, so neither is ever taken for the other.
 */
export function readCode(text: string): ReadCode {
  if (text.startsWith('MV:')) return { kind: 'token', text };
  const shortCode = parseShortCode(text);
  if (shortCode) return { kind: 'short_code', code: shortCode };
  const bare = text.toUpperCase().replace(/[\s\p{Dash}._]/gu, '');
  return /^[2-9A-Z]{8}$/.test(bare) ? { kind: 'order_code', code: bare } : { kind: 'none' };
}

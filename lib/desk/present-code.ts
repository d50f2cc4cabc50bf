import type { Presented } from '#lib/tickets/decide-check-in.ts';
import type { TicketVerifyKeys } from '#lib/tickets/ticket-keys.ts';
import { verifyTicketToken } from '#lib/tickets/ticket-token.ts';
import { readCode } from './read-code.ts';

/** Which tickets a code means; null when it means none that could be looked up. */
export type TicketSearch = { by: 'ticket_id' | 'short_code' | 'order_code'; value: string } | null;

/** Reads what was held to the door. Nothing is looked up for a QR code whose signature is not ours. */
export async function presentCode(
  code: string,
  keys: TicketVerifyKeys,
): Promise<{ presented: Presented; find: TicketSearch }> {
  const read = readCode(code);
  if (read.kind === 'token') {
    const verdict = await verifyTicketToken(read.text, keys);
    return {
      presented: { way: 'token', verdict },
      find: verdict.ok ? { by: 'ticket_id', value: verdict.payload.ticketId } : null,
    };
  }
  return { presented: { way: 'listed' }, find: read.kind === 'none' ? null : { by: read.kind, value: read.code } };
}

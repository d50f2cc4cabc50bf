import { createHmac, timingSafeEqual } from 'node:crypto';

/** Who waits: an id drawn at arrival, and when they arrived and were last seen, in milliseconds. */
export type LineTicket = { id: string; arrivedAt: number; seenAt: number };

/** Those with a lot have their turns within so many milliseconds before the release moment, however early they came. */
export const lotsSpanMs = 60_000;

const pattern = /^([0-9a-f]{24})\.([0-9a-z]{8,9})\.([0-9a-z]{8,9})\.([\w-]{27})$/;

/** The ticket as a cookie carries it. Whoever changes it loses it. */
export function writeLineTicket(secret: string, ticket: LineTicket): string {
  const text = [ticket.id, ticket.arrivedAt.toString(36), ticket.seenAt.toString(36)].join('.');
  return `${text}.${seal(secret, text)}`;
}

/** The ticket that a cookie carries; null for anything that we did not write. */
export function readLineTicket(secret: string, text: string | undefined): LineTicket | null {
  const found = pattern.exec(text ?? '');
  if (!found || !text) return null;
  const [, id = '', arrived = '', seen = '', mark = ''] = found;
  const expected = seal(secret, text.slice(0, -mark.length - 1));
  if (!timingSafeEqual(Buffer.from(mark), Buffer.from(expected))) return null;
  return { id, arrivedAt: Number.parseInt(arrived, 36), seenAt: Number.parseInt(seen, 36) };
}

/**
 * A ticket's place in the order, as a moment. By the second of arrival, and within one second by lot: so a crowd that comes at once
 * stands evenly in its second, and is let in at the rate like any other. Of those who came before `lotsAt` all by lot, before those
 * who came after. A lot hangs on the secret: nobody can know it beforehand, and it does not change by asking again.
 */
export function turnOf(secret: string, ticket: Pick<LineTicket, 'id' | 'arrivedAt'>, lotsAt: number | null): number {
  if (lotsAt !== null && ticket.arrivedAt < lotsAt) {
    return lotsAt - lotsSpanMs + lotOf(secret, `${lotsAt} ${ticket.id}`) * lotsSpanMs;
  }
  const second = Math.floor(ticket.arrivedAt / 1000) * 1000;
  return Math.max(lotsAt ?? 0, second + lotOf(secret, ticket.id) * 1000);
}

function lotOf(secret: string, text: string): number {
  return createHmac('sha256', secret).update(`lot ${text}`).digest().readUInt32BE(0) / 2 ** 32;
}

function seal(secret: string, text: string): string {
  return createHmac('sha256', secret).update(`line ${text}`).digest('base64url').slice(0, 27);
}

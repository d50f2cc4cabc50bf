import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * A proof that asks nothing of a person (WCAG 2.2, 3.3.8): the browser works for some seconds, or the visitor waits. A challenge is
 * signed, for one client, and good for one hold within its time.
 */
export type Challenge = { id: string; issuedAt: number };

const goodForMs = 15 * 60_000;
const pattern = /^([0-9a-f]{24})\.([0-9a-z]{8,9})\.([\w-]{27})$/;

/** A challenge as the form carries it. `client` says whose it is; `id` is drawn by the caller. */
export function writeChallenge(secret: string, challenge: Challenge, client: string): string {
  const text = `${challenge.id}.${challenge.issuedAt.toString(36)}`;
  return `${text}.${seal(secret, text, client)}`;
}

/** The challenge in a form; null for one that we did not write, of another client, or too old. */
export function readChallenge(secret: string, text: string | undefined, client: string, now: number): Challenge | null {
  const [, id = '', issued = '', mark = ''] = pattern.exec(text ?? '') ?? [];
  if (!id || !timingSafeEqual(Buffer.from(mark), Buffer.from(seal(secret, `${id}.${issued}`, client)))) return null;
  const issuedAt = Number.parseInt(issued, 36);
  return issuedAt <= now && now - issuedAt <= goodForMs ? { id, issuedAt } : null;
}

/** True when the browser has found a number whose digest with the challenge begins with so many zero bits. */
export function isSolved(challengeText: string, solution: string, bits: number): boolean {
  if (!/^\d{1,10}$/.test(solution)) return false;
  const digest = createHash('sha256').update(`${challengeText}.${solution}`).digest();
  return bits <= 32 && (bits === 0 || digest.readUInt32BE(0) >>> (32 - bits) === 0);
}

/** The seconds that are still to wait for whoever does not let the browser work; 0 when the wait is over. */
export function waitLeft(challenge: Challenge, waitSeconds: number, now: number): number {
  return Math.max(0, Math.ceil((challenge.issuedAt + waitSeconds * 1000 - now) / 1000));
}

function seal(secret: string, text: string, client: string): string {
  return createHmac('sha256', secret).update(`proof ${text} ${client}`).digest('base64url').slice(0, 27);
}

import { challengedOf } from '#app/_http/visitor-client.ts';
import { spendChallenge, type VisitorClient } from '#lib/identity/limit-visitors.ts';
import { isSolved, readChallenge, waitLeft } from '#lib/identity/proof.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { orderLinkSecret } from '#lib/platform/request.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { dateAt } from '#lib/platform/time.ts';

export type CheckedProof = { ok: true; isGiven: boolean } | { ok: false; code: 'failed' | 'wait'; challenge?: string };

/**
 * Whether a form brings a proof: the browser's work, or the wait. A form without a challenge brings none, and needs none here. One
 * that is not over yet keeps its challenge, so that the wait goes on.
 */
export async function checkProof(
  ctx: Ctx,
  client: VisitorClient,
  given: { challenge: string | undefined; solution: string | undefined; form: string },
): Promise<CheckedProof> {
  const { challenge: text, solution = '' } = given;
  if (!text) return { ok: true, isGiven: false };
  const now = ctx.now.getTime();
  const challenge = readChallenge(orderLinkSecret(), text, challengedOf(client), now);
  if (!challenge) return { ok: false, code: 'failed' };
  const settings = await getSettings(ctx.db, dateAt(ctx.now, 'UTC'));
  const isProven =
    isSolved(text, solution, settings.proof_bits) || waitLeft(challenge, settings.proof_wait_seconds, now) === 0;
  if (!isProven) return { ok: false, code: solution ? 'failed' : 'wait', challenge: text };
  return (await spendChallenge(ctx.db, challenge.id, given.form))
    ? { ok: true, isGiven: true }
    : { ok: false, code: 'failed' };
}

import { z } from 'zod';
import { completeArrival } from '#lib/groups/complete-arrival.ts';
import { resizeVisit } from '#lib/groups/resize-visit.ts';
import { swapSubGroups } from '#lib/groups/swap-sub-groups.ts';
import { sqlState } from '#lib/platform/transaction.ts';
import { deskAnswer, deskBody, deskCaller } from '../desk-request.ts';

const id = z.uuid();
const count = z.int().min(0).max(500);
/** What the desk may arrange of a party in front of its door. */
const partyInput = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('all_here'), visitId: id }),
  z.strictObject({
    act: z.literal('resize'),
    visitId: id,
    count: z.strictObject({ pupils: count, teachers: count, parents: count, aides: count }),
  }),
  z.strictObject({ act: z.literal('swap'), subGroupId: id, otherId: id }),
]);
export type PartyAct = z.input<typeof partyInput>;
/** Why it was not done, in code and facts; the desk has the words. */
export type PartyActed = { ok: true } | { ok: false; code: string; facts?: Record<string, number> };

/** More or fewer people than were booked, nobody more to come, two sub-groups exchanged: each by its one verb. */
export async function POST(request: Request): Promise<Response> {
  const ctx = await deskCaller(request);
  if (ctx instanceof Response) return ctx;
  const body = await deskBody(request);
  if (body instanceof Response) return body;
  const input = partyInput.safeParse(body.json);
  if (!input.success) return deskAnswer({ ok: false, code: 'malformed' }, 400);
  const { data } = input;
  try {
    if (data.act === 'all_here') return deskAnswer(await completeArrival(ctx, data));
    if (data.act === 'swap') return deskAnswer(await swapSubGroups(ctx, data));
    const done = await resizeVisit(ctx, data);
    if (done.ok) return deskAnswer({ ok: true });
    if (done.code === 'party') {
      const { code, ...facts } = done.party;
      return deskAnswer({ ok: false, code, facts });
    }
    return deskAnswer({ ok: false, code: done.code, facts: done.code === 'needs_new_plan' ? { most: done.most } : {} });
  } catch (error) {
    if (sqlState(error) === '55P03') return deskAnswer({ ok: false, code: 'busy' });
    throw error;
  }
}

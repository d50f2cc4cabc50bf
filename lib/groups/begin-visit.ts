import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { countHold } from '#lib/identity/limit-visitors.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { hashLinkToken, newId, newOrderCode, orderLinkToken } from '#lib/platform/ids.ts';
import { constraintOf, inTransaction, sqlState, type TxCtx } from '#lib/platform/transaction.ts';
import { checkParty, type PartyFault, type WishFault } from './check-party.ts';
import { faultsOf, type PartyInput, partyInput } from './input.ts';
import { noteClosedDay } from './note-group-demand.ts';
import { findVisitTerms, judgeWishes, type VisitTerms } from './visit-terms.ts';

export type PartyRefusal =
  | { ok: false; code: 'bad_input'; faults: Record<string, string> }
  | { ok: false; code: 'unknown_product' }
  | { ok: false; code: 'party'; party: PartyFault }
  | { ok: false; code: 'wishes'; wishes: (WishFault | null)[] }
  | { ok: false; code: 'too_many_holds'; minutes: number };

export type BeginVisitResult = { ok: true; visitId: string; linkToken: string; isRepeat: boolean } | PartyRefusal;

/**
 * The first step of a request (requirements 6.1): who comes and when they would like to. A draft with a link of its own, that holds
 * nothing and is nobody's promise. The same form again is the same draft. `client`: the visitor's network address, from which only so
 * much is asked.
 */
export async function beginVisit(
  ctx: Ctx,
  input: PartyInput,
  linkSecret: string,
  client: string | null = null,
): Promise<BeginVisitResult> {
  const judged = await judgeParty(ctx, input);
  if (!judged.ok && judged.code === 'wishes' && judged.wishes[0]?.code === 'closed') await noteClosedDay(ctx, input);
  if (!judged.ok) return judged;
  const { data, terms } = judged;
  const known = await findByRequest(ctx, data.requestKey, linkSecret);
  if (known) return known;
  const limits = { address: terms.settings.client_hold_limit, browser: 0, proofs: 0 };
  const allowance = client === null ? null : await countHold(ctx.db as Db, { address: client }, limits);
  if (allowance && allowance.is !== 'free') {
    return { ok: false, code: 'too_many_holds', minutes: Math.ceil(allowance.seconds / 60) };
  }
  for (let attempt = 1; ; attempt += 1) {
    const visitId = newId();
    const linkToken = orderLinkToken(linkSecret, visitId, 1);
    try {
      await inTransaction(ctx, async (tx) => {
        await tx.db.execute(sql`
          insert into group_visit (id, code, link_hash, request_key, product_id, locale, tour_language, pupils, teachers, parents, aides, age_from,
            age_until, grades, shift, is_flexible, has_own_guide)
          values (${visitId}, ${newOrderCode()}, ${hashLinkToken(linkToken)}, ${data.requestKey}, ${terms.product.id}, ${ctx.locale},
            ${data.tourLanguage}, ${data.pupils}, ${data.teachers}, ${data.parents}, ${data.aides}, ${data.ageFrom}, ${data.ageUntil},
            ${data.grades}, ${data.shift}, ${data.isFlexible}, ${data.hasOwnGuide})`);
        await writeWishes(tx, visitId, data.wishes);
        await writeAudit(tx, { action: 'group_begun', objectKind: 'group_visit', objectId: visitId });
      });
      return { ok: true, visitId, linkToken, isRepeat: false };
    } catch (error) {
      if (sqlState(error) !== '23505') throw error;
      // Two clicks at the very same moment: the second finds what the first has made.
      const made = await findByRequest(ctx, data.requestKey, linkSecret);
      if (made) return made;
      if (attempt >= 4 || constraintOf(error) !== 'group_visit_code_key') throw error;
    }
  }
}

/** Whether a party and its wishes can be asked for at all; what `beginVisit` and later changes of the same form are held against. */
export async function judgeParty(
  ctx: Ctx,
  input: PartyInput,
): Promise<{ ok: true; data: ReturnType<typeof partyInput.parse>; terms: VisitTerms } | PartyRefusal> {
  const parsed = partyInput.safeParse(input);
  if (!parsed.success) return { ok: false, code: 'bad_input', faults: faultsOf(parsed.error) };
  const { data } = parsed;
  const terms = await findVisitTerms(ctx.db as Db, data.product, ctx.now);
  if (!terms) return { ok: false, code: 'unknown_product' };
  const [fault] = checkParty(data, terms.product, terms.settings);
  if (fault) return { ok: false, code: 'party', party: fault };
  const wishes = await judgeWishes(ctx.db as Db, terms, data.wishes);
  return wishes.some((one) => one !== null) ? { ok: false, code: 'wishes', wishes } : { ok: true, data, terms };
}

/** Writes what a party wishes for, in its order; what it wished before is gone. */
export async function writeWishes(
  tx: TxCtx,
  visitId: string,
  wishes: readonly { visitDate: string; startTime: string }[],
): Promise<void> {
  const ranked = wishes.map((wish, index) => ({ ...wish, rank: index + 1 }));
  await tx.db.execute(sql`delete from group_wish where visit_id = ${visitId}`);
  await tx.db.execute(sql`
    insert into group_wish (visit_id, rank, visit_date, start_time)
    select ${visitId}, w.rank, w."visitDate", w."startTime"
      from jsonb_to_recordset(${JSON.stringify(ranked)}::jsonb) as w(rank smallint, "visitDate" date, "startTime" time)`);
}

async function findByRequest(ctx: Ctx, requestKey: string, linkSecret: string): Promise<BeginVisitResult | null> {
  const { rows } = await ctx.db.execute<{ id: string; version: number }>(
    sql`select id, link_version as version from group_visit where request_key = ${requestKey}`,
  );
  const [row] = rows;
  if (!row) return null;
  return { ok: true, visitId: row.id, linkToken: orderLinkToken(linkSecret, row.id, row.version), isRepeat: true };
}

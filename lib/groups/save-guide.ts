import { sql } from 'drizzle-orm';
import { writeAudit } from '#lib/platform/audit.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { hashLinkToken, isUuid, newId, orderLinkToken } from '#lib/platform/ids.ts';
import { inTransaction, sqlState, type TxCtx } from '#lib/platform/transaction.ts';
import { tellGuide } from './ask-guide.ts';
import { type GuideInput, guideInput } from './guide-input.ts';
import { faultsOf } from './input.ts';
import { mayPlanGuides } from './may-plan-guides.ts';

export type SaveGuideResult =
  | { ok: true; guideId: string }
  | { ok: false; code: 'forbidden' | 'unknown_guide' | 'unknown_product' }
  | { ok: false; code: 'bad_input'; faults: Record<string, string> };

/**
 * A new guide, or the file of one: languages, products, limits, address (requirements 6.9). A new one with an address is sent the secret
 * link at once. What they lead already stays theirs whatever changes here. Needs `groups.change` or `people.change`.
 */
export async function saveGuide(
  ctx: Ctx,
  input: GuideInput & { guideId?: string },
  linkSecret: string,
): Promise<SaveGuideResult> {
  if (!mayPlanGuides(ctx.actor)) return { ok: false, code: 'forbidden' };
  const parsed = guideInput.safeParse(input);
  if (!parsed.success) return { ok: false, code: 'bad_input', faults: faultsOf(parsed.error) };
  if (input.guideId !== undefined && !isUuid(input.guideId)) return { ok: false, code: 'unknown_guide' };
  const { data } = parsed;
  const guideId = input.guideId ?? newId();
  try {
    return await inTransaction(
      ctx,
      async (tx): Promise<SaveGuideResult> => {
        const columns = sql`name = ${data.name}, languages = ${sql.param(data.languages)}::text[], email = ${data.email}, phone = ${data.phone},
          locale = ${data.locale}, tours_a_day = ${data.toursADay}`;
        if (input.guideId) {
          const changed = await tx.db.execute(sql`update guide set ${columns} where id = ${guideId}`);
          if (changed.rowCount === 0) return { ok: false, code: 'unknown_guide' };
        } else {
          await tx.db.execute(sql`
            insert into guide (id, name, languages, email, phone, locale, tours_a_day, link_hash)
            values (${guideId}, ${data.name}, ${sql.param(data.languages)}::text[], ${data.email}, ${data.phone}, ${data.locale}, ${data.toursADay},
              ${hashLinkToken(orderLinkToken(linkSecret, guideId, 1))})`);
          await tellGuide(tx, { kind: 'guide_link', about: `${guideId}:1`, email: data.email, locale: data.locale });
        }
        await writeProducts(tx, guideId, data.productIds);
        const { name: _, email: __, phone: ___, ...facts } = data;
        await writeAudit(tx, {
          action: input.guideId ? 'guide_saved' : 'guide_added',
          objectKind: 'guide',
          objectId: guideId,
          after: facts,
        });
        return { ok: true, guideId };
      },
      'guide saved',
    );
  } catch (error) {
    if (sqlState(error) !== '23503') throw error;
    return { ok: false, code: 'unknown_product' };
  }
}

async function writeProducts(tx: TxCtx, guideId: string, productIds: readonly string[]): Promise<void> {
  await tx.db.execute(sql`delete from guide_product where guide_id = ${guideId}`);
  if (productIds.length === 0) return;
  await tx.db.execute(sql`
    insert into guide_product (guide_id, product_id) select ${guideId}, id from unnest(${sql.param(productIds)}::uuid[]) id`);
}

/**
 * A new secret link for a guide, sent by mail; the one before opens nothing any more. `no_address`: it cannot be sent, and is not changed.
 * Needs `groups.change` or `people.change`.
 */
export async function renewGuideLink(
  ctx: Ctx,
  input: { guideId: string },
  linkSecret: string,
): Promise<{ ok: true } | { ok: false; code: 'forbidden' | 'unknown_guide' | 'no_address' }> {
  if (!mayPlanGuides(ctx.actor)) return { ok: false, code: 'forbidden' };
  if (!isUuid(input.guideId)) return { ok: false, code: 'unknown_guide' };
  return inTransaction(ctx, async (tx) => {
    const { rows } = await tx.db.execute<{ version: number; email: string | null; locale: 'az' | 'en' | 'ru' }>(
      sql`select link_version as version, email, locale from guide where id = ${input.guideId} and is_active for no key update`,
    );
    const [known] = rows;
    if (!known) return { ok: false, code: 'unknown_guide' };
    if (!known.email) return { ok: false, code: 'no_address' };
    const version = known.version + 1;
    const hash = hashLinkToken(orderLinkToken(linkSecret, input.guideId, version));
    await tx.db.execute(
      sql`update guide set link_version = ${version}, link_hash = ${hash} where id = ${input.guideId}`,
    );
    await tellGuide(tx, { ...known, kind: 'guide_link', about: `${input.guideId}:${version}` });
    await writeAudit(tx, {
      action: 'guide_link_renewed',
      objectKind: 'guide',
      objectId: input.guideId,
      before: { version: known.version },
      after: { version },
    });
    return { ok: true };
  });
}

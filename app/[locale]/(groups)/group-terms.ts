import { findGroupStarts } from '#lib/groups/answer-request.ts';
import { findVisitTerms, type VisitTerms } from '#lib/groups/visit-terms.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import type { WallTime } from '#lib/platform/time.ts';

/** What the first step of a request needs to know of a programme; null where groups cannot ask for it. */
export async function groupTerms(ctx: Ctx, product: string): Promise<(VisitTerms & { times: WallTime[] }) | null> {
  const terms = await findVisitTerms(ctx.db, product, ctx.now);
  if (!terms) return null;
  const { times } = await findGroupStarts(ctx.db, terms.product.id);
  return { ...terms, times: times.length ? times : ['10:00'] };
}

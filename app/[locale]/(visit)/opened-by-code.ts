import { headers } from 'next/headers';
import { clientOf } from '#app/_http/read-form.ts';
import { type LookedUpCode, lookUpCode } from '#lib/booking/look-up-code.ts';
import type { Ctx } from '#lib/platform/ctx.ts';

/** The code in an address: as it was typed, and what it opens for this product. Null `found` where there is no code. */
export type CodeInAddress = { typed: string; found: LookedUpCode | null };

/** What a page of days or times shows to whoever has a code. */
export async function openedByCode(
  ctx: Ctx,
  productId: string,
  given: string | string[] | undefined,
): Promise<CodeInAddress> {
  const typed = typeof given === 'string' ? given.slice(0, 60) : '';
  if (!typed.trim()) return { typed: '', found: null };
  const client = clientOf({ headers: await headers() });
  return { typed, found: await lookUpCode(ctx, { typed, productId, client }) };
}

import { eq } from 'drizzle-orm';
import { staffMember } from '#db/schema/identity.ts';
import { isLocale, type Locale } from '#lib/platform/locales.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import type { StaffCtx } from './load-staff-actor.ts';

/** A member of staff chooses the language of their own screens. No permission beyond being signed in. */
export async function chooseLocale(
  ctx: StaffCtx,
  input: { locale: unknown },
): Promise<{ ok: true; locale: Locale } | { ok: false; code: 'unknown_language' }> {
  const { locale } = input;
  if (!isLocale(locale)) return { ok: false, code: 'unknown_language' };
  await inTransaction(ctx, (tx) =>
    tx.db.update(staffMember).set({ locale }).where(eq(staffMember.id, ctx.actor.staffId)),
  );
  return { ok: true, locale };
}

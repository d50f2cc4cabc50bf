import { eq } from 'drizzle-orm';
import { staffMember } from '#db/schema/identity.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import type { Locale } from '#lib/platform/locales.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { signInInput } from './input.ts';
import { countAttempt, forgiveAttempt } from './limit-attempts.ts';
import { normaliseEmail } from './normalise-email.ts';
import { checkPassword } from './password.ts';

export type SignedIn = { ok: true; staffId: string; sessionVersion: number; locale: Locale };
export type SignInRefusal = Refusal<'wrong_credentials'> | Refusal<'too_many_attempts', { retryAfterSeconds: number }>;

/**
 * Judges an e-mail and a password. Anybody may ask; `address` is the network address of who asks. An unknown e-mail, a wrong
 * password, an account without one and a deactivated person get the same answer after the same work; every answer leaves its
 * audit row. Wrong attempts are limited per address and per account.
 */
export async function signIn(
  ctx: Ctx,
  input: { email: unknown; password: unknown; address: string },
): Promise<SignedIn | SignInRefusal> {
  const parsed = signInInput.safeParse(input);
  const email = parsed.success ? normaliseEmail(parsed.data.email) : null;
  if (!parsed.success || email === null) return { ok: false, code: 'wrong_credentials' };

  const attempt = { email, address: input.address };
  const retryAfterSeconds = await countAttempt(ctx.db, attempt);
  if (retryAfterSeconds !== null) return { ok: false, code: 'too_many_attempts', retryAfterSeconds };

  const rows = await ctx.db.select().from(staffMember).where(eq(staffMember.email, email));
  const person = rows[0];
  const isRight = await checkPassword(person?.isActive ? person.passwordHash : null, parsed.data.password);
  if (!person || !isRight) {
    await inTransaction(ctx, (tx) =>
      writeAudit(tx, { action: 'sign_in_refused', objectKind: 'staff_member', objectId: person?.id ?? 'unknown' }),
    );
    return { ok: false, code: 'wrong_credentials' };
  }

  await forgiveAttempt(ctx.db, attempt);
  const actor = {
    kind: 'staff' as const,
    staffId: person.id,
    name: person.name,
    roles: [],
    permissions: new Set<never>(),
  };
  await inTransaction({ ...ctx, actor }, (tx) =>
    writeAudit(tx, { action: 'signed_in', objectKind: 'staff_member', objectId: person.id }),
  );
  return { ok: true, staffId: person.id, sessionVersion: person.sessionVersion, locale: person.locale };
}

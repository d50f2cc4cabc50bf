import { staffMember, staffRole } from '#db/schema/identity.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { newId } from '#lib/platform/ids.ts';
import { inTransaction, sqlState } from '#lib/platform/transaction.ts';
import { normaliseEmail } from './normalise-email.ts';
import { hashPassword } from './password.ts';
import type { Role } from './values.ts';

/** Characters that a password has at least (ASVS 5.0, 6.2.1). */
export const shortestPassword = 12;

export type AddStaffResult =
  | { ok: true; staffId: string }
  | { ok: false; code: 'forbidden' | 'email_taken' | 'email_wrong' | 'password_short' };

/** Adds a member of staff with one role and a password. Needs `people.change`; the first one is added by the system. */
export async function addStaff(
  ctx: Ctx,
  input: { email: string; name: string; role: Role; password: string },
): Promise<AddStaffResult> {
  if (!can(ctx.actor, 'people.change')) return { ok: false, code: 'forbidden' };
  const email = normaliseEmail(input.email);
  if (!email || !/^[^\s@]+@[^\s@]+$/.test(email)) return { ok: false, code: 'email_wrong' };
  if (input.password.length < shortestPassword) return { ok: false, code: 'password_short' };
  const passwordHash = await hashPassword(input.password);
  const staffId = newId();
  try {
    await inTransaction(ctx, async (tx) => {
      await tx.db.insert(staffMember).values({ id: staffId, email, name: input.name, passwordHash });
      await tx.db.insert(staffRole).values({ staffMemberId: staffId, role: input.role });
      await writeAudit(tx, {
        action: 'staff_added',
        objectKind: 'staff_member',
        objectId: staffId,
        after: { role: input.role },
      });
    });
    return { ok: true, staffId };
  } catch (error) {
    if (sqlState(error) === '23505') return { ok: false, code: 'email_taken' };
    throw error;
  }
}

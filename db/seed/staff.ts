import type { Tx } from '#db/client.ts';
import { staffMember, staffRole } from '#db/schema/identity.ts';
import { guide } from '#db/schema/schedule.ts';
import { hashPassword } from '#lib/identity/password.ts';
import { newId } from '#lib/platform/ids.ts';
import { demoStaff } from './demo-credentials.ts';
import { guides } from './guides.ts';

/** Loads the staff of the demonstration, one of each role, and its guides. */
export async function loadStaff(tx: Tx): Promise<void> {
  const members = await Promise.all(
    demoStaff.map(async (person) => ({ ...person, id: newId(), passwordHash: await hashPassword(person.password) })),
  );
  await tx
    .insert(staffMember)
    .values(members.map(({ id, email, name, passwordHash }) => ({ id, email, name, passwordHash })));
  await tx.insert(staffRole).values(members.map(({ id, role }) => ({ staffMemberId: id, role })));
  await tx.insert(guide).values(
    guides.map((one) => ({
      ...one,
      staffMemberId: members.find((member) => member.role === 'guide' && member.name === one.name)?.id ?? null,
    })),
  );
}

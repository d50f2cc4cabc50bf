import { sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import type { Actor, Ctx } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import type { Locale } from '#lib/platform/locales.ts';
import type { Permission, Role } from './values.ts';

/** A member of staff who is signed in, with what they may do at this moment. */
export type StaffActor = Extract<Actor, { kind: 'staff' }> & { locale: Locale };

/** What a verb is given when a member of staff asks. */
export type StaffCtx = Ctx & { actor: StaffActor };

/**
 * Reads who a session belongs to and what they may do, in one round trip, once per request: roles → permissions is one table.
 * Null when the person is gone, deactivated, or their `session_version` was raised since: that is how a session ends early.
 */
export async function loadStaffActor(
  db: Db | Tx,
  session: { staffId: unknown; sessionVersion: unknown },
): Promise<StaffActor | null> {
  const { staffId, sessionVersion } = session;
  if (!isUuid(staffId) || !Number.isInteger(sessionVersion)) return null;
  const { rows } = await db.execute<{ name: string; locale: Locale; roles: Role[]; permissions: Permission[] }>(sql`
    select s.name, s.locale,
           array(select r.role from staff_role r where r.staff_member_id = s.id order by r.role) as roles,
           array(select distinct p.permission from staff_role r join role_permission p on p.role = r.role
                  where r.staff_member_id = s.id) as permissions
      from staff_member s
     where s.id = ${staffId} and s.is_active and s.session_version = ${sessionVersion}::integer`);
  const row = rows[0];
  if (!row) return null;
  return {
    kind: 'staff',
    staffId,
    name: row.name,
    roles: row.roles,
    permissions: new Set(row.permissions),
    locale: row.locale,
  };
}

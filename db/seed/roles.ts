import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { rolePermission } from '#db/schema/identity.ts';
import { type Permission, permissions, type Role, roles } from '#lib/identity/values.ts';

const seesTheDay: Permission[] = ['today.see', 'schedule.see'];
const leadsTheDay: Permission[] = [
  ...seesTheDay,
  'orders.see',
  'orders.change',
  'orders.refund',
  'payments.take',
  'tickets.admit',
  'tickets.override',
  'schedule.change',
  'capacity.override',
  'vouchers.change',
  'waiting.change',
  'groups.see',
  'groups.change',
  'reports.see',
];

/** Which role may do which (requirements 2.5, 8.2): the fire limit is the director's alone, the security post sees lists only. */
export const rolePermissions: Record<Role, readonly Permission[]> = {
  desk: [...seesTheDay, 'orders.see', 'orders.change', 'payments.take', 'tickets.admit', 'groups.see'],
  guide: [...seesTheDay, 'guides.own_tours'],
  education: [
    ...seesTheDay,
    'orders.see',
    'payments.transfer',
    'groups.see',
    'groups.change',
    'names.see',
    'reports.see',
  ],
  duty_manager: leadsTheDay,
  director: [
    ...leadsTheDay,
    'catalog.change',
    'capacity.fire_limit',
    'money.see',
    'reports.lock',
    'settings.change',
    'audit.see',
  ],
  accountant: [
    'today.see',
    'orders.see',
    'orders.refund',
    'payments.take',
    'payments.transfer',
    'money.see',
    'money.change',
    'reports.see',
  ],
  security_post: ['today.see', 'names.see'],
  // A guide's own pages are a guide's alone.
  administrator: permissions.filter((permission) => !['capacity.fire_limit', 'guides.own_tours'].includes(permission)),
};

/**
 * Brings the table of roles and permissions to what stands here. Needed by every installation, with or without the
 * demonstration; may be repeated. Runs as the owner: the app's role may only read the table.
 */
export async function loadRolePermissions(owner: Db): Promise<void> {
  const rows = roles.flatMap((role) => rolePermissions[role].map((permission) => ({ role, permission })));
  await owner.transaction(async (tx) => {
    await tx.insert(rolePermission).values(rows).onConflictDoNothing();
    await tx.execute(sql`
      delete from role_permission r where not exists (
        select 1 from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w(role text, permission text)
         where w.role = r.role and w.permission = r.permission)`);
  });
}

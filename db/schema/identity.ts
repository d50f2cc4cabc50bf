import { sql } from 'drizzle-orm';
import { boolean, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#db/columns.ts';
import { permissions, roles } from '#lib/identity/values.ts';
import { locales } from '#lib/platform/locales.ts';

export const staffMember = pgTable('staff_member', {
  id: uuid('id').primaryKey().default(sql`default`),
  email: text('email').notNull(),
  name: text('name').notNull(),
  passwordHash: text('password_hash'),
  locale: text('locale', { enum: locales }).notNull().default(sql`default`),
  sessionVersion: integer('session_version').notNull().default(sql`default`),
  isActive: boolean('is_active').notNull().default(sql`default`),
  createdAt: instant('created_at').notNull().default(sql`default`),
});

export const rolePermission = pgTable(
  'role_permission',
  {
    role: text('role', { enum: roles }).notNull(),
    permission: text('permission', { enum: permissions }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.role, t.permission] })],
);

export const staffRole = pgTable(
  'staff_role',
  {
    staffMemberId: uuid('staff_member_id').notNull(),
    role: text('role', { enum: roles }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.staffMemberId, t.role] })],
);

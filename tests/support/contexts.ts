import type { Db } from '#db/client.ts';
import { type Permission, permissions, type Role } from '#lib/identity/values.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import type { Locale } from '#lib/platform/locales.ts';

/** A visitor without any right but the link they hold. */
export function visitorCtx(db: Db, options: { locale?: Locale; now?: Date } = {}): Ctx {
  return { db, actor: { kind: 'visitor' }, locale: options.locale ?? 'az', now: options.now ?? new Date() };
}

/** A member of staff with the given permissions (all, unless given). */
export function staffCtx(db: Db, options: { staffId?: string; permissions?: Permission[]; roles?: Role[] } = {}): Ctx {
  return {
    db,
    actor: {
      kind: 'staff',
      staffId: options.staffId ?? '00000000-0000-7000-8000-000000000001',
      name: 'Test',
      roles: options.roles ?? ['administrator'],
      permissions: new Set(options.permissions ?? permissions),
    },
    locale: 'az',
    now: new Date(),
  };
}

/** A job of the system. */
export function systemCtx(db: Db, job = 'test'): Ctx {
  return { db, actor: { kind: 'system', job }, locale: 'az', now: new Date() };
}

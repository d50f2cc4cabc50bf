import type { Db } from '#db/client.ts';
import type { Permission, Role } from '#lib/identity/values.ts';
import type { Locale } from './locales.ts';

/** Who acts. A visitor is whoever holds an order's or a group visit's link, a guide whoever holds the guide's; the system is a job or a sweeper. */
export type Actor =
  | { kind: 'visitor'; orderId?: string; visitId?: string }
  | { kind: 'guide'; guideId: string }
  | { kind: 'staff'; staffId: string; name: string; roles: readonly Role[]; permissions: ReadonlySet<Permission> }
  | { kind: 'system'; job: string };

/** What every verb takes first. `db` is a pool or a running transaction; `now` is the caller's clock, for words and prices only: expiry is the database's. */
export type Ctx = { db: Db; actor: Actor; locale: Locale; now: Date; requestId?: string };

export function can(actor: Actor, permission: Permission): boolean {
  return actor.kind === 'system' || (actor.kind === 'staff' && actor.permissions.has(permission));
}

/** The actor's id as history and audit keep it: never a name or an address. */
export function actorId(actor: Actor): string | null {
  if (actor.kind === 'staff') return actor.staffId;
  if (actor.kind === 'system') return actor.job;
  if (actor.kind === 'guide') return actor.guideId;
  return actor.orderId ?? actor.visitId ?? null;
}

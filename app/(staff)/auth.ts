import { cookies, headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { getToken } from 'next-auth/jwt';
import { cache } from 'react';
import { loadStaffActor, type StaffActor, type StaffCtx } from '#lib/identity/load-staff-actor.ts';
import type { Permission } from '#lib/identity/values.ts';
import { can } from '#lib/platform/ctx.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitorRequest } from '#lib/platform/request.ts';
import { sessionCookie, sessionSecret } from './next-auth-options.ts';

/**
 * Who asks: the one way in which pages, actions and routes learn it. The session says only who; whether they still work here
 * and what they may do is read from the database, once per request. Null for everybody else.
 */
export const auth = cache(async (): Promise<StaffActor | null> => {
  const jar = await cookies();
  const claims = await getToken({
    // Only the cookie: a token in an Authorization header would escape the cookie's protections.
    req: { cookies: Object.fromEntries(jar.getAll().map(({ name, value }) => [name, value])), headers: {} } as never,
    cookieName: sessionCookie.name,
    secret: sessionSecret(),
  });
  if (!claims) return null;
  const { db } = visitorRequest(defaultLocale);
  return loadStaffActor(db, { staffId: claims.staffId, sessionVersion: claims.sessionVersion });
});

/** The ctx of a member of staff's request, for verbs and queries; null when nobody is signed in. */
export async function authCtx(): Promise<StaffCtx | null> {
  const actor = await auth();
  if (!actor) return null;
  const requestId = (await headers()).get('x-request-id') ?? undefined;
  return { ...visitorRequest(actor.locale, { requestId }), actor };
}

/**
 * For pages and actions: who asks, if they may. Not signed in: on to the sign-in page, which leads back to `path`. Signed in
 * without the permission (of a list: any of them): the same answer as for a page that does not exist. Verbs check again for
 * themselves.
 */
export async function requireStaff(permission: Permission | readonly Permission[], path: string): Promise<StaffCtx> {
  const ctx = await authCtx();
  if (!ctx) redirect(paths.staffSignIn(path));
  if (![permission].flat().some((one) => can(ctx.actor, one))) notFound();
  return ctx;
}

import { cookies } from 'next/headers';
import { getToken } from 'next-auth/jwt';
import { teacherCookie, teacherSecret } from './teacher-auth-options.ts';

/** The address that this browser has shown to be its own, by a link that was mailed to it; null for everybody else, staff included. */
export async function teacherEmail(): Promise<string | null> {
  const jar = await cookies();
  const claims = await getToken({
    req: { cookies: Object.fromEntries(jar.getAll().map(({ name, value }) => [name, value])), headers: {} } as never,
    cookieName: teacherCookie.name,
    secret: teacherSecret(),
  });
  return claims?.kind === 'teacher' && typeof claims.email === 'string' && claims.email ? claims.email : null;
}

import { createHmac } from 'node:crypto';
import type { NextAuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { openSignInLink } from '#lib/groups/open-sign-in-link.ts';
import { loadKeyringSync } from '#lib/platform/keyring.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { createLogger } from '#lib/platform/log.ts';
import { visitorRequest } from '#lib/platform/request.ts';

const log = createLogger('sign-in-link');

/** Everything a teacher's session says besides its times. It names an address and nothing that a member of staff has. */
export type TeacherClaims = { kind: 'teacher'; email: string };

const isSecure = (process.env.NEXTAUTH_URL ?? '').startsWith('https:');
const options = { httpOnly: true, sameSite: 'lax' as const, path: '/', secure: isSecure };
const nameOf = (name: string) => (isSecure ? `__Host-${name}` : name);

/** The cookie of a teacher's session: another than the staff's, closed with another key. */
export const teacherCookie = { name: nameOf('museum-teacher'), options };
export const teacherCsrfCookie = { name: nameOf('museum-teacher-csrf'), options };
/** Long enough for a morning's planning; a new link is a minute away. */
export const teacherSessionSeconds = 4 * 60 * 60;

/** Not the staff's key, and none from which the staff's could be learnt: what opens one kind of session never opens the other. */
export function teacherSecret(): string {
  const secret = process.env.NEXTAUTH_SECRET || loadKeyringSync().nextAuthSecret;
  return createHmac('sha256', secret).update('teacher-session').digest('base64url');
}

/**
 * next-auth, set up a second time: one way in, a link that was mailed; a session kind of its own. It is asked from our own route only and
 * has no address of its own (`post-link.ts`).
 */
export function teacherAuthOptions(): NextAuthOptions {
  return {
    secret: teacherSecret(),
    useSecureCookies: isSecure,
    cookies: {
      sessionToken: teacherCookie,
      csrfToken: teacherCsrfCookie,
      callbackUrl: { name: nameOf('museum-teacher-callback'), options },
    },
    session: { strategy: 'jwt', maxAge: teacherSessionSeconds },
    providers: [
      CredentialsProvider({
        id: 'link',
        credentials: { token: {} },
        async authorize(given) {
          const used = await openSignInLink(visitorRequest(defaultLocale), { token: given?.token });
          return used.ok ? { id: used.email, email: used.email } : null;
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? ({ kind: 'teacher', email: user.email ?? '' } satisfies TeacherClaims) : token),
      session: ({ session }) => ({ expires: session.expires }),
    },
    logger: {
      error: (code) => log.warn({ code }, 'next-auth refused'),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}

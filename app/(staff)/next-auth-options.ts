import type { NextAuthOptions } from 'next-auth';
import { encode } from 'next-auth/jwt';
import CredentialsProvider from 'next-auth/providers/credentials';
import { loadStaffActor } from '#lib/identity/load-staff-actor.ts';
import { sessionIdleSeconds, sessionSecondsLeft } from '#lib/identity/session-life.ts';
import { signIn } from '#lib/identity/sign-in.ts';
import { loadKeyringSync } from '#lib/platform/keyring.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { createLogger } from '#lib/platform/log.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitorRequest } from '#lib/platform/request.ts';
import { ownUrl } from './own-url.ts';

const log = createLogger('sign-in');

/** Everything a session token says besides its times. */
export type SessionClaims = { staffId: string; sessionVersion: number; signedInAt: number };

const isSecure = (process.env.NEXTAUTH_URL ?? '').startsWith('https:');

/** The cookie that carries a staff session; with https it is bound to the host by its very name. */
export const sessionCookie = {
  name: isSecure ? '__Host-museum-staff' : 'museum-staff',
  options: { httpOnly: true, sameSite: 'lax' as const, path: '/', secure: isSecure },
};

/** Signs sessions: NEXTAUTH_SECRET, else the installation's own. */
export function sessionSecret(): string {
  return process.env.NEXTAUTH_SECRET || loadKeyringSync().nextAuthSecret;
}

const epochSeconds = () => Math.floor(Date.now() / 1000);

/**
 * How next-auth is set up: one way in (e-mail and password), sessions as encrypted cookies that say only who and which
 * version. The cookie is renewed by `/api/auth/session` while somebody works; it never outlives the 12 hours since sign-in.
 */
export function nextAuthOptions(): NextAuthOptions {
  return {
    secret: sessionSecret(),
    useSecureCookies: isSecure,
    cookies: { sessionToken: sessionCookie },
    pages: { signIn: paths.staffSignIn(), error: paths.staffSignIn(), signOut: paths.staffSignIn() },
    session: { strategy: 'jwt', maxAge: sessionIdleSeconds },
    jwt: {
      encode: (params) => {
        const { signedInAt, isOver } = params.token ?? {};
        const left = typeof signedInAt === 'number' && !isOver ? sessionSecondsLeft(signedInAt, epochSeconds()) : 0;
        // Decoding forgives 15 seconds of clock difference: what is over lies a minute back.
        return encode({ ...params, maxAge: left > 0 ? left : -60 });
      },
    },
    providers: [
      CredentialsProvider({
        credentials: { email: {}, password: {} },
        async authorize(given, request) {
          const answer = await judge(given, String(request.headers?.['x-client-address'] ?? 'unknown'));
          if (answer.ok) return { id: answer.staffId, sessionVersion: answer.sessionVersion };
          if (answer.code === 'wrong_credentials') return null;
          throw new Error(
            answer.code === 'too_many_attempts' ? `${answer.code}.${answer.retryAfterSeconds}` : answer.code,
          );
        },
      }),
    ],
    callbacks: {
      redirect: ({ url, baseUrl }) => ownUrl(url, baseUrl),
      async jwt({ token, user }) {
        if (user) {
          const { id, sessionVersion } = user as { id: string; sessionVersion: number };
          return { staffId: id, sessionVersion, signedInAt: epochSeconds() } satisfies SessionClaims;
        }
        const { staffId, sessionVersion } = token;
        const actor = await loadStaffActor(visitorRequest(defaultLocale).db, { staffId, sessionVersion });
        return actor ? token : { ...token, isOver: true };
      },
      // The browser is told nothing of the person but that the session lives.
      session: ({ session }) => ({ expires: session.expires }),
    },
    logger: {
      error: (code) => log.warn({ code }, 'next-auth refused'),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}

// next-auth puts the message of an exception into an address: only our own codes may leave.
async function judge(given: Record<string, unknown> | undefined, address: string) {
  try {
    const ctx = visitorRequest(defaultLocale);
    return await signIn(ctx, { email: given?.email, password: given?.password, address });
  } catch (error) {
    log.error({ err: error }, 'sign-in failed');
    return { ok: false as const, code: 'unavailable' as const };
  }
}

import type { SignInInput } from '#lib/identity/input.ts';
import { readSignInError, type SignInError } from './sign-in-error.ts';

/** Signs in through next-auth: its token against forged forms first, then the credentials. Null when the session is there. */
export async function postCredentials(input: SignInInput): Promise<SignInError | null> {
  try {
    const csrf = (await (await fetch('/api/auth/csrf', { cache: 'no-store' })).json()) as { csrfToken: string };
    const response = await fetch('/api/auth/callback/credentials', {
      method: 'POST',
      body: new URLSearchParams({ ...input, csrfToken: csrf.csrfToken, callbackUrl: '/staff', json: 'true' }),
    });
    const { url } = (await response.json()) as { url: string };
    const target = new URL(url, window.location.origin);
    const error = readSignInError(target.searchParams.get('error'));
    if (error) return error;
    return response.ok && !target.pathname.startsWith('/api/') ? null : { code: 'unavailable' };
  } catch {
    return { code: 'no_answer' };
  }
}

import { cookies } from 'next/headers';
import { defaultLocale, isLocale, type Locale } from '#lib/platform/locales.ts';
import { auth } from './auth.ts';

/**
 * Remembers the language chosen on the sign-in page, where nobody is known yet. Its name must not begin with that of the
 * session's cookie: next-auth takes every such cookie for a piece of the session.
 */
export const localeCookie = 'museum-language';

/** The language of the staff's screens: the person's own, else the one chosen in this browser. */
export async function staffLocale(): Promise<Locale> {
  const actor = await auth();
  if (actor) return actor.locale;
  const chosen = (await cookies()).get(localeCookie)?.value;
  return isLocale(chosen) ? chosen : defaultLocale;
}

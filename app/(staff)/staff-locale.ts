import { cookies } from 'next/headers';
import { defaultLocale, isLocale, type Locale } from '#lib/platform/locales.ts';
import { auth } from './auth.ts';

/** Remembers the language chosen on the sign-in page, where nobody is known yet. */
export const localeCookie = 'museum-staff-language';

/** The language of the staff's screens: the person's own, else the one chosen in this browser. */
export async function staffLocale(): Promise<Locale> {
  const actor = await auth();
  if (actor) return actor.locale;
  const chosen = (await cookies()).get(localeCookie)?.value;
  return isLocale(chosen) ? chosen : defaultLocale;
}

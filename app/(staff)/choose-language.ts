'use server';

import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { chooseLocale } from '#lib/identity/choose-locale.ts';
import { isLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { authCtx } from './auth.ts';
import { nextPath } from './own-url.ts';
import { localeCookie } from './staff-locale.ts';

const year = 365 * 24 * 60 * 60;

/** Changes the language of the staff's screens and comes back to the page on which it was chosen. */
export async function chooseLanguage(form: FormData): Promise<void> {
  const locale = form.get('locale');
  const back = form.get('back');
  const ctx = await authCtx();
  if (isLocale(locale)) {
    if (ctx) await chooseLocale(ctx, { locale });
    const isSecure = (process.env.NEXTAUTH_URL ?? '').startsWith('https:');
    (await cookies()).set(localeCookie, locale, {
      httpOnly: true,
      sameSite: 'lax',
      path: '/',
      secure: isSecure,
      maxAge: year,
    });
  }
  redirect(ctx ? nextPath(back) : paths.staffSignIn(back === null ? undefined : nextPath(back)));
}

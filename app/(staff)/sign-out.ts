'use server';

import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { paths } from '#lib/platform/paths.ts';
import { sessionCookie } from './next-auth-options.ts';

/** Ends the session in this browser. */
export async function signOut(): Promise<void> {
  const jar = await cookies();
  // A long token is cut into several cookies: name, name.0, name.1.
  for (const { name } of jar.getAll()) {
    if (name === sessionCookie.name || name.startsWith(`${sessionCookie.name}.`)) {
      jar.set(name, '', { ...sessionCookie.options, maxAge: 0 });
    }
  }
  redirect(paths.staffSignIn());
}

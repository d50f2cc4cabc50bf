import { notFound, redirect } from 'next/navigation';
import { auth } from '#app/(staff)/auth.ts';
import { paths } from '#lib/platform/paths.ts';

/** Every other address below /staff: nobody learns from the answer which pages exist. */
export default async function UnknownPage() {
  if (!(await auth())) redirect(paths.staffSignIn());
  notFound();
}

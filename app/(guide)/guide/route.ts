import { seeOther } from '#app/_http/read-form.ts';
import { paths } from '#lib/platform/paths.ts';

/** The short address: to the guide's own pages behind the staff's sign-in. */
export function GET(): Response {
  return seeOther(paths.guide());
}

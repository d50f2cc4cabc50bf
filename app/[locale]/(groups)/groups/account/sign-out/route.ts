import { readForm, seeOther } from '#app/_http/read-form.ts';
import { isLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { teacherCookie } from '../../../teacher-auth-options.ts';

/** Ends the teacher's session in this browser; the links of the visits stay good. */
export async function POST(request: Request, { params }: { params: Promise<{ locale: string }> }): Promise<Response> {
  const { locale } = await params;
  if (!isLocale(locale)) return new Response(null, { status: 404 });
  if (!(await readForm(request))) return new Response(null, { status: 400 });
  const { name, options } = teacherCookie;
  return seeOther(paths.groupsAccount(locale), {
    'Set-Cookie': `${name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0${options.secure ? '; Secure' : ''}`,
  });
}

import { readForm, seeOther } from '#app/_http/read-form.ts';
import { isLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { postLink } from '../../../post-link.ts';

/** The button behind a mailed link: signs in once; used, old, altered and unknown links look alike. */
export async function POST(request: Request, { params }: { params: Promise<{ locale: string }> }): Promise<Response> {
  const { locale } = await params;
  if (!isLocale(locale)) return new Response(null, { status: 404 });
  const form = await readForm(request);
  if (!form) return new Response(null, { status: 400 });
  const cookies = await postLink((form.get('link') ?? '').slice(0, 100));
  if (!cookies) return seeOther(paths.groupsAccount(locale, { refused: 'link_over' }));
  const response = seeOther(paths.groupsAccount(locale));
  for (const cookie of cookies) response.headers.append('Set-Cookie', cookie);
  return response;
}

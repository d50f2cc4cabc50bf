import { clientOf, readForm, seeOther } from '#app/_http/read-form.ts';
import { askForSignIn } from '#lib/groups/ask-for-sign-in.ts';
import { isLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderLinkSecret, visitorRequest } from '#lib/platform/request.ts';
import { keepTypedAddress } from '../../../../(visit)/tickets/typed-address.ts';

/** A link to all visits of an address: one answer, whether or not there are any; or what to put right. */
export async function POST(request: Request, { params }: { params: Promise<{ locale: string }> }): Promise<Response> {
  const { locale } = await params;
  if (!isLocale(locale)) return new Response(null, { status: 404 });
  const form = await readForm(request);
  if (!form) return new Response(null, { status: 400 });
  const email = form.get('email') ?? '';
  const asked = await askForSignIn(
    visitorRequest(locale),
    { email, requestKey: form.get('requestKey') ?? '', client: clientOf(request) },
    orderLinkSecret(),
  );
  const isSecure = (process.env.APP_URL ?? '').startsWith('https:');
  const keep = (typed: string) => ({ 'Set-Cookie': keepTypedAddress(paths.groupsAccount(locale), typed, isSecure) });
  if (asked.ok) return seeOther(paths.groupsAccount(locale, { sent: 1 }), keep(''));
  return asked.code === 'email'
    ? seeOther(
        paths.groupsAccount(locale, { refused: asked.why === 'email_missing' ? asked.why : 'email_malformed' }),
        keep(email),
      )
    : seeOther(paths.groupsAccount(locale, { refused: asked.code, minutes: asked.minutes }), keep(email));
}

import { clientOf, readForm, seeOther } from '#app/_http/read-form.ts';
import { askForTickets } from '#lib/booking/ask-for-tickets.ts';
import { isLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitorRequest } from '#lib/platform/request.ts';
import { keepTypedAddress } from '../typed-address.ts';

/** Somebody has lost the tickets: one answer, whether or not anything is booked with the address; or what to put right. */
export async function POST(request: Request, { params }: { params: Promise<{ locale: string }> }): Promise<Response> {
  const { locale } = await params;
  if (!isLocale(locale)) return new Response(null, { status: 404 });
  const form = await readForm(request);
  if (!form) return new Response(null, { status: 400 });
  const email = form.get('email') ?? '';
  const asked = await askForTickets(visitorRequest(locale), {
    email,
    requestKey: form.get('requestKey') ?? '',
    client: clientOf(request),
  });
  const path = paths.lostTickets(locale);
  const isSecure = (process.env.APP_URL ?? '').startsWith('https:');
  const keep = (typed: string) => ({ 'Set-Cookie': keepTypedAddress(path, typed, isSecure) });
  if (asked.ok) return seeOther(paths.lostTickets(locale, { sent: 1 }), keep(''));
  return asked.code === 'email'
    ? seeOther(paths.lostTickets(locale, { refused: asked.why }), keep(email))
    : seeOther(paths.lostTickets(locale, { refused: asked.code, minutes: asked.minutes }), keep(email));
}

import { createHash } from 'node:crypto';
import { clientOf, readForm, seeOther } from '#app/_http/read-form.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { isLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderLinkSecret, visitorRequest } from '#lib/platform/request.ts';
import { sqlState } from '#lib/platform/transaction.ts';
import { joinWaiting } from '#lib/waiting/join-waiting.ts';
import { typedWant, wantOf } from '../../../(waiting)/typed-want.ts';
import { refusalQuery } from '../../../(waiting)/want-errors.ts';
import { keepTypedAddress } from '../../tickets/typed-address.ts';

/** "Put us on the list": to the party's own page, or back to the form with everything typed and what is to be put right. */
export async function POST(request: Request, { params }: { params: Promise<{ locale: string }> }): Promise<Response> {
  const { locale } = await params;
  if (!isLocale(locale)) return new Response(null, { status: 404 });
  const form = await readForm(request);
  if (!form) return new Response(null, { status: 400 });
  const product = form.get('product') ?? '';
  const pageKey = form.get('requestKey');
  if (!/^[a-z0-9-]{2,40}$/.test(product) || !isUuid(pageKey)) return seeOther(paths.museum(locale));
  const typed = typedWant(form);
  const email = form.get('email') ?? '';
  const isSecure = (process.env.APP_URL ?? '').startsWith('https:');
  const backWith = (refusal: { code: string }) => {
    const path = paths.wait(locale, product);
    const back = paths.wait(locale, product, { ...typed, ...refusalQuery(refusal) });
    return seeOther(back, { 'Set-Cookie': keepTypedAddress(path, email, isSecure) });
  };
  try {
    const requestKey = keyOf(pageKey, { ...typed, email });
    const joined = await joinWaiting(
      visitorRequest(locale),
      { product, email, requestKey, ...wantOf(typed) },
      orderLinkSecret(),
      clientOf(request),
    );
    return joined.ok ? seeOther(paths.waiting(locale, joined.linkToken, { told: 'joined' })) : backWith(joined);
  } catch (error) {
    if (sqlState(error) === '55P03') return backWith({ code: 'too_many_holds' });
    throw error;
  }
}

/** The same wish from the same page is one entry; another wish from that page, gone back to, is another. */
function keyOf(pageKey: string, fields: Record<string, string>): string {
  const said = JSON.stringify(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
  const digest = createHash('sha256').update(`${pageKey} ${said}`).digest('hex');
  const parts = [digest.slice(0, 8), digest.slice(8, 12), `8${digest.slice(13, 16)}`, `8${digest.slice(17, 20)}`];
  return [...parts, digest.slice(20, 32)].join('-');
}

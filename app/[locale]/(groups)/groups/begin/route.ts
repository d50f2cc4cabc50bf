import { createHash } from 'node:crypto';
import { clientOf, readForm, seeOther } from '#app/_http/read-form.ts';
import { beginVisit } from '#lib/groups/begin-visit.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { isLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderLinkSecret, visitorRequest } from '#lib/platform/request.ts';
import { refusalQuery } from '../../party-errors.ts';
import { partyOf, rowsOfWishes, typedParty } from '../../typed-party.ts';

/** The first step of a request: on to whether it can work, or back to the form with everything typed and what is to be put right. */
export async function POST(request: Request, { params }: { params: Promise<{ locale: string }> }): Promise<Response> {
  const { locale } = await params;
  if (!isLocale(locale)) return new Response(null, { status: 404 });
  const form = await readForm(request);
  if (!form) return new Response(null, { status: 400 });
  const product = form.get('product') ?? '';
  const pageKey = form.get('requestKey');
  if (!/^[a-z0-9-]{2,40}$/.test(product) || !isUuid(pageKey)) return seeOther(paths.groups(locale));
  const typed = typedParty(form);
  const begun = await beginVisit(
    visitorRequest(locale),
    { product, requestKey: keyOf(pageKey, typed), ...partyOf(typed) },
    orderLinkSecret(),
    clientOf(request),
  );
  if (begun.ok) return seeOther(paths.visitPage(locale, begun.linkToken, 'answer'));
  if (begun.code === 'unknown_product') return seeOther(paths.groups(locale));
  return seeOther(paths.groupsAsk(locale, { product, ...typed, ...refusalQuery(begun, rowsOfWishes(typed)) }));
}

/** The same party from the same page is one request; another party from that page, gone back to, is another. */
function keyOf(pageKey: string, fields: Record<string, string>): string {
  const said = JSON.stringify(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
  const digest = createHash('sha256').update(`${pageKey} ${said}`).digest('hex');
  const parts = [digest.slice(0, 8), digest.slice(8, 12), `8${digest.slice(13, 16)}`, `8${digest.slice(17, 20)}`];
  return [...parts, digest.slice(20, 32)].join('-');
}

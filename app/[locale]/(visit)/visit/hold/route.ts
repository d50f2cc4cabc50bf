import { createHash } from 'node:crypto';
import { readForm, seeOther } from '#app/_http/read-form.ts';
import { setVisitCookie } from '#app/_http/visit-cookie.ts';
import { visitorClientOf } from '#app/_http/visitor-client.ts';
import { holdVisit } from '#lib/booking/hold-visit.ts';
import { holdVisitInput } from '#lib/booking/input.ts';
import { isLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderLinkSecret, visitorRequest } from '#lib/platform/request.ts';
import { isIsoDate } from '#lib/platform/time.ts';
import { sqlState } from '#lib/platform/transaction.ts';
import { checkProof } from '../../check-proof.ts';

/** A time is taken: the places are held, or the visitor is back on the times with what happened and fresh counts. */
export async function POST(request: Request, { params }: { params: Promise<{ locale: string }> }): Promise<Response> {
  const { locale } = await params;
  if (!isLocale(locale)) return new Response(null, { status: 404 });
  const form = await readForm(request);
  if (!form) return new Response(null, { status: 400 });
  const parsed = holdVisitInput.safeParse(Object.fromEntries(form));
  const product = form.get('product') ?? '';
  const date = form.get('date') ?? '';
  const backWith = (
    refused: string,
    query: { time?: string; room?: number; minutes?: number; minimum?: number } = {},
  ) => {
    const people = parsed.success ? parsed.data.people : undefined;
    if (!/^[a-z0-9-]{2,40}$/.test(product) || !isIsoDate(date)) return seeOther(paths.museum(locale));
    return seeOther(
      `${paths.day(locale, product, date, { people, refused, code: form.get('code')?.slice(0, 60), ...query })}#errors`,
    );
  };
  if (!parsed.success) return backWith('input');
  try {
    const requestKey = keyOfChoice(parsed.data);
    const visit = { ...parsed.data, requestKey };
    const ctx = visitorRequest(locale);
    const client = visitorClientOf(request);
    const proof = await checkProof(ctx, client, {
      challenge: form.get('challenge'),
      solution: form.get('solution'),
      form: requestKey,
    });
    const toCheck = (query: { refused?: string; minutes?: number; challenge?: string }) =>
      seeOther(paths.check(locale, { ...parsed.data, product, date, requestKey: form.get('requestKey'), ...query }));
    if (!proof.ok) return toCheck({ refused: proof.code, challenge: proof.challenge });
    const held = await holdVisit(ctx, visit, orderLinkSecret(), { ...client, hasProof: proof.isGiven });
    if (held.ok) {
      const isSecure = (process.env.APP_URL ?? '').startsWith('https:');
      return seeOther(paths.order(locale, held.linkToken), { 'Set-Cookie': setVisitCookie(held.linkToken, isSecure) });
    }
    if (held.code === 'full' && held.opensAt) return backWith('later');
    if (held.code === 'full') {
      return backWith(held.room > 0 ? 'full_for_party' : 'full', { time: held.startTime, room: held.room });
    }
    if (held.code === 'voucher_refused') return backWith(`code_${held.why}`);
    if (held.code === 'proof_needed') return toCheck({});
    if (held.code === 'too_many_holds' && proof.isGiven) return toCheck({ refused: held.code, minutes: held.minutes });
    if (held.code === 'too_many_holds') return backWith(held.code, { minutes: held.minutes });
    if (held.code === 'too_few_tickets') return backWith(held.code, { minimum: held.minimum });
    return backWith(['not_on_sale', 'unknown_timeslot', 'too_many_tickets'].includes(held.code) ? held.code : 'input');
  } catch (error) {
    // Everybody wants this very time: the lock was not had in time. Nothing was written.
    if (sqlState(error) === '55P03') return backWith('busy');
    throw error;
  }
}

/**
 * The same choice from the same page is one order, however often it is sent. Another time or another number of people from that
 * page, gone back to, is another order: the page's key alone would lead to the first.
 */
function keyOfChoice(choice: { requestKey: string; timeslotId: string; people: number; code?: string }): string {
  const digest = createHash('sha256')
    .update(`${choice.requestKey} ${choice.timeslotId} ${choice.people} ${choice.code ?? ''}`)
    .digest('hex');
  const parts = [digest.slice(0, 8), digest.slice(8, 12), `8${digest.slice(13, 16)}`, `8${digest.slice(17, 20)}`];
  return [...parts, digest.slice(20, 32)].join('-');
}

import { notFound } from 'next/navigation';
import { cache } from 'react';
import { type FormFields, readForm, seeOther } from '#app/_http/read-form.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { isLocale, type Locale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitorRequest } from '#lib/platform/request.ts';
import { sqlState } from '#lib/platform/transaction.ts';
import { findWaitingByLink, type WaitingView } from '#lib/waiting/waiting-view.ts';

export type WaitingParams = Promise<{ locale: string; token: string }>;
type Opened = { entry: WaitingView; token: string; locale: Locale; ctx: Ctx };

const findOnce = cache((token: string) => findWaitingByLink(visitorRequest('az').db, token));

/** The party behind the link of this page; not found for whatever opens nothing. Read once per request. */
export async function openWaiting(params: WaitingParams): Promise<Opened> {
  const { locale, token } = await params;
  if (!isLocale(locale)) notFound();
  const entry = await findOnce(token);
  if (!entry) notFound();
  return { entry, token, locale, ctx: visitorRequest(locale) };
}

/** Where a step leads, and a cookie that goes with it. */
type Way = string | { path: string; cookie: string };

/**
 * A form post about one party on the list: own origin, a link that opens something, then the step's one verb, which answers where to
 * go. Busy locks send the visitor back with a sentence; nothing was written then.
 */
export function waitingStep(work: (step: Opened & { form: FormFields }) => Promise<Way>) {
  return async (request: Request, { params }: { params: WaitingParams }): Promise<Response> => {
    const form = await readForm(request);
    if (!form) return new Response(null, { status: 400 });
    const { locale, token } = await params;
    if (!isLocale(locale)) return new Response(null, { status: 404 });
    const ctx = visitorRequest(locale);
    const entry = await findWaitingByLink(ctx.db, token);
    if (!entry) return new Response(null, { status: 404 });
    try {
      const way = await work({ entry, token, locale, ctx, form });
      return typeof way === 'string' ? seeOther(way) : seeOther(way.path, { 'Set-Cookie': way.cookie });
    } catch (error) {
      if (sqlState(error) === '55P03') return seeOther(paths.waiting(locale, token, { told: 'busy' }));
      throw error;
    }
  };
}

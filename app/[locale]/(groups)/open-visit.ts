import { notFound } from 'next/navigation';
import { cache } from 'react';
import { type FormFields, readForm, seeOther } from '#app/_http/read-form.ts';
import { findVisitByLink, type VisitView } from '#lib/groups/visit-view.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { isLocale, type Locale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitorRequest } from '#lib/platform/request.ts';
import { sqlState } from '#lib/platform/transaction.ts';

export type VisitParams = Promise<{ locale: string; token: string }>;
export type VisitProps = {
  params: VisitParams;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};
export type OpenVisit = { view: VisitView; token: string; locale: Locale; ctx: Ctx };

const findOnce = cache((token: string) => findLive(visitorRequest('az'), token));

/** Unknown, altered and foreign links, and those of requests that were never sent and are forgotten: all look alike. */
async function findLive(ctx: Ctx, token: string): Promise<VisitView | null> {
  const view = await findVisitByLink(ctx.db, token);
  return view?.visit.state === 'expired' && !view.visit.submittedAt ? null : view;
}

const partyCtx = (locale: Locale, view: VisitView): Ctx => ({
  ...visitorRequest(locale),
  actor: { kind: 'visitor', visitId: view.visit.id },
});

/** The visit behind the link of this page; not found for whatever opens nothing. Read once per request. */
export async function openVisit(params: VisitParams): Promise<OpenVisit> {
  const { locale, token } = await params;
  if (!isLocale(locale)) notFound();
  const view = await findOnce(token);
  if (!view) notFound();
  return { view, token, locale, ctx: partyCtx(locale, view) };
}

/** The same for a route handler; null where a page would be "not found". */
export async function openVisitForPost(params: VisitParams): Promise<OpenVisit | null> {
  const { locale, token } = await params;
  if (!isLocale(locale)) return null;
  const view = await findLive(visitorRequest(locale), token);
  return view && { view, token, locale, ctx: partyCtx(locale, view) };
}

/**
 * A form post about one visit: own origin, a link that opens something, then the step's one verb, which answers where to go. Busy locks
 * send the teacher back with a sentence; nothing was written then.
 */
export function visitStep(work: (step: OpenVisit & { form: FormFields }) => Promise<string>) {
  return async (request: Request, { params }: { params: VisitParams }): Promise<Response> => {
    const form = await readForm(request);
    if (!form) return new Response(null, { status: 400 });
    const opened = await openVisitForPost(params);
    if (!opened) return new Response(null, { status: 404 });
    try {
      return seeOther(await work({ ...opened, form }));
    } catch (error) {
      if (sqlState(error) !== '55P03') throw error;
      return seeOther(paths.visit(opened.locale, opened.token, { told: 'busy' }));
    }
  };
}

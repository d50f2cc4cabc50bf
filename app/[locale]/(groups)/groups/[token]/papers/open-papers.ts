import { notFound } from 'next/navigation';
import { cache } from 'react';
import { type FormFields, readForm, seeOther } from '#app/_http/read-form.ts';
import { findVisitByLink, type VisitView } from '#lib/groups/visit-view.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { isLocale, type Locale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitorRequest } from '#lib/platform/request.ts';
import { sqlState } from '#lib/platform/transaction.ts';

type Params = Promise<{ locale: string; token: string; paper?: string }>;
export type OpenPapers = { view: VisitView; token: string; locale: Locale; ctx: Ctx };

const findOnce = cache((token: string) => findVisitByLink(visitorRequest('az').db, token));

/** The visit behind the link, for a route; null where a page would be "not found", as for a request that was never sent. */
export async function findPapers(params: Params): Promise<OpenPapers | null> {
  const { locale, token } = await params;
  if (!isLocale(locale)) return null;
  const view = await findOnce(token);
  if (!view?.visit.submittedAt) return null;
  const ctx: Ctx = { ...visitorRequest(locale), actor: { kind: 'visitor', visitId: view.visit.id } };
  return { view, token, locale, ctx };
}

/** The same for a page. */
export async function openPapers(params: Params): Promise<OpenPapers> {
  return (await findPapers(params)) ?? notFound();
}

/** A form post about one visit's papers: own origin, a link that opens something, then the step's one verb, which says where to go. */
export function papersStep(work: (step: OpenPapers & { form: FormFields; paperId: string }) => Promise<string>) {
  return async (request: Request, { params }: { params: Params }): Promise<Response> => {
    const form = await readForm(request);
    if (!form) return new Response(null, { status: 400 });
    const opened = await findPapers(params);
    if (!opened) return new Response(null, { status: 404 });
    try {
      return seeOther(await work({ ...opened, form, paperId: (await params).paper ?? '' }));
    } catch (error) {
      if (sqlState(error) !== '55P03') throw error;
      return seeOther(paths.visitPapers(opened.locale, opened.token, { told: 'busy' }));
    }
  };
}

import { notFound } from 'next/navigation';
import { cache } from 'react';
import { findListStanding } from '#lib/groups/list-standing.ts';
import { findVisitByLink } from '#lib/groups/visit-view.ts';
import { isLocale } from '#lib/platform/locales.ts';
import { visitorRequest } from '#lib/platform/request.ts';

const findOnce = cache((token: string) => findVisitByLink(visitorRequest('az').db, token));

/** The visit behind the link and how its list stands; not found where there is neither. */
export async function openList(params: Promise<{ locale: string; token: string }>) {
  const { locale, token } = await params;
  if (!isLocale(locale)) notFound();
  const view = await findOnce(token);
  if (!view) notFound();
  const ctx = { ...visitorRequest(locale), actor: { kind: 'visitor' as const, visitId: view.visit.id } };
  const standing = await findListStanding(ctx.db, view.visit, ctx.now);
  if (!standing || standing.fields.length === 0 || view.visit.purgedAt) notFound();
  return { view, token, locale, ctx, standing };
}

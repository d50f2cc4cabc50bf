import { notFound } from 'next/navigation';
import { findListStanding } from '#lib/groups/list-standing.ts';
import { openVisit, type VisitParams } from '../../../open-visit.ts';

/** The visit behind the link and how its list stands; not found where it needs none, or none any more. */
export async function openList(params: VisitParams) {
  const opened = await openVisit(params);
  const { view, ctx } = opened;
  const standing = await findListStanding(ctx.db, view.visit, ctx.now);
  if (!standing || standing.fields.length === 0 || view.visit.purgedAt) notFound();
  return { ...opened, standing };
}

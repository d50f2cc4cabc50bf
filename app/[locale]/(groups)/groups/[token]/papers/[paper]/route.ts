import { paperResponse } from '#app/_http/paper-response.ts';
import { findPaper } from '#lib/groups/paper-rows.ts';
import { findPapers } from '../open-papers.ts';

/** One of a visit's papers as a PDF, for whoever holds the visit's link; another visit's looks like none. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ locale: string; token: string; paper: string }> },
): Promise<Response> {
  const opened = await findPapers(params);
  const paper = opened && (await findPaper(opened.ctx.db, (await params).paper));
  if (!paper || paper.visitId !== opened.view.visit.id) return new Response(null, { status: 404 });
  return paperResponse(paper);
}

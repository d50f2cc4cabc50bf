import { paperResponse } from '#app/_http/paper-response.ts';
import { authCtx } from '#app/(staff)/auth.ts';
import { findPaper } from '#lib/groups/paper-rows.ts';
import { can } from '#lib/platform/ctx.ts';

/** A paper of account as a PDF; an unknown page to whoever may see neither money nor visits. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const ctx = await authCtx();
  const may = ctx && (can(ctx.actor, 'money.see') || can(ctx.actor, 'groups.see'));
  const paper = may ? await findPaper(ctx.db, (await params).id) : null;
  return paper ? paperResponse(paper) : new Response(null, { status: 404 });
}

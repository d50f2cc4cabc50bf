import { authCtx } from '#app/(staff)/auth.ts';
import { findVisitFile } from '#lib/groups/visit-files.ts';

/** A letter that a group has handed in: to keep, never shown by the browser as a page of ours. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ id: string; file: string }> },
): Promise<Response> {
  const { id, file } = await params;
  const ctx = await authCtx();
  const found = ctx ? await findVisitFile(ctx, { visitId: id, fileId: file }) : null;
  if (!found) return new Response(null, { status: 404 });
  return new Response(new Uint8Array(found.bytes), {
    headers: {
      'content-type': found.mediaType,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(found.fileName)}`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  });
}

import { paperFileName, renderPaper } from '#lib/groups/paper-document.ts';
import type { Paper } from '#lib/groups/paper-rows.ts';

/** A paper of account as a file, for whoever was found to be allowed it. */
export async function paperResponse(paper: Paper): Promise<Response> {
  return new Response((await renderPaper(paper)) as Uint8Array<ArrayBuffer>, {
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `inline; filename="${paperFileName(paper)}"`,
      'Cache-Control': 'private, no-store',
      'X-Robots-Tag': 'noindex',
    },
  });
}

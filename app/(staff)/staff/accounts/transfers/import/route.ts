import { isOwnOrigin, seeOther } from '#app/_http/read-form.ts';
import { authCtx } from '#app/(staff)/auth.ts';
import { importTransfers, workTransferImports } from '#lib/groups/import-transfers.ts';
import { can } from '#lib/platform/ctx.ts';
import { paths } from '#lib/platform/paths.ts';

const mostBytes = 6 * 1024 * 1024;
const back = (file: string, missing?: string) => seeOther(`${paths.staffTransfers({ file, missing })}#errors`);

/** The bank's statement as a file: read at once, entered in steps; the first seconds of them here, the rest by the worker. */
export async function POST(request: Request): Promise<Response> {
  if (!isOwnOrigin(request)) return new Response(null, { status: 400 });
  const ctx = await authCtx();
  if (!ctx || !can(ctx.actor, 'payments.transfer')) return new Response(null, { status: 404 });
  if (!(request.headers.get('content-type') ?? '').startsWith('multipart/form-data'))
    return new Response(null, { status: 400 });
  // A length that is not told is not trusted to be small.
  const length = Number(request.headers.get('content-length') ?? Number.NaN);
  if (!(length <= mostBytes)) return back('too_large');
  const form = await request.formData().catch(() => null);
  const file = form?.get('statement');
  if (!form) return new Response(null, { status: 400 });
  if (!(file instanceof File) || file.size === 0) return back('file_missing');
  const taken = await importTransfers(ctx, { fileName: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
  if (!taken.ok) {
    if (taken.code === 'forbidden') return new Response(null, { status: 404 });
    return back(taken.code, 'missing' in taken ? taken.missing.join(' ') : undefined);
  }
  await workTransferImports(ctx, { budgetMs: 3000 });
  return seeOther(paths.staffTransferImport(taken.importId));
}

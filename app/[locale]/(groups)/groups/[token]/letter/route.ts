import { readFilePart } from '#app/_http/read-file-part.ts';
import { isOwnOrigin, seeOther } from '#app/_http/read-form.ts';
import { addVisitFile } from '#lib/groups/add-visit-file.ts';
import { mostFileBytes } from '#lib/groups/file-kind.ts';
import { fileKinds } from '#lib/groups/values.ts';
import { paths } from '#lib/platform/paths.ts';
import { openVisitForPost, type VisitParams } from '../../../open-visit.ts';

/** A letter is handed in, or the visit's page says why it is not taken; nothing else of the visit changes. */
export async function POST(request: Request, { params }: { params: VisitParams }): Promise<Response> {
  const type = request.headers.get('content-type') ?? '';
  if (!isOwnOrigin(request) || !/^multipart\/form-data\s*;/i.test(type)) return new Response(null, { status: 400 });
  const opened = await openVisitForPost(params);
  if (!opened) return new Response(null, { status: 404 });
  const { view, token, locale, ctx } = opened;
  const back = (letter: string) => seeOther(`${paths.visit(locale, token, { letter })}#errors`);
  const read = await readFilePart(request, { name: 'file', mostBytes: mostFileBytes });
  if (!read.ok) return back(read.code);
  const kind = fileKinds.find((one) => one === read.fields.get('kind')) ?? 'letter';
  const added = await addVisitFile(ctx, { visitId: view.visit.id, kind, fileName: read.fileName, bytes: read.bytes });
  if (added.ok) return seeOther(paths.visit(locale, token, { told: 'letter' }));
  return back(added.code === 'unknown_visit' ? 'wrong_state' : added.code);
}

import type { FormFields } from './read-form.ts';

export type FilePart =
  | { ok: true; fileName: string; bytes: Uint8Array; fields: FormFields }
  | { ok: false; code: 'file_missing' | 'file_too_large' | 'file_broken' };

/** For the parts around a file: their heads, and a few short fields. */
const roomAround = 16 * 1024;

/**
 * Reads a form in parts with one file of at most so many bytes. What is past the limit is read on but not kept, so that the browser is
 * answered in words rather than cut off; the server ends bodies past its own limit.
 */
export async function readFilePart(
  request: Request,
  { name, mostBytes }: { name: string; mostBytes: number },
): Promise<FilePart> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength;
      if (size <= mostBytes + roomAround) chunks.push(chunk);
      else chunks.length = 0;
    }
  } catch {
    return { ok: false, code: 'file_broken' };
  }
  if (size > mostBytes + roomAround) return { ok: false, code: 'file_too_large' };
  const headers = { 'content-type': request.headers.get('content-type') ?? '' };
  const form = await new Response(Buffer.concat(chunks), { headers }).formData().catch(() => null);
  if (!form) return { ok: false, code: 'file_broken' };
  const file = form.get(name);
  if (!(file instanceof File) || file.size === 0) return { ok: false, code: 'file_missing' };
  if (file.size > mostBytes) return { ok: false, code: 'file_too_large' };
  const fields: FormFields = new Map();
  for (const [field, value] of form) if (typeof value === 'string' && !fields.has(field)) fields.set(field, value);
  return { ok: true, fileName: file.name, bytes: new Uint8Array(await file.arrayBuffer()), fields };
}

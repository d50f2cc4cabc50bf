import type { IncomingMessage } from 'node:http';

// How the framework names the fields in which a server action's own arguments travel, as JSON.
const argument = /^(\$ACTION_\d+:)?\d+$/;
// An argument may stand in a part of its own, named by its number in hex.
const elsewhere = /"\$@([0-9a-f]+)"/g;

export function isFormInParts(request: IncomingMessage): boolean {
  return request.method === 'POST' && /^multipart\/form-data/i.test(request.headers['content-type'] ?? '');
}

/**
 * Waits for the whole of a form in parts and says whether it is one; then whoever reads the body reads it as ever. Without
 * this a form that breaks off would look like a failure of ours. What is longer than `mostBytes` is handed on unread, to the
 * limit that refuses it. False also when the sender has gone.
 */
export async function checkFormParts(request: IncomingMessage, mostBytes: number): Promise<boolean> {
  const body = await gather(request, mostBytes);
  if (!body) return false;
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  try {
    const form = await new Response(new Uint8Array(body), { headers }).formData();
    for (const [name, value] of form) {
      const [, prefix = ''] = argument.exec(name) ?? [];
      if (!argument.test(name) || typeof value !== 'string') continue;
      JSON.parse(value);
      for (const [, id = ''] of value.matchAll(elsewhere)) {
        if (!form.has(`${prefix}${Number.parseInt(id, 16)}`)) return false;
      }
    }
    return true;
  } catch {
    return false;
  }
}

// Chunks are kept where they arrive: a stream that was read to its end could not be read again.
function gather(request: IncomingMessage, mostBytes: number): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const push = request.push.bind(request);
    const chunks: Buffer[] = [];
    let size = 0;
    const handOn = (result: Buffer | null) => {
      request.off('close', gone);
      request.push = push;
      if (size > 0) push(Buffer.concat(chunks));
      resolve(result);
    };
    const gone = () => resolve(null);
    request.once('close', gone);
    request.push = (chunk: unknown) => {
      if (chunk === null) {
        handOn(Buffer.concat(chunks));
        return push(null);
      }
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size > mostBytes) handOn(null);
      return true;
    };
  });
}

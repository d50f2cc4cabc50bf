/** What a browser's plain form sends: text fields only, at most so many bytes. */
export type FormFields = Map<string, string>;

const mostBytes = 64 * 1024;

/**
 * Reads a plain form post of our own pages. Null when it comes from another origin, is too large, or is no form: the caller
 * answers as for any other bad request. Later fields of the same name are ignored.
 */
export async function readForm(request: Request): Promise<FormFields | null> {
  if (!isOwnOrigin(request)) return null;
  const type = request.headers.get('content-type') ?? '';
  if (!type.startsWith('application/x-www-form-urlencoded')) return null;
  if (Number(request.headers.get('content-length') ?? 0) > mostBytes) return null;
  const body = await request.text();
  if (body.length > mostBytes) return null;
  const fields: FormFields = new Map();
  for (const [name, value] of new URLSearchParams(body)) if (!fields.has(name)) fields.set(name, value);
  return fields;
}

/** A form may be sent by our own pages only: the browser says where a post comes from. */
export function isOwnOrigin(request: Request): boolean {
  const origin = request.headers.get('origin');
  if (origin === null) return request.headers.get('sec-fetch-site') !== 'cross-site';
  try {
    return new URL(origin).host === (request.headers.get('host') ?? '');
  } catch {
    return false;
  }
}

/** Sends the browser on after a post. Relative, so that it holds behind any proxy. */
export function seeOther(path: string, headers: Record<string, string> = {}): Response {
  return new Response(null, { status: 303, headers: { Location: path, 'Cache-Control': 'no-store', ...headers } });
}

/** The network address that a request comes from, as our own server has noted it. */
export function clientOf(request: { headers: { get(name: string): string | null } }): string {
  return request.headers.get('x-client-address') ?? 'unknown';
}

/** What a request is told before the app sees it: its status and, for a wrong method, what is allowed. Null: let it in. */
export type EarlyRefusal = { status: 400 | 405; say: string; allow?: string } | null;

const methods = ['GET', 'HEAD', 'POST', 'OPTIONS'];

// The longest address of ours carries a hundred ticket types. Seven thousand fields cost the framework two seconds (measured).
const mostFields = 300;

/**
 * Turns away what no page of ours can mean: a path that is no text, thousands of fields in the address, a method nothing here
 * answers, a form in parts that does not say where its parts end. The framework would call these its own failures.
 */
export function refuseEarly(request: {
  method: string;
  path: string;
  query: string;
  contentType: string;
}): EarlyRefusal {
  if (!methods.includes(request.method)) {
    return { status: 405, say: 'Method not allowed.', allow: methods.join(', ') };
  }
  try {
    if (decodeURIComponent(request.path).includes('\0')) return badRequest;
  } catch {
    return badRequest;
  }
  if (request.query.split('&', mostFields + 1).length > mostFields) return badRequest;
  const isInParts = /^multipart\//i.test(request.contentType);
  return isInParts && !/^multipart\/form-data\s*;.*boundary=/i.test(request.contentType) ? badRequest : null;
}

export const badRequest = { status: 400, say: 'Bad request.' } as const;

import { isOwnOrigin } from '#app/_http/read-form.ts';
import { authCtx } from '#app/(staff)/auth.ts';
import { uploadLimitBytes } from '#lib/desk/values.ts';
import type { StaffCtx } from '#lib/identity/load-staff-actor.ts';
import { can } from '#lib/platform/ctx.ts';

/** An answer of the desk's interface: JSON, never cached. */
export function deskAnswer(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: { 'Cache-Control': 'private, no-store' } });
}

/**
 * Who asks at the desk's interface, or the answer that turns them away: another site's page 403, nobody signed in 401 (the
 * screen then asks to sign in again and keeps its scans), signed in without the desk's permission the same 404 as nowhere.
 */
export async function deskCaller(request: Request): Promise<StaffCtx | Response> {
  if (!isOwnOrigin(request)) return deskAnswer({ ok: false, code: 'foreign_origin' }, 403);
  const ctx = await authCtx();
  if (!ctx) return deskAnswer({ ok: false, code: 'signed_out' }, 401);
  return can(ctx.actor, 'tickets.admit') ? ctx : deskAnswer({ ok: false, code: 'not_found' }, 404);
}

/** The JSON of a post, at most 4 kB of it; or the answer that says what is wrong with it. */
export async function deskBody(request: Request): Promise<{ json: unknown } | Response> {
  const malformed = () => deskAnswer({ ok: false, code: 'malformed' }, 400);
  if (!(request.headers.get('content-type') ?? '').startsWith('application/json')) return malformed();
  if (Number(request.headers.get('content-length') ?? 0) > uploadLimitBytes) return tooLarge();
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > uploadLimitBytes) return tooLarge();
  try {
    return { json: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return malformed();
  }
}

function tooLarge(): Response {
  return deskAnswer({ ok: false, code: 'too_large' }, 413);
}

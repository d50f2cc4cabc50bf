import { findParties } from '#lib/desk/find-parties.ts';
import { findInput } from '#lib/desk/input.ts';
import { deskAnswer, deskBody, deskCaller } from '../desk-request.ts';

/** Finds today's parties. A post, so that names and telephone numbers stand in no address and no log. */
export async function POST(request: Request): Promise<Response> {
  const ctx = await deskCaller(request);
  if (ctx instanceof Response) return ctx;
  const body = await deskBody(request);
  if (body instanceof Response) return body;
  const input = findInput.safeParse(body.json);
  if (!input.success) return deskAnswer({ ok: false, code: 'malformed' }, 400);
  const result = await findParties(ctx, input.data);
  return result.ok ? deskAnswer(result) : deskAnswer({ ok: false, code: 'not_found' }, 404);
}

import { getDayBoard } from '#lib/desk/day-board.ts';
import { deskAnswer, deskCaller } from '../desk-request.ts';

/** Today's timeslots with people booked, arrived and expected. */
export async function GET(request: Request): Promise<Response> {
  const ctx = await deskCaller(request);
  if (ctx instanceof Response) return ctx;
  const result = await getDayBoard(ctx);
  return result.ok ? deskAnswer(result) : deskAnswer({ ok: false, code: 'not_found' }, 404);
}

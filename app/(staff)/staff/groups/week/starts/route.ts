import { authCtx } from '#app/(staff)/auth.ts';
import { answerStarts } from '#lib/groups/answer-starts.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { isIsoDate } from '#lib/platform/time.ts';
import { limitsOf } from '../../plan-words.ts';
import type { Start } from '../move-board-state.ts';
import { weekOf } from '../week-days.ts';

const noStore = { 'cache-control': 'private, no-store' };

/** What each start of a week would be for one visit: conflicts are shown before anything is dropped. For those who may move it. */
export async function GET(request: Request): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const [visitId, week] = [query.get('visit'), query.get('week') ?? ''];
  const ctx = await authCtx();
  if (!ctx || !isUuid(visitId) || !isIsoDate(week)) return new Response(null, { status: 404, headers: noStore });
  const answered = await answerStarts(ctx, { visitId, dates: weekOf(week, week) });
  if (!answered.ok) return new Response(null, { status: 404, headers: noStore });
  const t = translator(ctx.locale, 'board');
  const starts = answered.starts.map(
    (start): Start =>
      start.ok
        ? {
            date: start.date,
            minute: start.startMinute,
            key: start.key,
            sizes: start.plan.subGroups.map(({ people }) => people).join(', '),
          }
        : {
            date: start.date,
            minute: start.startMinute,
            why: limitsOf(t, ctx.locale, start.limits, answered.rooms).join('; '),
          },
  );
  return Response.json({ starts, planId: answered.planId }, { headers: noStore });
}

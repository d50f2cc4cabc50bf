'use server';

import { notFound, redirect } from 'next/navigation';
import { requireStaff } from '#app/(staff)/auth.ts';
import { answerDayBefore } from '#lib/groups/answer-day-before.ts';
import { dayAnswers } from '#lib/groups/values.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { paths } from '#lib/platform/paths.ts';

/** Writes down what a school said at the telephone; back to the list, which has one call fewer. */
export async function answerCall(form: FormData): Promise<void> {
  const visitId = form.get('visitId');
  const answer = dayAnswers.find((one) => one === form.get('answer'));
  if (!isUuid(visitId) || !answer) notFound();
  const ctx = await requireStaff('groups.change', paths.staffCalls());
  const people = answer === 'fewer' ? Number(form.get('people')) : null;
  const done = await answerDayBefore(ctx, { visitId, answer, people });
  redirect(paths.staffCalls(done.ok ? { done: answer } : { refused: done.code }));
}

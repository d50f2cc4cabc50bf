'use server';

import { redirect } from 'next/navigation';
import { evaluateVisit } from '#lib/groups/evaluate-visit.ts';
import { paths } from '#lib/platform/paths.ts';
import { openVisit } from '../../../open-visit.ts';
import type { EvaluationState } from './evaluation-form.tsx';

/** Keeps the answers; or shows what is missing, with everything given kept. */
export async function evaluateAction(
  locale: string,
  token: string,
  _before: EvaluationState,
  form: FormData,
): Promise<EvaluationState> {
  const { view, ctx, locale: language } = await openVisit(Promise.resolve({ locale, token }));
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value.slice(0, 20_000) : '';
  };
  const answers = [1, 2, 3, 4, 5].map((number) => text(`answer${number}`));
  const words = text('words');
  const told = await evaluateVisit(ctx, {
    visitId: view.visit.id,
    answers: answers.map(Number),
    words: words.slice(0, 2000),
  });
  if (!told.ok && told.code === 'answers_missing') return { answers, words, isTold: true };
  redirect(paths.visit(language, token, { told: told.ok ? 'evaluated' : 'wrong_state' }));
}

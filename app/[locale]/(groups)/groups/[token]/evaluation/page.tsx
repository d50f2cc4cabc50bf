import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { findEvaluation } from '#lib/groups/evaluate-visit.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { Frame } from '../../../../frame.tsx';
import { openVisit, type VisitProps } from '../../../open-visit.ts';
import { evaluateAction } from './evaluate-action.ts';
import { EvaluationForm } from './evaluation-form.tsx';

export async function generateMetadata({ params }: VisitProps): Promise<Metadata> {
  const { locale } = await openVisit(params);
  return { title: translator(locale, 'request')('evaluation.title'), robots: { index: false, follow: false } };
}

const questions = ['booking', 'guide', 'content', 'rooms', 'again'] as const;

/** Five questions after the visit, and room for a word. Once. */
export default async function EvaluationPage({ params }: VisitProps) {
  const { view, token, locale, ctx } = await openVisit(params);
  const isOpen = ['completed', 'settled'].includes(view.visit.state);
  if (!isOpen || (await findEvaluation(ctx.db, view.visit.id))) redirect(paths.visit(locale, token));
  const t = translator(locale, 'request');
  return (
    <Frame locale={locale} here={(other) => paths.visitPage(other, token, 'evaluation')}>
      <BackLink href={paths.visit(locale, token)}>{t('own.where')}</BackLink>
      <StepHeading
        where={localized(view.product.names, locale)}
        title={t('evaluation.title')}
        lead={t('evaluation.lead')}
      />
      <EvaluationForm
        action={evaluateAction.bind(null, locale, token)}
        words={{
          errorsTitle: translator(locale, 'common')('errorsTitle'),
          questions: questions.map((key) => t(`evaluation.questions.${key}`)),
          marks: [5, 4, 3, 2, 1].map((value) => ({ value: String(value), label: t(`evaluation.marks.${value}`) })),
          missing: t('evaluation.missing'),
          words: t('evaluation.words'),
          wordsHint: t('evaluation.wordsHint'),
          send: t('evaluation.send'),
        }}
      />
    </Frame>
  );
}

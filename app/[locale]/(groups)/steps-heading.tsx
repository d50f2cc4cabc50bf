import type { ReactNode } from 'react';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';

/** The heading of one of the three steps of a request. */
export function RequestHeading(props: {
  locale: Locale;
  step: 1 | 2 | 3;
  name: string;
  lead?: ReactNode;
  title: string;
}) {
  const t = translator(props.locale, 'request');
  return (
    <StepHeading where={`${props.name} · ${t('step', { step: props.step })}`} title={props.title} lead={props.lead} />
  );
}

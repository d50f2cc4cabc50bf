import type { ReactNode } from 'react';
import { BackLink } from '#app/_ui/back-link.tsx';
import { EmptyState } from '#app/_ui/empty-state.tsx';
import { ErrorSummary } from '#app/_ui/error-summary.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { Frame } from '../../../../frame.tsx';
import { changeRefusal } from '../change-refusal.ts';

/** One page on which something of an order is changed: the way back, why it was refused, what it is about; or why it cannot be. */
export function ChangeFrame(props: {
  locale: Locale;
  token: string;
  here: (locale: Locale) => string;
  title: string;
  lead: string;
  refused: unknown;
  fieldId: string;
  /** Why nothing can be changed here; null where it can. */
  why?: string | null;
  children: ReactNode;
}) {
  const { locale } = props;
  const refused = changeRefusal(locale, props.refused);
  return (
    <Frame locale={locale} here={props.here}>
      <BackLink href={paths.order(locale, props.token)}>{translator(locale, 'change')('back')}</BackLink>
      <ErrorSummary
        title={translator(locale, 'common')('errorsTitle')}
        errors={refused ? [{ fieldId: props.fieldId, message: refused }] : []}
      />
      <StepHeading title={props.title} lead={props.lead} />
      {props.why ? <EmptyState title={props.title}>{props.why}</EmptyState> : props.children}
    </Frame>
  );
}

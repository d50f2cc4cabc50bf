import type { MailBlock } from '#lib/notifications/mail-blocks.ts';
import type { GroupMessageKind } from '#lib/notifications/values.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import type { Settings } from '#lib/platform/settings.ts';
import { addDays, formatLongDate, type IsoDate } from '#lib/platform/time.ts';
import { peopleOf } from './plan-for-visit.ts';
import { dayAnswers } from './values.ts';
import type { VisitView } from './visit-view.ts';

/** The mails of a visit's timeline and of its list. Their words are the room's "lists". */
export const stepKinds = [
  'group_list_back',
  'group_reminder',
  'group_final_count',
  'group_names_due',
  'group_day_before',
  'group_due',
  'group_thanks',
] as const satisfies readonly GroupMessageKind[];
type StepKind = (typeof stepKinds)[number];

export const isStepKind = (kind: GroupMessageKind): kind is StepKind =>
  (stepKinds as readonly GroupMessageKind[]).includes(kind);

export type StepMailFacts = { today: IsoDate; rules: Pick<Settings, 'group_final_days' | 'group_frozen_days'> };

/** The dates and numbers that these mails say. */
export function stepValues(view: VisitView, { rules }: StepMailFacts, locale: Locale) {
  const visitDate = view.agreed?.visitDate ?? '';
  const day = (days: number) =>
    visitDate ? formatLongDate(addDays(visitDate, days), locale, { weekday: false, year: false }) : '';
  return {
    people: peopleOf(view.visit),
    start: view.agreed?.subGroups[0]?.startTime ?? '',
    finalDate: day(-rules.group_final_days),
    namesDate: day(-rules.group_frozen_days),
  };
}

/** What such a mail has of its own: all that is due, and the buttons of the day before. `url` is the visit's page. */
export function stepBlocks(
  kind: StepKind,
  view: VisitView,
  facts: StepMailFacts,
  locale: Locale,
  url: string,
): MailBlock[] {
  const t = translator(locale, 'lists');
  const values = stepValues(view, facts, locale);
  const isTomorrow = view.agreed ? addDays(view.agreed.visitDate, -1) <= facts.today : false;
  const asks = kind === 'group_day_before' || (kind === 'group_due' && isTomorrow && view.visit.dayAnswer === null);
  const { state } = view.visit;
  const items =
    kind === 'group_due'
      ? [
          ...(view.visit.finalisedAt ? [t('mail.dueItems.final', values)] : [t('mail.dueItems.numbers', values)]),
          ...(state === 'names_due' || (state === 'confirmed' && view.product.listFields.length > 0)
            ? [t('mail.dueItems.names', values)]
            : []),
          ...(asks ? [t('mail.dueItems.day', values)] : []),
        ]
      : [];
  return [
    ...(items.length ? [{ kind: 'list' as const, heading: t('mail.dueItems.heading'), items }] : []),
    ...(asks
      ? dayAnswers.map((answer) => ({
          kind: 'link' as const,
          text: t(`mail.answers.${answer}`),
          // Looking at a mail answers nothing: each leads to its question on the visit's page.
          url: answer === 'cancel' ? `${url}/cancel?day=1` : `${url}?answer=${answer}#day`,
        }))
      : []),
  ];
}

/** Where the mail's own button leads: to the list, to the questions, or to the visit. */
export function stepUrl(kind: StepKind, url: string): string {
  if (kind === 'group_list_back' || kind === 'group_names_due') return `${url}/names`;
  return kind === 'group_thanks' ? `${url}/evaluation` : url;
}

import { clockOf } from '#lib/groups/plan-key.ts';
import type { Plan, PlanLimit } from '#lib/groups/plan-visit.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, type LocalizedText, localized } from '#lib/platform/locales.ts';

/** "10:30 (13, 13), 10:45 (12)": how many begin when. */
export function sharesOf(plan: Pick<Plan, 'subGroups'>): string {
  const starts = Map.groupBy(plan.subGroups, ({ startMinute }) => startMinute);
  return [...starts]
    .sort(([a], [b]) => a - b)
    .map(([minute, groups]) => `${clockOf(minute)} (${groups.map(({ people }) => people).join(', ')})`)
    .join(', ');
}

/** What speaks for and against a plan, in sentences: the facts that its place in the order comes from. */
export function reasonsOf(t: Translator, { reasons }: Pick<Plan, 'reasons'>): string[] {
  const wish = reasons.wish + 1;
  const near =
    reasons.daysAway > 0
      ? t('plan.daysAway', { days: reasons.daysAway, wish })
      : reasons.minutesAway > 0
        ? t('plan.minutesAway', { minutes: reasons.minutesAway, wish })
        : t('plan.asWished', { wish });
  return [
    near,
    reasons.waitMinutes > 0 ? t('plan.wait', { minutes: reasons.waitMinutes }) : t('plan.together'),
    ...(reasons.moreSubGroups > 0 ? [t('plan.moreGroups', { groups: reasons.moreSubGroups })] : []),
    ...(reasons.guideTours > 1 ? [t('plan.guideTours', { tours: reasons.guideTours })] : []),
  ];
}

/** What prevents a wish, each limit with what is full. */
export function limitsOf(
  t: Translator,
  locale: Locale,
  limits: readonly PlanLimit[],
  rooms: Record<string, LocalizedText>,
): string[] {
  return limits.map(({ limit, labels }) => {
    const names = [...new Set(labels)].flatMap((label) => (rooms[label] ? [localized(rooms[label], locale)] : []));
    return limit === 'space' && names.length > 0
      ? t('limits.spaceNamed', { rooms: names.join(', ') })
      : t(`limits.${limit}`);
  });
}

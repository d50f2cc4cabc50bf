import { Button, LinkButton } from '#app/_ui/button.tsx';
import { EmptyState } from '#app/_ui/empty-state.tsx';
import { Radios } from '#app/_ui/radios.tsx';
import type { Plan } from '#lib/groups/plan-visit.ts';
import type { GroupVisit } from '#lib/groups/visit-rows.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatLongDate } from '#lib/platform/time.ts';
import { clockOf, startsText } from '../../../plan-text.tsx';

/** As many as one looks through on a phone. */
const mostShown = 12;

/** Times at which rooms, lane and guides are all free now, the nearest to the wishes first. */
export function FreeTimes(props: { visit: GroupVisit; plans: readonly Plan[]; locale: Locale; token: string }) {
  const { visit, locale, token } = props;
  const t = translator(locale, 'request');
  const plans = props.plans.slice(0, mostShown);
  if (plans.length === 0) {
    return (
      <>
        <EmptyState title={t('answer.noTimes')} />
        <p className="actions">
          <LinkButton href={paths.visitPage(locale, token, 'party')}>{t('ask.change')}</LinkButton>
        </p>
      </>
    );
  }
  const asValue = (plan: Plan) => `${plan.date}T${clockOf(plan.startMinute)}`;
  // A request that is not sent yet carries the choice on to the last step; one that was sent takes it at once.
  const isDraft = visit.state === 'draft';
  return (
    <form
      method={isDraft ? 'get' : 'post'}
      action={isDraft ? paths.visitPage(locale, token, 'who') : paths.visitStep(locale, token, 'choose')}
    >
      <Radios
        name="at"
        legend={t('answer.times')}
        hint={t('answer.timesHint')}
        required
        defaultValue={plans[0] && asValue(plans[0])}
        options={plans.map((plan) => ({
          value: asValue(plan),
          label: t('answer.at', {
            date: formatLongDate(plan.date, locale, { year: false }),
            time: clockOf(plan.startMinute),
          }),
          hint: `${t('answer.groups', { groups: plan.subGroups.length })} ${startsText(plan, locale)}`,
        }))}
      />
      <p className="form-end">
        <Button>{t(isDraft ? 'answer.goChosen' : 'answer.take')}</Button>
      </p>
    </form>
  );
}

import { Button } from '#app/_ui/button.tsx';
import { Checkbox } from '#app/_ui/checkbox.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { TextArea, TextInput } from '#app/_ui/text-input.tsx';
import type { AnsweredWishes } from '#lib/groups/answer-wishes.ts';
import { clockOf, planKey } from '#lib/groups/plan-key.ts';
import type { Plan, Wish } from '#lib/groups/plan-visit.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatLongDate } from '#lib/platform/time.ts';
import { limitsOf, reasonsOf, sharesOf } from '../plan-words.ts';
import { usePlans } from './act-actions.ts';
import type { PartProps } from './part.ts';

/** What the planner says to each wish, and its plans to pick from: what is picked is offered, agreed at once, or moved to. */
export function PlansPart(props: PartProps & { answered: AnsweredWishes; instead: Wish | null }) {
  const { t, view, typed, answered, instead } = props;
  const { visit } = view;
  const { found } = answered;
  const plans = found?.ok ? found.plans : [];
  return (
    <section className="stack" aria-labelledby="plans">
      <h2 id="plans">{t('plans.title')}</h2>
      <Answers {...props} />
      <form className="side-by-side" method="get" action={`${paths.staffGroup(visit.id)}#plans`}>
        <TextInput type="date" name="around" label={t('plans.around')} defaultValue={typed.around ?? ''} />
        <TextInput type="time" name="time" label={t('plans.time')} defaultValue={typed.time ?? ''} />
        <Button look="quiet">{t('plans.look')}</Button>
      </form>
      {plans.length > 0 ? (
        <form className="stack" action={usePlans}>
          <input type="hidden" name="visitId" value={visit.id} />
          <input type="hidden" name="seen" value={visit.state} />
          <input type="hidden" name="seenPlan" value={visit.planId ?? ''} />
          {instead ? (
            <>
              <input type="hidden" name="around" value={instead.date} />
              <input type="hidden" name="time" value={clockOf(instead.startMinute)} />
            </>
          ) : null}
          <fieldset className="set">
            <legend>{t('plans.pick', { most: answered.most })}</legend>
            {plans.map((plan) => (
              <PlanChoice key={planKey(plan)} {...props} plan={plan} isPicked={typed.picked.includes(planKey(plan))} />
            ))}
          </fieldset>
          <TextArea
            name="words"
            rows={2}
            maxLength={1000}
            label={t('plans.words')}
            hint={t('plans.wordsHint')}
            defaultValue={typed.words}
          />
          <div className="side-by-side">
            <Button name="do" value="offer">
              {t(visit.planId ? 'plans.counter' : 'plans.offer')}
            </Button>
            {visit.planId ? (
              <Button look="quiet" name="do" value="move">
                {t('plans.move')}
              </Button>
            ) : (
              <Button look="quiet" name="do" value="book">
                {t('plans.book')}
              </Button>
            )}
          </div>
          <p className="hint">{t(visit.planId ? 'plans.moveHint' : 'plans.bookHint')}</p>
        </form>
      ) : null}
    </section>
  );
}

function PlanChoice({ t, locale, plan, isPicked }: PartProps & { plan: Plan; isPicked: boolean }) {
  const key = planKey(plan);
  return (
    <Checkbox
      id={`plan-${key.replace(/[^\w]/g, '-')}`}
      name="pick"
      value={key}
      defaultChecked={isPicked}
      label={`${formatLongDate(plan.date, locale, { year: false })}, ${clockOf(plan.startMinute)}–${clockOf(plan.endMinute)}`}
      hint={
        <>
          {sharesOf(plan)}
          <br />
          {reasonsOf(t, plan).join('; ')}
        </>
      }
    />
  );
}

/** Each wish: met, or what stands in the way; and where nothing is possible at all, that it is so. */
function Answers({ t, locale, answered }: PartProps & { answered: AnsweredWishes }) {
  const { wishes, found, isPast, rooms } = answered;
  if (isPast) return <Notice kind="warn">{t('plans.past')}</Notice>;
  if (!found) return null;
  if (!found.ok)
    return (
      <Notice kind="warn">
        {found.code === 'too_few_adults' ? t('plans.tooFewAdults', { needed: found.needed }) : t('plans.nobody')}
      </Notice>
    );
  return (
    <>
      <ul className="listed">
        {wishes.map((wish, index) => {
          const limits = found.prevented[index];
          return (
            <li key={`${wish.date} ${wish.startMinute}`}>
              <b>
                {formatLongDate(wish.date, locale, { year: false })}, {clockOf(wish.startMinute)}
              </b>
              {': '}
              {limits ? limitsOf(t, locale, limits, rooms).join('; ') : t('plans.possible')}
            </li>
          );
        })}
      </ul>
      {found.plans.length === 0 ? <Notice kind="warn">{t('plans.none')}</Notice> : null}
      {found.plans.length > 0 && found.prevented.every((limits) => limits !== null) ? (
        <p>{t('plans.nearest')}</p>
      ) : null}
      {found.isCutShort ? <p className="hint">{t('plans.cutShort')}</p> : null}
    </>
  );
}

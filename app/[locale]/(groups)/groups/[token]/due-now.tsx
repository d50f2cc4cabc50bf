import { Button, LinkButton } from '#app/_ui/button.tsx';
import { NumberStepper } from '#app/_ui/number-stepper.tsx';
import { peopleOf } from '#lib/groups/plan-for-visit.ts';
import { comingStates } from '#lib/groups/values.ts';
import type { VisitView } from '#lib/groups/visit-view.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import type { Settings } from '#lib/platform/settings.ts';
import { daysBetween, type IsoDate } from '#lib/platform/time.ts';

type Part = { view: VisitView; token: string; locale: Locale };
type Moment = { settings: Settings; today: IsoDate; now: Date };

/** What of a visit is due at this moment: whether the party is asked who comes, and whether it is the day itself. */
export function dueOf({ visit, agreed }: VisitView, { settings, today, now }: Moment) {
  const daysLeft = agreed ? daysBetween(today, agreed.visitDate) : null;
  const hasBegun = agreed?.subGroups[0] ? agreed.subGroups[0].startsAt <= now : false;
  const isComing = [...comingStates, 'rescheduled'].some((state) => state === visit.state);
  return {
    hasBegun,
    isAnswerDue: isComing && !hasBegun && daysLeft !== null && daysLeft >= 0 && daysLeft <= settings.group_answer_days,
    isToday: daysLeft === 0 && (isComing || visit.state === 'part_arrived'),
  };
}

/** What waits for the teacher, before everything else: an answer, a time, who comes tomorrow, a late bus, five questions. */
export function DueNow(props: Part & Moment) {
  const { view, token, locale } = props;
  const { state } = view.visit;
  const t = translator(locale, 'request');
  const { isAnswerDue, isToday } = dueOf(view, props);
  return (
    <>
      {state === 'needs_info' || state === 'expired' ? (
        <form method="post" action={paths.visitStep(locale, token, 'again')}>
          <p>{t(`again.${state}`)}</p>
          <p className="actions">
            <Button>{t('again.send')}</Button>
          </p>
        </form>
      ) : null}
      {state === 'submitted' && view.product.bookingMode === 'instant' ? (
        <p className="actions">
          <LinkButton href={paths.visitPage(locale, token, 'answer')}>{t('answer.choose')}</LinkButton>
        </p>
      ) : null}
      {state === 'completed' ? (
        <p className="actions">
          <LinkButton href={paths.visitPage(locale, token, 'evaluation')}>{t('evaluation.title')}</LinkButton>
        </p>
      ) : null}
      {isToday ? <LateForm view={view} token={token} locale={locale} settings={props.settings} /> : null}
      {isAnswerDue ? <DayAnswer view={view} token={token} locale={locale} /> : null}
    </>
  );
}

/** The day before: all are coming, fewer, or nobody. */
function DayAnswer({ view, token, locale }: Part) {
  const t = translator(locale, 'request');
  const { visit } = view;
  const people = peopleOf(visit);
  const action = paths.visitStep(locale, token, 'day-answer');
  return (
    <section aria-labelledby="day" className="stack">
      <h2 id="day">{t('day.title')}</h2>
      <p>
        {visit.dayAnswer
          ? t(`day.said.${visit.dayAnswer}`, { people: visit.dayPeople ?? 0 })
          : t('day.lead', { people })}
      </p>
      <form method="post" action={action}>
        <Button name="answer" value="coming">
          {t('day.coming', { people })}
        </Button>
      </form>
      <form method="post" action={action}>
        <NumberStepper name="people" label={t('day.people')} hint={t('day.peopleHint')} min={1} max={people - 1} />
        <p className="actions">
          <Button look="quiet" name="answer" value="fewer">
            {t('day.fewer')}
          </Button>
        </p>
      </form>
      <p>
        <a href={paths.visitPage(locale, token, 'cancel', { day: '1' })}>{t('day.cancel')}</a>
      </p>
    </section>
  );
}

/** "The bus is late": by how many minutes, and what that does. */
function LateForm({ view, token, locale, settings }: Part & { settings: Settings }) {
  const t = translator(locale, 'request');
  const { lateMinutes } = view.visit;
  return (
    <section aria-labelledby="late" className="stack">
      <h2 id="late">{t('late.title')}</h2>
      <p>{t('late.rules', { grace: settings.admit_grace_minutes, shortened: settings.late_shortened_minutes })}</p>
      {lateMinutes ? <p>{t('late.said', { minutes: lateMinutes })}</p> : null}
      <form method="post" action={paths.visitStep(locale, token, 'late')}>
        <NumberStepper name="minutes" label={t('late.minutes')} min={0} max={240} defaultValue={lateMinutes ?? 15} />
        <p className="actions">
          <Button>{t('late.send')}</Button>
        </p>
      </form>
    </section>
  );
}

import { Button, LinkButton } from '#app/_ui/button.tsx';
import { NumberStepper } from '#app/_ui/number-stepper.tsx';
import { changeableStates } from '#lib/groups/change-request.ts';
import { peopleOf } from '#lib/groups/plan-for-visit.ts';
import { comingStates, type VisitState } from '#lib/groups/values.ts';
import { visitMachine } from '#lib/groups/visit-machine.ts';
import type { VisitView } from '#lib/groups/visit-view.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import type { Settings } from '#lib/platform/settings.ts';
import { daysBetween, type IsoDate } from '#lib/platform/time.ts';

/** What the teacher can do now, as far as the state and the day allow it: what is due first. */
export function VisitActions(props: {
  view: VisitView;
  token: string;
  locale: Locale;
  settings: Settings;
  today: IsoDate;
  now: Date;
}) {
  const { view, token, locale, settings, today } = props;
  const { visit, agreed } = view;
  const t = translator(locale, 'request');
  const is = (states: readonly string[]) => states.includes(visit.state);
  const next: readonly VisitState[] = visitMachine[visit.state];
  const isComing = is(comingStates);
  const daysLeft = agreed ? daysBetween(today, agreed.visitDate) : null;
  const hasBegun = agreed?.subGroups[0] ? agreed.subGroups[0].startsAt <= props.now : false;
  const isAnswerDue =
    daysLeft !== null &&
    daysLeft >= 0 &&
    daysLeft <= settings.group_answer_days &&
    !hasBegun &&
    (isComing || visit.state === 'rescheduled');
  const isToday = daysLeft === 0 && (isComing || is(['rescheduled', 'part_arrived']));
  const links: { href: string; text: string }[] = [
    ...(is(changeableStates) ? [{ href: paths.visitPage(locale, token, 'party'), text: t('ask.change') }] : []),
    ...(isComing && !hasBegun
      ? [
          { href: paths.visitPage(locale, token, 'numbers'), text: t('numbers.title') },
          { href: paths.visitPage(locale, token, 'other-day'), text: t('otherDay.title') },
        ]
      : []),
    ...(next.includes('cancelled_by_group')
      ? [{ href: paths.visitPage(locale, token, 'cancel'), text: t(agreed ? 'cancel.title' : 'cancel.withdraw') }]
      : []),
  ];
  const isAgain = visit.state === 'needs_info' || visit.state === 'expired';
  return (
    <>
      {isAgain ? (
        <form method="post" action={paths.visitStep(locale, token, 'again')}>
          <p>{t(`again.${visit.state}`)}</p>
          <p className="actions">
            <Button>{t('again.send')}</Button>
          </p>
        </form>
      ) : null}
      {visit.state === 'submitted' && view.product.bookingMode === 'instant' ? (
        <p className="actions">
          <LinkButton href={paths.visitPage(locale, token, 'answer')}>{t('answer.choose')}</LinkButton>
        </p>
      ) : null}
      {visit.state === 'completed' ? (
        <p className="actions">
          <LinkButton href={paths.visitPage(locale, token, 'evaluation')}>{t('evaluation.title')}</LinkButton>
        </p>
      ) : null}
      {isAnswerDue ? <DayAnswer view={view} token={token} locale={locale} /> : null}
      {isToday ? <LateForm view={view} token={token} locale={locale} settings={settings} /> : null}
      {links.length ? (
        <section aria-labelledby="actions">
          <h2 id="actions">{t('own.actions')}</h2>
          <ul className="acts">
            {links.map(({ href, text }) => (
              <li key={href}>
                <a href={href}>{text}</a>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

type Part = { view: VisitView; token: string; locale: Locale };

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

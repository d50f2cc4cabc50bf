import { Button } from '#app/_ui/button.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { Select } from '#app/_ui/select.tsx';
import type { AnsweredStarts } from '#lib/groups/answer-starts.ts';
import type { VisitView } from '#lib/groups/visit-view.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatDate, formatLongDate, type IsoDate } from '#lib/platform/time.ts';
import { limitsOf } from '../plan-words.ts';
import { moveTo } from './move-action.ts';
import { clock } from './move-board-state.ts';

/** The same move as a form: every start of the week that is possible, and why the others are not. Works without a mouse and a script. */
export function MoveForm(props: {
  t: Translator;
  locale: Locale;
  view: VisitView;
  answered: Extract<AnsweredStarts, { ok: true }>;
  week: IsoDate;
}) {
  const { t, locale, view, answered, week } = props;
  const { agreed, visit } = view;
  const now = agreed?.subGroups[0]?.startTime ?? '';
  const free = answered.starts.flatMap((start) =>
    start.ok && !(start.date === agreed?.visitDate && clock(start.startMinute) === now) ? [start] : [],
  );
  const blocked = answered.starts.flatMap((start) => (start.ok ? [] : [start]));
  return (
    <section className="stack" id="move" aria-labelledby="move-title">
      <h2 id="move-title">{t('week.moveTitle', { school: view.institution?.name ?? visit.code })}</h2>
      {agreed ? <p>{t('week.moveNow', { date: formatLongDate(agreed.visitDate, locale), time: now })}</p> : null}
      {free.length === 0 ? (
        <Notice kind="warn">{t('week.moveNone')}</Notice>
      ) : (
        <form className="side-by-side" action={moveTo}>
          <input type="hidden" name="visitId" value={visit.id} />
          <input type="hidden" name="seenPlan" value={answered.planId} />
          <input type="hidden" name="week" value={week} />
          <Select
            name="start"
            label={t('week.moveStart')}
            options={free.map(({ key, date, startMinute, plan }) => ({
              value: key,
              label: t('week.moveOption', {
                date: formatLongDate(date, locale, { year: false }),
                time: clock(startMinute),
                sizes: plan.subGroups.map(({ people }) => people).join(', '),
              }),
            }))}
          />
          <Button>{t('week.moveDo')}</Button>
        </form>
      )}
      {blocked.length > 0 ? (
        <details className="more">
          <summary>{t('week.moveNot')}</summary>
          <ul className="listed">
            {blocked.map((start) => (
              <li key={`${start.date} ${start.startMinute}`}>
                {formatDate(start.date)}, {clock(start.startMinute)}:{' '}
                {limitsOf(t, locale, start.limits, answered.rooms).join('; ')}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      <p>
        <a href={paths.staffGroupsWeek({ week })}>{t('week.moveStop')}</a> ·{' '}
        <a href={paths.staffGroup(visit.id)}>{t('visit.title')}</a>
      </p>
    </section>
  );
}

import type { Locale } from '#lib/platform/locales.ts';
import { formatMonth, type IsoDate } from '#lib/platform/time.ts';
import { classNames } from './class-names.ts';
import { dayRanges, weekdayNames, weeksOf } from './month-days.ts';

/**
 * One day of the month. `word` is the short state under the number ("few left"), `name` what a screen reader says ("Saturday 12
 * December, 34 places at 9 times"). A day with `href` can be chosen; one without says its `reason`, which is also written under
 * the month.
 */
export type CalendarDay = {
  date: IsoDate;
  state: 'open' | 'few' | 'later' | 'full' | 'closed' | 'past';
  word: string;
  name: string;
  href?: string;
  reason?: string;
  isChosen?: boolean;
};

/** A real month: every day with its number and its state as a word. Links only, no script. */
export function MonthCalendar(props: {
  /** "2026-12" */
  month: string;
  locale: Locale;
  days: readonly CalendarDay[];
  /** Links to the neighbouring months; null where there is nothing to book. */
  previous: { href: string; text: string } | null;
  next: { href: string; text: string } | null;
}) {
  const days = new Map(props.days.map((day) => [day.date, day]));
  const title = formatMonth(props.month, props.locale);
  return (
    <section className="month" id="month" aria-label={title}>
      <div className="month-nav">
        <Neighbour link={props.previous} arrow="←" />
        <h2>{title}</h2>
        <Neighbour link={props.next} arrow="→" isAfter />
      </div>
      <table>
        <caption className="vh">{title}</caption>
        <thead>
          <tr>
            {weekdayNames(props.locale).map((weekday) => (
              <th key={weekday.long} scope="col">
                <span aria-hidden="true">{weekday.short}</span>
                <span className="vh">{weekday.long}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(props.month).map((week, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the weeks of a month never change places
            <tr key={index}>
              {week.map((date, weekday) => (
                <td key={date ?? `blank-${weekday}`}>{date ? <Day date={date} day={days.get(date)} /> : null}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Reasons days={props.days} />
    </section>
  );
}

function Neighbour(props: { link: { href: string; text: string } | null; arrow: string; isAfter?: boolean }) {
  if (!props.link) return <span />;
  const arrow = <span aria-hidden="true">{props.arrow}</span>;
  return (
    <a href={props.link.href} rel={props.isAfter ? 'next' : 'prev'}>
      {props.isAfter ? null : arrow}
      <span className="month-go">{props.link.text}</span>
      {props.isAfter ? arrow : null}
    </a>
  );
}

function Day(props: { date: IsoDate; day: CalendarDay | undefined }) {
  const number = Number(props.date.slice(8));
  if (!props.day)
    return (
      <span className="day">
        <b>{number}</b>
      </span>
    );
  const { day } = props;
  const content = (
    <>
      <span aria-hidden="true">
        <b>{number}</b> {day.word}
      </span>
      <span className="vh">{day.name}</span>
    </>
  );
  const className = classNames('day', day.state);
  return day.href ? (
    <a className={className} href={day.href} aria-current={day.isChosen ? 'date' : undefined}>
      {content}
    </a>
  ) : (
    <span className={className}>{content}</span>
  );
}

function Reasons(props: { days: readonly CalendarDay[] }) {
  const byReason = new Map<string, number[]>();
  for (const day of props.days) {
    if (!day.reason || day.href) continue;
    byReason.set(day.reason, [...(byReason.get(day.reason) ?? []), Number(day.date.slice(8))]);
  }
  if (byReason.size === 0) return null;
  return (
    <ul className="month-why">
      {[...byReason].map(([reason, numbers]) => (
        <li key={reason}>
          <span className="num">{dayRanges(numbers.sort((a, b) => a - b))}</span>: {reason}
        </li>
      ))}
    </ul>
  );
}

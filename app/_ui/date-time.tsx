import type { Locale } from '#lib/platform/locales.ts';
import { dateAt, formatDate, formatLongDate, type IsoDate, type WallTime, wallTimeAt } from '#lib/platform/time.ts';

/** A calendar date: in words, or as dd.mm.yyyy where room is short (`isShort`). */
export function DateText(props: {
  date: IsoDate;
  locale: Locale;
  isShort?: boolean;
  weekday?: boolean;
  year?: boolean;
}) {
  const text = props.isShort
    ? formatDate(props.date)
    : formatLongDate(props.date, props.locale, { weekday: props.weekday, year: props.year });
  return <time dateTime={props.date}>{text}</time>;
}

/** A wall time of the museum, 24 hours: "10:30". */
export function TimeText(props: { time: WallTime }) {
  return <time dateTime={props.time}>{props.time}</time>;
}

/** An instant as the museum's clock shows it: "12.12.2026 10:30", or the time alone. */
export function InstantText(props: { at: Date; zone: string; isTimeOnly?: boolean }) {
  const time = wallTimeAt(props.at, props.zone);
  return (
    <time dateTime={props.at.toISOString()}>
      {props.isTimeOnly ? time : `${formatDate(dateAt(props.at, props.zone))} ${time}`}
    </time>
  );
}

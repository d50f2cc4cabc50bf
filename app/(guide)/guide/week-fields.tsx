import type { ErrorLink } from '#app/_ui/error-summary.tsx';
import { TextInput } from '#app/_ui/text-input.tsx';
import { judgeSpan } from '#lib/groups/judge-span.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';

export type WeekDay = { weekday: number; fromTime: string; untilTime: string };
const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

/** The week as a form sends it. */
export const daysOf = (value: (name: string) => string): WeekDay[] =>
  weekdays.map((weekday) => ({
    weekday,
    fromTime: value(`from${weekday}`).trim().slice(0, 10),
    untilTime: value(`until${weekday}`).trim().slice(0, 10),
  }));

/** The same as an address carries it back when something is wrong. */
export const asQuery = (days: readonly WeekDay[]): Record<string, string> => ({
  refused: 'times',
  ...Object.fromEntries(
    days.flatMap(({ weekday, fromTime, untilTime }) => [
      [`from${weekday}`, fromTime],
      [`until${weekday}`, untilTime],
    ]),
  ),
});

/** What the fields show: what was typed and refused, with what is wrong, else what is known. */
export function readDays(
  one: (name: string) => string,
  known: readonly WeekDay[],
  locale: Locale,
): { days: WeekDay[]; errors: ErrorLink[] } {
  if (one('refused') !== 'times') {
    return {
      days: weekdays.map(
        (weekday) => known.find((day) => day.weekday === weekday) ?? { weekday, fromTime: '', untilTime: '' },
      ),
      errors: [],
    };
  }
  const days = daysOf(one);
  const [t, common] = [translator(locale, 'guides'), translator(locale, 'common')];
  const errors = days.flatMap((day) => {
    const fault = judgeSpan(day);
    const message = fault && t(`availability.faults.${fault}`, { day: common(`weekdays.${day.weekday}`) });
    return message ? [{ fieldId: `from${day.weekday}`, message }] : [];
  });
  return { days, errors };
}

/** From when until when on each day of the week; empty: not on that day. */
export function WeekFields(props: { locale: Locale; days: readonly WeekDay[]; errors: readonly ErrorLink[] }) {
  const [t, common] = [translator(props.locale, 'guides'), translator(props.locale, 'common')];
  return props.days.map(({ weekday, fromTime, untilTime }) => (
    <fieldset className="set" key={weekday}>
      <legend>{common(`weekdays.${weekday}`)}</legend>
      <div className="guide-hours">
        <TextInput
          type="time"
          name={`from${weekday}`}
          label={t('availability.from')}
          defaultValue={fromTime}
          error={props.errors.find(({ fieldId }) => fieldId === `from${weekday}`)?.message}
        />
        <TextInput type="time" name={`until${weekday}`} label={t('availability.until')} defaultValue={untilTime} />
      </div>
    </fieldset>
  ));
}

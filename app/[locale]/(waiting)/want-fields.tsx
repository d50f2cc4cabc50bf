import { Checkbox } from '#app/_ui/checkbox.tsx';
import type { ErrorLink } from '#app/_ui/error-summary.tsx';
import { NumberStepper } from '#app/_ui/number-stepper.tsx';
import { Radios } from '#app/_ui/radios.tsx';
import { Select } from '#app/_ui/select.tsx';
import { translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, locales } from '#lib/platform/locales.ts';
import { formatLongDate, type IsoDate, type WallTime } from '#lib/platform/time.ts';
import { dayRows, type TypedWant } from './typed-want.ts';

export type WaitableDay = { date: IsoDate; times: WallTime[]; languages: Locale[] };

/** The fields of what a party waits for: how many, together or in parts, on which days between which starts. */
export function WantFields(props: {
  locale: Locale;
  days: readonly WaitableDay[];
  typed: TypedWant;
  errors: readonly ErrorLink[];
  limit: number;
  mostDays: number;
}) {
  const { locale, days, typed, limit } = props;
  const t = translator(locale, 'waiting');
  const spoken = translator(locale, 'common');
  const errorAt = (fieldId: string) => props.errors.find((error) => error.fieldId === fieldId)?.message;
  const times = [...new Set(days.flatMap((day) => day.times))].sort();
  const languages = locales.filter((one) => days.some((day) => day.languages.includes(one)));
  const dates = days.map(({ date }) => ({ value: date, label: formatLongDate(date, locale, { year: false }) }));
  const asOptions = (values: readonly string[]) => values.map((value) => ({ value, label: value }));
  return (
    <>
      <NumberStepper
        name="people"
        label={t('form.people')}
        hint={t('form.peopleHint', { limit })}
        error={errorAt('people')}
        min={1}
        max={limit}
        defaultValue={typed.people ?? '2'}
        required
      />
      <Radios
        name="together"
        legend={t('form.together')}
        defaultValue={typed.together ?? 'yes'}
        options={[
          { value: 'yes', label: t('form.togetherYes') },
          { value: 'no', label: t('form.togetherNo'), hint: t('form.togetherNoHint') },
        ]}
      />
      <NumberStepper
        name="part"
        label={t('form.part')}
        hint={t('form.partHint')}
        error={errorAt('part')}
        min={1}
        max={limit}
        defaultValue={typed.part ?? '1'}
      />
      {dayRows
        .filter((row) => row <= props.mostDays)
        .map((row) => (
          <fieldset className="set" key={row}>
            <legend>{t('form.dayAndTimes', { which: ['first', 'second', 'third'][row - 1] ?? 'third' })}</legend>
            <Select
              name={`date${row}`}
              label={t(row === 1 ? 'form.day' : 'form.anotherDay')}
              error={errorAt(`date${row}`)}
              options={row === 1 ? dates : [{ value: '', label: t('form.noDay') }, ...dates]}
              defaultValue={typed[`date${row}`] ?? ''}
            />
            <Select
              name={`from${row}`}
              label={t('form.from')}
              error={errorAt(`from${row}`)}
              options={asOptions(times)}
              defaultValue={typed[`from${row}`] ?? times[0]}
            />
            <Select
              name={`until${row}`}
              label={t('form.until')}
              options={asOptions(times)}
              defaultValue={typed[`until${row}`] ?? times.at(-1)}
            />
          </fieldset>
        ))}
      {languages.length > 1 ? (
        <fieldset className="set" aria-describedby="languages-hint">
          <legend>{t('form.languages')}</legend>
          <p className="hint" id="languages-hint">
            {t('form.languagesHint')}
          </p>
          {languages.map((one) => (
            <Checkbox
              key={one}
              name={`lang_${one}`}
              value="1"
              label={spoken(`languages.${one}`)}
              defaultChecked={typed[`lang_${one}`] === '1'}
            />
          ))}
        </fieldset>
      ) : null}
    </>
  );
}

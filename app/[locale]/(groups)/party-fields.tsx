import type { ErrorLink } from '#app/_ui/error-summary.tsx';
import { NumberStepper } from '#app/_ui/number-stepper.tsx';
import { Radios } from '#app/_ui/radios.tsx';
import { Select } from '#app/_ui/select.tsx';
import { TextInput } from '#app/_ui/text-input.tsx';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import type { IsoDate, WallTime } from '#lib/platform/time.ts';
import { type TypedParty, wishRows } from './typed-party.ts';

type Fields = { locale: Locale; typed: TypedParty; errors: readonly ErrorLink[] };
const errorAt = (errors: readonly ErrorLink[], fieldId: string) =>
  errors.find((error) => error.fieldId === fieldId)?.message;

/** How many come, in four numbers. */
export function CountFields({ locale, typed, errors }: Fields) {
  const t = translator(locale, 'request');
  return (
    <fieldset className="set">
      <legend>{t('ask.people')}</legend>
      <div className="numbers">
        {(['pupils', 'teachers', 'parents', 'aides'] as const).map((name) => (
          <NumberStepper
            key={name}
            name={name}
            label={t(`ask.${name}`)}
            hint={name === 'aides' ? t('ask.aidesHint') : undefined}
            error={errorAt(errors, name)}
            max={name === 'pupils' ? 500 : 100}
            defaultValue={typed[name] ?? (name === 'parents' || name === 'aides' ? '0' : undefined)}
          />
        ))}
      </div>
    </fieldset>
  );
}

/** Up to three wishes: a date and a time each. */
export function WishFields(
  props: Fields & { times: readonly WallTime[]; firstDate: IsoDate; lastDate: IsoDate; hint: string },
) {
  const { locale, typed, errors, times } = props;
  const t = translator(locale, 'request');
  return (
    <>
      {wishRows.map((row) => (
        <fieldset className="set" key={row} aria-describedby={row === 1 ? 'wish-hint' : undefined}>
          <legend>{t('ask.wish', { row })}</legend>
          {row === 1 ? (
            <p className="hint" id="wish-hint">
              {props.hint}
            </p>
          ) : null}
          <div className="numbers">
            <TextInput
              name={`date${row}`}
              type="date"
              label={t('ask.date')}
              error={errorAt(errors, `date${row}`)}
              min={props.firstDate}
              max={props.lastDate}
              defaultValue={typed[`date${row}`] ?? ''}
            />
            <Select
              name={`time${row}`}
              label={t('ask.time')}
              error={errorAt(errors, `time${row}`)}
              options={times.map((time) => ({ value: time, label: time }))}
              defaultValue={typed[`time${row}`] ?? times[Math.min(2, times.length - 1)]}
            />
          </div>
        </fieldset>
      ))}
    </>
  );
}

/** The first step of a request: in which language, how many of what age, when, and what else changes the plan. */
export function PartyFields(props: Parameters<typeof WishFields>[0] & { languages: readonly Locale[] }) {
  const { locale, typed, errors } = props;
  const t = translator(locale, 'request');
  const spoken = translator(locale, 'common');
  const yesNo = [
    { value: 'yes', label: t('ask.yes') },
    { value: 'no', label: t('ask.no') },
  ];
  return (
    <>
      <CountFields locale={locale} typed={typed} errors={errors} />
      <fieldset className="set">
        <legend>{t('ask.ages')}</legend>
        <div className="numbers">
          {(['ageFrom', 'ageUntil'] as const).map((name) => (
            <NumberStepper
              key={name}
              name={name}
              label={t(`ask.${name}`)}
              error={errorAt(errors, name)}
              min={3}
              max={99}
              defaultValue={typed[name]}
            />
          ))}
          <TextInput
            name="grades"
            label={t('ask.grades')}
            hint={t('ask.gradesHint')}
            error={errorAt(errors, 'grades')}
            maxLength={40}
            defaultValue={typed.grades}
          />
        </div>
      </fieldset>
      <WishFields {...props} />
      <Radios
        name="flexible"
        legend={t('ask.flexible')}
        defaultValue={typed.flexible ?? 'yes'}
        options={[
          { value: 'yes', label: t('ask.flexibleYes') },
          { value: 'no', label: t('ask.flexibleNo') },
        ]}
      />
      <Radios
        name="tourLanguage"
        legend={t('ask.language')}
        error={errorAt(errors, 'tourLanguage')}
        defaultValue={typed.tourLanguage ?? (props.languages.includes(locale) ? locale : props.languages[0])}
        options={props.languages.map((value) => ({ value, label: spoken(`languages.${value}`) }))}
      />
      <Select
        name="shift"
        label={t('ask.shift')}
        options={[
          { value: '', label: t('ask.shiftNone') },
          { value: 'first', label: t('ask.shiftFirst') },
          { value: 'second', label: t('ask.shiftSecond') },
        ]}
        defaultValue={typed.shift ?? ''}
      />
      <Radios
        name="ownGuide"
        legend={t('ask.ownGuide')}
        hint={t('ask.ownGuideHint')}
        defaultValue={typed.ownGuide ?? 'no'}
        options={yesNo.toReversed()}
      />
    </>
  );
}

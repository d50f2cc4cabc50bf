import { Radios } from '#app/_ui/radios.tsx';
import { TextInput } from '#app/_ui/text-input.tsx';
import type { LeaveRefusal } from '#lib/groups/judge-leave.ts';
import { leaveKinds } from '#lib/groups/values.ts';
import { type Translator, translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { formatDate, type IsoDate } from '#lib/platform/time.ts';

export const leaveFieldOf: Record<LeaveRefusal, 'kind' | 'first' | 'last'> = {
  kind_missing: 'kind',
  date_missing: 'first',
  dates_order: 'last',
  past: 'first',
  too_long: 'last',
  overlaps: 'first',
};

/** "illness: 25.11.2026 – 27.11.2026". */
export const leaveWords = (t: Translator, leave: { kind: string; firstDate: IsoDate; lastDate: IsoDate }): string =>
  t(leave.firstDate === leave.lastDate ? 'leave.day' : 'leave.line', {
    kind: t(`leaveKinds.${leave.kind}`),
    from: formatDate(leave.firstDate),
    until: formatDate(leave.lastDate),
  });

/** Why somebody is away, and from when until when. */
export function LeaveFields(props: {
  locale: Locale;
  typed: { kind: string; firstDate: string; lastDate: string };
  today: IsoDate;
  fault: LeaveRefusal | null;
}) {
  const t = translator(props.locale, 'guides');
  const error = (field: 'kind' | 'first' | 'last') =>
    props.fault && leaveFieldOf[props.fault] === field ? t(`leave.faults.${props.fault}`) : undefined;
  return (
    <>
      <Radios
        name="kind"
        legend={t('leave.kind')}
        error={error('kind')}
        options={leaveKinds.map((value) => ({ value, label: t(`leaveKinds.${value}`) }))}
        defaultValue={props.typed.kind}
      />
      <TextInput
        type="date"
        name="first"
        label={t('leave.first')}
        defaultValue={props.typed.firstDate || props.today}
        error={error('first')}
        className="narrow"
      />
      <TextInput
        type="date"
        name="last"
        label={t('leave.last')}
        defaultValue={props.typed.lastDate || props.today}
        error={error('last')}
        className="narrow"
      />
    </>
  );
}

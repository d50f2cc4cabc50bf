import { Button, LinkButton } from '#app/_ui/button.tsx';
import { Table } from '#app/_ui/table.tsx';
import type { OtherTime } from '#lib/booking/list-other-times.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatLongDate, type IsoDate } from '#lib/platform/time.ts';
import { moveTo } from './move-action.ts';

/**
 * The times of one day that an order may move to. From a time that the museum cancels each is a button, since it costs nothing;
 * else the choice leads to the sum first.
 */
export function TimesTable(props: {
  t: Translator;
  orderId: string;
  date: IsoDate;
  times: readonly OtherTime[];
  isFree: boolean;
  /** From which day on times are shown, where that was asked for. */
  from: string | undefined;
}) {
  const { t, times } = props;
  const staff = translator(t.locale, 'staff');
  const common = translator(t.locale, 'common');
  const day = formatLongDate(props.date, t.locale);
  const hasLanguages = times.some(({ language }) => language !== null);
  const change = translator(t.locale, 'change');
  const choose = (time: OtherTime) => {
    const { startTime } = time;
    return props.isFree ? (
      <Button
        look="quiet"
        size="short"
        name="timeslotId"
        value={time.timeslotId}
        aria-label={t('visitor.take', { date: day, time: startTime })}
      >
        {t('visitor.takeShort')}
      </Button>
    ) : (
      <LinkButton
        look="quiet"
        size="short"
        href={`${paths.staffMove(props.orderId, { from: props.from, date: props.date, time: time.timeslotId })}#sum`}
        aria-label={change('move.take', { time: startTime })}
      >
        {change('move.takeShort')}
      </LinkButton>
    );
  };
  const table = (
    <Table
      caption={day}
      rows={times}
      rowKey={({ timeslotId }) => timeslotId}
      columns={[
        { key: 'time', head: staff('today.columns.time'), isRowHead: true, cell: (time) => time.startTime },
        ...(hasLanguages
          ? [
              {
                key: 'language',
                head: translator(t.locale, 'order')('summary.language'),
                cell: (time: OtherTime) => (time.language ? common(`languages.${time.language}`) : null),
              },
            ]
          : []),
        { key: 'free', head: staff('today.columns.free'), isNumber: true, cell: (time) => time.free },
        { key: 'do', head: t('staff.move.link'), cell: choose },
      ]}
    />
  );
  if (!props.isFree) return table;
  return (
    <form action={moveTo}>
      <input type="hidden" name="orderId" value={props.orderId} />
      {table}
    </form>
  );
}

import { Button } from '#app/_ui/button.tsx';
import { TimeRail } from '#app/_ui/time-rail.tsx';
import type { OtherTime } from '#lib/booking/list-other-times.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { formatLongDate, type IsoDate } from '#lib/platform/time.ts';

/** Times to move to, day by day: each a button of the form around it. The day that was booked is open, else the first. */
export function OtherTimesRail(props: { times: readonly OtherTime[]; booked: IsoDate; locale: Locale }) {
  const { locale } = props;
  const t = translator(locale, 'cancellation');
  const common = translator(locale, 'common');
  const days = [...Map.groupBy(props.times, ({ visitDate }) => visitDate)];
  const open = days.find(([date]) => date === props.booked)?.[0] ?? days[0]?.[0];
  return days.map(([date, ofDay]) => {
    const day = formatLongDate(date, locale);
    return (
      <details key={date} open={date === open}>
        <summary>{day}</summary>
        <TimeRail
          label={day}
          slots={ofDay.map((time) => ({
            id: time.timeslotId,
            startTime: time.startTime,
            state: 'open' as const,
            left: t('visitor.room', { count: time.free }),
            detail: time.language
              ? t('visitor.language', { language: common(`languages.${time.language}`) })
              : undefined,
          }))}
          action={(slot) => (
            <Button
              name="timeslotId"
              value={slot.id}
              look="quiet"
              size="short"
              aria-label={t('visitor.take', { date: day, time: slot.startTime })}
            >
              {t('visitor.takeShort')}
            </Button>
          )}
        />
      </details>
    );
  });
}

import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import type { WeeklyHours } from '#lib/schedule/opening-days.ts';

/** The museum's week, as it holds today. */
export function OpeningHours({ locale, hours }: { locale: Locale; hours: readonly WeeklyHours[] }) {
  const common = translator(locale, 'common');
  return (
    <section aria-labelledby="hours" id="hours-section">
      <h2 id="hours">{common('hours')}</h2>
      <dl className="facts hours">
        {[1, 2, 3, 4, 5, 6, 7].map((weekday) => {
          const ofDay = hours.find((one) => one.weekday === weekday);
          return (
            <div key={weekday}>
              <dt>{common(`weekdays.${weekday}`)}</dt>
              <dd className="num">
                {ofDay ? `${ofDay.opensTime.slice(0, 5)}–${ofDay.closesTime.slice(0, 5)}` : common('closed')}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}

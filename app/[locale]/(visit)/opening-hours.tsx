import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { visitorRequest } from '#lib/platform/request.ts';
import { dateAt } from '#lib/platform/time.ts';
import { getOpeningCalendar } from '#lib/schedule/queries.ts';
import { museumOfRequest } from '../frame.tsx';

/** The museum's week, as it holds today. */
export async function OpeningHours({ locale }: { locale: Locale }) {
  const { db, now } = visitorRequest(locale);
  const today = dateAt(now, (await museumOfRequest()).timeZone);
  const { weeklyHours } = await getOpeningCalendar(db, { fromDate: today, untilDate: today });
  const common = translator(locale, 'common');
  return (
    <section aria-labelledby="hours" id="hours-section">
      <h2 id="hours">{common('hours')}</h2>
      <dl className="facts hours">
        {[1, 2, 3, 4, 5, 6, 7].map((weekday) => {
          const hours = weeklyHours.find(
            (candidate) =>
              candidate.weekday === weekday &&
              candidate.validFrom <= today &&
              (!candidate.validUntil || candidate.validUntil >= today),
          );
          return (
            <div key={weekday}>
              <dt>{common(`weekdays.${weekday}`)}</dt>
              <dd className="num">
                {hours ? `${hours.opensTime.slice(0, 5)}–${hours.closesTime.slice(0, 5)}` : common('closed')}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}

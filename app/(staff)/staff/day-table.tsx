import { StatusWord } from '#app/_ui/status-word.tsx';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import type { Day, DaySlot, LaneCount } from '#lib/reports/list-day-slots.ts';

const counts = ['capacity', 'held', 'sold', 'arrived', 'free'] as const;

/** The times of a day, each with a line for each lane, and the sums below. */
export function DayTable({ t, locale, day }: { t: Translator; locale: Locale; day: Day }) {
  const columns = ['time', 'visit', 'guide', 'lane', ...counts];
  return (
    <div className="table-scroll">
      <table className="table">
        <caption className="vh">{t('today.caption')}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col" className={isCount(column) ? 'n' : undefined}>
                {t(`today.columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        {day.slots.map((slot) => (
          <SlotRows key={slot.id} t={t} locale={locale} slot={slot} />
        ))}
        <tfoot>
          <tr>
            <th scope="row" colSpan={4}>
              {t('today.totals')}
            </th>
            {(['capacity', 'held', 'sold', 'arrived'] as const).map((count) => (
              <td key={count} className="n">
                {day.totals[count]}
              </td>
            ))}
            <td />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function SlotRows({ t, locale, slot }: { t: Translator; locale: Locale; slot: DaySlot }) {
  const [first, ...others] = slot.lanes;
  const rows = Math.max(1, slot.lanes.length);
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" rowSpan={rows} className="n">
          <time dateTime={slot.startsAt.toISOString()}>{slot.startTime}</time>
        </th>
        <td rowSpan={rows}>
          {localized(slot.productNames, locale)}
          {slot.language ? (
            <span className="soft"> {t('today.language', { language: t(`spoken.${slot.language}`) })}</span>
          ) : null}
          {slot.state === 'on_sale' ? null : (
            <>
              {' '}
              <StatusWord tone={slot.state === 'done' ? 'still' : 'warn'}>
                {t(`timeslotStates.${slot.state}`)}
              </StatusWord>
            </>
          )}
        </td>
        <td rowSpan={rows}>{guideOf(t, slot)}</td>
        {first ? <LaneCells t={t} lane={first} /> : <td colSpan={6} />}
      </tr>
      {others.map((lane) => (
        <tr key={lane.lane}>
          <LaneCells t={t} lane={lane} />
        </tr>
      ))}
    </tbody>
  );
}

function LaneCells({ t, lane }: { t: Translator; lane: LaneCount }) {
  return (
    <>
      <td>{t(`lanes.${lane.lane}`)}</td>
      {counts.map((count) => (
        <td key={count} className={lane[count] === 0 ? 'n soft' : 'n'}>
          {lane[count]}
        </td>
      ))}
    </>
  );
}

function guideOf(t: Translator, slot: DaySlot) {
  if (slot.guideName) return slot.guideName;
  return slot.isGuided ? <StatusWord tone="warn">{t('today.noGuide')}</StatusWord> : null;
}

function isCount(column: string): boolean {
  return (counts as readonly string[]).includes(column);
}

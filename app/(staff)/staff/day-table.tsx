import { StatusWord } from '#app/_ui/status-word.tsx';
import type { Lane } from '#lib/capacity/values.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import type { Day, DaySlot } from '#lib/reports/list-day-slots.ts';

const counts = ['held', 'sold', 'arrived'] as const;
const laneOrder: readonly Lane[] = ['public', 'desk', 'schools', 'official', 'resellers'];

/** The times of a day, one line each: what is taken of each lane, what is held and sold, who has come, what is left. */
export function DayTable({ t, locale, day }: { t: Translator; locale: Locale; day: Day }) {
  const shown = laneOrder.filter((lane) => day.slots.some((slot) => slot.lanes.some((count) => count.lane === lane)));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by the keyboard
    <section className="table-scroll" aria-label={t('today.caption')} tabIndex={0}>
      <table className="table">
        <caption className="vh">{t('today.caption')}</caption>
        <thead>
          <tr>
            {['time', 'visit', 'guide'].map((column) => (
              <th key={column} scope="col">
                {t(`today.columns.${column}`)}
              </th>
            ))}
            {shown.map((lane) => (
              <th key={lane} scope="col" className="n">
                {t(`lanes.${lane}`)}
              </th>
            ))}
            {[...counts, 'free'].map((column) => (
              <th key={column} scope="col" className="n">
                {t(`today.columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {day.slots.map((slot) => (
            <SlotRow key={slot.id} t={t} locale={locale} slot={slot} shown={shown} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3 + shown.length}>
              {t('today.totals')}
            </th>
            {counts.map((count) => (
              <td key={count} className="n">
                {day.totals[count]}
              </td>
            ))}
            <td />
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

function SlotRow(props: { t: Translator; locale: Locale; slot: DaySlot; shown: readonly Lane[] }) {
  const { t, locale, slot, shown } = props;
  return (
    <tr>
      <th scope="row">
        <a href={paths.staffSlot(slot.id)}>
          <time dateTime={slot.startsAt.toISOString()}>{slot.startTime}</time>
        </a>
      </th>
      <td>
        {localized(slot.productNames, locale)}
        {slot.language ? (
          <span className="soft"> {t('today.language', { language: t(`spoken.${slot.language}`) })}</span>
        ) : null}
        {slot.state === 'on_sale' ? null : (
          <>
            {' '}
            <StatusWord tone={slot.state === 'done' ? 'still' : 'warn'}>{t(`timeslotStates.${slot.state}`)}</StatusWord>
          </>
        )}
        {slot.needs.map(({ people, text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two parties may say the same
          <p className="soft small" key={index}>
            {t('today.needs', { people, text })}
          </p>
        ))}
      </td>
      <td>{guideOf(t, slot)}</td>
      {shown.map((lane) => (
        <LaneCell key={lane} t={t} slot={slot} lane={lane} />
      ))}
      {counts.map((count) => (
        <Count key={count} of={slot.lanes.reduce((sum, lane) => sum + lane[count], 0)} />
      ))}
      <td className="n">{slot.free}</td>
    </tr>
  );
}

function LaneCell({ t, slot, lane }: { t: Translator; slot: DaySlot; lane: Lane }) {
  const count = slot.lanes.find((other) => other.lane === lane);
  if (!count) return <td className="n" />;
  const taken = count.held + count.sold;
  return <td className={taken === 0 ? 'n soft' : 'n'}>{t('today.takenOf', { taken, capacity: count.capacity })}</td>;
}

function Count({ of }: { of: number }) {
  return <td className={of === 0 ? 'n soft' : 'n'}>{of}</td>;
}

function guideOf(t: Translator, slot: DaySlot) {
  if (slot.guideName) return slot.guideName;
  return slot.isGuided ? <StatusWord tone="warn">{t('today.noGuide')}</StatusWord> : null;
}

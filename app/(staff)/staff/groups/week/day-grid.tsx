import { classNames } from '#app/_ui/class-names.ts';
import type { ListedWeek, WeekBlock, WeekDay } from '#lib/groups/list-week.ts';
import { comingStates } from '#lib/groups/values.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatLongDate, type IsoDate } from '#lib/platform/time.ts';
import { clock } from './move-board-state.ts';

type Props = {
  t: Translator;
  locale: Locale;
  day: WeekDay;
  guides: ListedWeek['guides'];
  today: IsoDate;
  week: IsoDate;
  mayMove: boolean;
};

/** One day: a row for each room with how full it is, a row for each guide with what they lead, a column for each quarter of an hour. */
export function DayGrid(props: Props) {
  const { t, locale, day, guides } = props;
  const title = formatLongDate(day.date, locale, { year: false });
  const { hours } = day;
  if (!hours || day.blocks.length + day.rooms.length === 0)
    return (
      <section aria-label={title}>
        <h2>{title}</h2>
        <p className="soft">{t(hours ? 'week.nothing' : 'week.closed')}</p>
      </section>
    );
  const first = Math.floor(hours.fromMinute / 15) * 15;
  const quarters = Array.from(
    { length: Math.ceil((hours.untilMinute - first) / 15) },
    (_, index) => first + index * 15,
  );
  const led = Map.groupBy(day.blocks, ({ guideId }) => guideId);
  const unled = rowsOf(led.get(null) ?? []);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by the keyboard
    <section className="table-scroll" aria-label={title} tabIndex={0}>
      <table className="week">
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{t('week.rowHead')}</th>
            {quarters.map((minute) => (
              <th
                key={minute}
                scope="col"
                className={minute % 60 === 0 ? 'hour' : undefined}
                data-date={day.date}
                data-minute={minute}
              >
                {clock(minute)}
              </th>
            ))}
          </tr>
        </thead>
        {day.rooms.length > 0 ? (
          <tbody>
            {day.rooms.map((room) => (
              <tr key={room.code}>
                <th scope="row">{localized(room.names, locale)}</th>
                {quarters.map((minute) => {
                  const quarter = room.quarters.find((one) => one.minute === minute);
                  return quarter ? (
                    <td
                      key={minute}
                      className={classNames('load', `load-${levelOf(quarter.people, quarter.room)}`)}
                      title={t('week.load', { people: quarter.people, room: quarter.room })}
                    >
                      {quarter.people}
                      <span className="vh"> / {quarter.room}</span>
                    </td>
                  ) : (
                    <td key={minute} className="load" />
                  );
                })}
              </tr>
            ))}
          </tbody>
        ) : null}
        <tbody>
          {guides.map(({ id, name }) => (
            <BlockRow key={id} {...props} name={name} blocks={led.get(id) ?? []} quarters={quarters} />
          ))}
          {unled.map((blocks) => (
            <BlockRow
              key={blocks[0]?.timeslotId}
              {...props}
              name={t('week.unled')}
              blocks={blocks}
              quarters={quarters}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** 3 when nobody more may come in, 2 when more than half of the places are taken. */
const levelOf = (people: number, room: number): number => (people >= room ? 3 : people * 2 > room ? 2 : 1);

/** What nobody leads may overlap: as many rows as it takes. */
function rowsOf(blocks: readonly WeekBlock[]): WeekBlock[][] {
  const rows: WeekBlock[][] = [];
  for (const block of blocks) {
    const free = rows.find((row) => (row.at(-1)?.untilMinute ?? 0) <= block.fromMinute);
    if (free) free.push(block);
    else rows.push([block]);
  }
  return rows;
}

function BlockRow(props: Props & { name: string; blocks: readonly WeekBlock[]; quarters: readonly number[] }) {
  const { quarters, blocks } = props;
  const cells = [];
  for (let index = 0; index < quarters.length; ) {
    const minute = quarters[index] ?? 0;
    const block = blocks.find(({ fromMinute }) => Math.floor(fromMinute / 15) * 15 === minute);
    const span = block ? Math.max(1, Math.ceil((block.untilMinute - minute) / 15)) : 1;
    cells.push(
      <td key={minute} colSpan={span > 1 ? Math.min(span, quarters.length - index) : undefined}>
        {block ? <Block {...props} block={block} /> : null}
      </td>,
    );
    index += span;
  }
  return (
    <tr>
      <th scope="row">{props.name}</th>
      {cells}
    </tr>
  );
}

/** A sub-group leads to its move or its visit; a public tour to its time. */
function Block({ t, locale, day, week, mayMove, block }: Props & { block: WeekBlock }) {
  const { visit } = block;
  if (!visit)
    return (
      <a className="block tour" href={paths.staffSlot(block.timeslotId)}>
        {localized(block.productNames, locale)}
      </a>
    );
  const school = visit.institution ?? '';
  const isMovable = mayMove && visit.isAgreed && (comingStates as readonly string[]).includes(visit.state);
  // A visit moves whole: wherever it is taken, it is its first start that is laid elsewhere.
  const starts = day.blocks
    .filter((one) => one.visit?.id === visit.id && one.visit.isAgreed)
    .map(({ fromMinute }) => fromMinute);
  return (
    <a
      className={classNames('block', !visit.isAgreed && 'held')}
      href={isMovable ? `${paths.staffGroupsWeek({ week, visit: visit.id })}#move` : paths.staffGroup(visit.id)}
      draggable={false}
      {...(isMovable
        ? { 'data-move': visit.id, 'data-date': day.date, 'data-minute': Math.min(...starts), 'data-name': school }
        : {})}
    >
      <span>
        <b>{visit.people}</b> {school}
        <span className="vh">
          {t('week.blockMore', { no: visit.no, from: clock(block.fromMinute), until: clock(block.untilMinute) })}
        </span>
      </span>
    </a>
  );
}

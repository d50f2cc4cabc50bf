import { Button } from '#app/_ui/button.tsx';
import { InstantText } from '#app/_ui/date-time.tsx';
import type { Column } from '#app/_ui/table.tsx';
import { TextInput } from '#app/_ui/text-input.tsx';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatDate } from '#lib/platform/time.ts';
import type { WaitingDay, WaitingRow } from '#lib/waiting/list-waiting.ts';
import { remove } from './remove-action.ts';

const headOf = (t: Translator) => (key: string) => ({ key, head: t(`staff.columns.${key}`) });

/** How many wait for each day. */
export function dayColumns(t: Translator, locale: Locale): Column<WaitingDay>[] {
  const head = headOf(t);
  return [
    {
      ...head('day'),
      isRowHead: true,
      cell: (day) => <a href={paths.staffWaiting({ date: day.date })}>{formatDate(day.date)}</a>,
    },
    { ...head('visit'), cell: (day) => localized(day.productNames, locale) },
    { ...head('parties'), isNumber: true, cell: (day) => day.parties },
    { ...head('people'), isNumber: true, cell: (day) => day.people },
    { ...head('offered'), isNumber: true, cell: (day) => day.offered },
  ];
}

const lines = (texts: readonly string[]) =>
  texts.map((text) => (
    <span key={text}>
      {text}
      <br />
    </span>
  ));

/** The parties by rank. */
export function partyColumns(
  t: Translator,
  locale: Locale,
  zone: string,
  options: { date?: string; mayRemove: boolean },
): Column<WaitingRow>[] {
  const head = headOf(t);
  const columns: Column<WaitingRow>[] = [
    { ...head('place'), isNumber: true, isRowHead: true, cell: (row) => row.place },
    {
      ...head('party'),
      cell: (row) =>
        lines([
          `${row.people}${row.smallestPart ? `, ${t('staff.parts', { part: row.smallestPart })}` : ''}`,
          `${row.email ?? '—'} (${row.locale})`,
        ]),
    },
    { ...head('visit'), cell: (row) => localized(row.productNames, locale) },
    {
      ...head('wishes'),
      cell: (row) => lines(row.wishes.map((wish) => `${formatDate(wish.date)} ${wish.fromTime}–${wish.untilTime}`)),
    },
    { ...head('since'), cell: (row) => <InstantText at={row.madeAt} zone={zone} /> },
    {
      ...head('offers'),
      cell: (row) =>
        lines(
          row.offers.map((one) =>
            t('staff.offerLine', { ...one, date: formatDate(one.visitDate), time: one.startTime }),
          ),
        ),
    },
    {
      ...head('passed'),
      cell: (row) =>
        lines(
          row.passedOver.map((one) =>
            t('staff.passedLine', { ...one, date: formatDate(one.visitDate), time: one.startTime }),
          ),
        ),
    },
  ];
  if (!options.mayRemove) return columns;
  return [
    ...columns,
    {
      ...head('remove'),
      cell: (row) => (
        <details>
          <summary>{t('staff.removeOne', { place: row.place })}</summary>
          <form className="stack" action={remove}>
            <input type="hidden" name="id" value={row.id} />
            <input type="hidden" name="date" value={options.date ?? ''} />
            <TextInput
              id={`reason-${row.id}`}
              name="reason"
              label={t('staff.reason')}
              minLength={3}
              maxLength={500}
              required
            />
            <Button look="quiet">{t('staff.remove')}</Button>
          </form>
        </details>
      ),
    },
  ];
}

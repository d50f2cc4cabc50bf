import { InstantText } from '#app/_ui/date-time.tsx';
import { StatusWord } from '#app/_ui/status-word.tsx';
import type { Column } from '#app/_ui/table.tsx';
import type { BoardView, VisitRow } from '#lib/groups/list-visits.ts';
import type { VisitState } from '#lib/groups/values.ts';
import { type Translator, translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatDate } from '#lib/platform/time.ts';

/** How a state looks beside its word. */
export function toneOf(state: VisitState): 'good' | 'warn' | 'bad' | 'still' | undefined {
  if (state === 'submitted' || state === 'names_due' || state === 'rescheduled') return 'warn';
  if (state === 'confirmed' || state === 'ready' || state === 'list_cleared' || state === 'settled') return 'good';
  if (['declined', 'expired', 'cancelled_by_group', 'cancelled_by_museum', 'no_show'].includes(state)) return 'still';
  return undefined;
}

/** The rows of a view: what to do about it stands in the view's own column. */
export function visitColumns(
  t: Translator,
  locale: Locale,
  { view, zone, now }: { view: BoardView; zone: string; now: Date },
): Column<VisitRow>[] {
  const groups = translator(locale, 'groups');
  const head = (key: string) => ({ key, head: t(`list.columns.${key}`) });
  const when = (date: string | null, time: string | null) => (date ? `${formatDate(date)} ${time ?? ''}` : '—');
  const columns: Column<VisitRow>[] = [
    {
      ...head('group'),
      isRowHead: true,
      cell: (row) => (
        <>
          <a href={paths.staffGroup(row.id)}>{row.institution ?? row.code}</a>
          <br />
          <span className="small soft">{[row.code, row.district].filter(Boolean).join(' · ')}</span>
        </>
      ),
    },
    {
      ...head('state'),
      cell: (row) => (
        <>
          <StatusWord tone={toneOf(row.state)}>{groups(`states.${row.state}`)}</StatusWord>
          {row.place ? (
            <>
              <br />
              <span className="small soft">{t('list.place', { place: row.place })}</span>
            </>
          ) : null}
        </>
      ),
    },
    {
      ...head('age'),
      isNumber: true,
      cell: (row) =>
        row.submittedAt
          ? t('list.days', { days: Math.floor((now.getTime() - row.submittedAt.getTime()) / 86_400_000) })
          : '—',
    },
    { ...head('people'), isNumber: true, cell: (row) => row.people },
    { ...head('visit'), cell: (row) => localized(row.productNames, locale) },
    { ...head('language'), cell: (row) => translator(locale, 'staff')(`spoken.${row.language}`) },
    saysWhen(view)
      ? { ...head('agreed'), cell: (row) => when(row.visitDate, row.startTime) }
      : { ...head('wish'), cell: (row) => when(row.wishDate, row.wishTime) },
  ];
  if (view === 'open' || view === 'offered')
    columns.push({
      ...head('ends'),
      cell: (row) => (row.offerEndsAt ? <InstantText at={row.offerEndsAt} zone={zone} /> : '—'),
    });
  if (view === 'guides' || view === 'week')
    columns.push({ ...head('openGuides'), isNumber: true, cell: (row) => row.openGuides });
  return columns;
}

/** Views of what is agreed say when it is, the others what was wished for. */
const saysWhen = (view: BoardView): boolean => view === 'names' || view === 'guides' || view === 'week';

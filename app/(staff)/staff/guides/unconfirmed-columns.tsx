import { Button } from '#app/_ui/button.tsx';
import { InstantText } from '#app/_ui/date-time.tsx';
import { StatusWord } from '#app/_ui/status-word.tsx';
import type { Column } from '#app/_ui/table.tsx';
import type { UnconfirmedTour } from '#lib/groups/list-unconfirmed-guides.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatDate } from '#lib/platform/time.ts';
import { seek } from './tour-actions.ts';

/** Tours that nobody has said yes to: when, whose, who was asked until when; and the search, by hand. */
export function unconfirmedColumns(t: Translator, zone: string, mayChange: boolean): Column<UnconfirmedTour>[] {
  const head = (key: string) => ({ key, head: t(`staff.columns.${key}`) });
  const columns: Column<UnconfirmedTour>[] = [
    {
      ...head('time'),
      isRowHead: true,
      cell: (row) => (
        <a href={paths.staffSlot(row.timeslotId)}>
          {formatDate(row.visitDate)} {row.startTime}
        </a>
      ),
    },
    {
      ...head('party'),
      cell: (row) =>
        row.visit
          ? t('tours.of', { school: row.visit.school ?? row.visit.code, people: row.visit.people })
          : localized(row.productNames, t.locale),
    },
    {
      ...head('guide'),
      cell: (row) => row.guide?.name ?? <StatusWord tone="bad">{t('staff.nobody')}</StatusWord>,
    },
    {
      ...head('answer'),
      cell: (row) => (
        <StatusWord tone={row.call?.state === 'lapsed' ? 'bad' : 'warn'}>
          {row.call ? t(`callStates.${row.call.state}`) : t('staff.notAsked')}
        </StatusWord>
      ),
    },
    {
      ...head('until'),
      isNumber: true,
      cell: (row) => (row.call?.state === 'asked' ? <InstantText at={row.call.answerUntil} zone={zone} /> : ''),
    },
  ];
  if (!mayChange) return columns;
  return [
    ...columns,
    {
      ...head('action'),
      cell: (row) =>
        row.guide && row.call?.state === 'asked' ? null : (
          <form action={seek}>
            <input type="hidden" name="tour" value={row.timeslotId} />
            <Button look="plain" size="short">
              {t('staff.part.seek')}
            </Button>
          </form>
        ),
    },
  ];
}

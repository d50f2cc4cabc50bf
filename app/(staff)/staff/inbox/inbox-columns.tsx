import { InstantText } from '#app/_ui/date-time.tsx';
import { Money } from '#app/_ui/money.tsx';
import { StatusWord } from '#app/_ui/status-word.tsx';
import type { Column } from '#app/_ui/table.tsx';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatDate } from '#lib/platform/time.ts';
import type { ComparedDayRow, MoneyTaskRow } from '#lib/reports/list-money-tasks.ts';
import { TaskForm } from './task-form.tsx';

/** The open tasks: what it is, whose, how much, and what to press. */
export function taskColumns(t: Translator, locale: Locale, zone: string, canAct: boolean): Column<MoneyTaskRow>[] {
  const head = (key: string) => ({ key, head: t(`inbox.columns.${key}`) });
  return [
    {
      ...head('what'),
      isRowHead: true,
      cell: (task) => (
        <>
          {t(`inbox.kinds.${task.kind}`)} <span className="hint">{t(`inbox.hints.${task.kind}`)}</span>
        </>
      ),
    },
    { ...head('since'), cell: (task) => <InstantText at={task.openedAt} zone={zone} /> },
    {
      ...head('order'),
      cell: (task) =>
        task.orderId ? (
          <a href={paths.staffOrder(task.orderId)}>{task.orderCode}</a>
        ) : (
          <code className="small">{task.reference}</code>
        ),
    },
    {
      ...head('amount'),
      isNumber: true,
      cell: (task) =>
        task.amountMinor !== null && task.currency !== null ? (
          <Money amountMinor={task.amountMinor} currency={task.currency} locale={locale} />
        ) : null,
    },
    ...(canAct ? [{ ...head('act'), cell: (task: MoneyTaskRow) => <TaskForm t={t} task={task} /> }] : []),
  ];
}

/** The days compared with the provider. */
export function dayColumns(t: Translator, locale: Locale, zone: string): Column<ComparedDayRow>[] {
  const head = (key: string) => ({ key, head: t(`inbox.dayColumns.${key}`) });
  const sum = (key: 'oursMinor' | 'theirsMinor') => (day: ComparedDayRow) => (
    <Money amountMinor={day[key]} currency={day.currency} locale={locale} />
  );
  return [
    { ...head('date'), isRowHead: true, cell: (day) => formatDate(day.date) },
    { ...head('ours'), isNumber: true, cell: sum('oursMinor') },
    { ...head('theirs'), isNumber: true, cell: sum('theirsMinor') },
    {
      ...head('difference'),
      isNumber: true,
      cell: (day) => (
        <>
          <Money amountMinor={day.differenceMinor} currency={day.currency} locale={locale} />{' '}
          {day.differenceMinor === day.underWayMinor ? null : <StatusWord tone="warn">{t('inbox.toSee')}</StatusWord>}
        </>
      ),
    },
    { ...head('comparedAt'), cell: (day) => <InstantText at={day.comparedAt} zone={zone} /> },
  ];
}

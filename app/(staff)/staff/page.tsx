import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Button } from '#app/_ui/button.tsx';
import { EmptyState } from '#app/_ui/empty-state.tsx';
import { TextInput } from '#app/_ui/text-input.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { readFilters, type SearchParams } from '#app/(staff)/search-params.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { getMuseum } from '#lib/catalog/queries.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { addDays, dateAt, formatLongDate, isIsoDate, wallTimeAt } from '#lib/platform/time.ts';
import { listDaySlots } from '#lib/reports/list-day-slots.ts';
import { DayTable } from './day-table.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'staff')('nav.today') };
}

/** The day as the museum's people see it: who is expected, who has come, what is left. Any day may be looked at. */
export default async function TodayPage({ searchParams }: { searchParams: SearchParams }) {
  const given = (await readFilters(searchParams)).date;
  const path = paths.staffToday(isIsoDate(given) ? given : undefined);
  const ctx = await requireStaff('today.see', path);
  const { locale } = ctx;
  const t = translator(locale, 'staff');
  const museum = await getMuseum(ctx.db);
  const today = dateAt(ctx.now, museum.timeZone);
  const date = isIsoDate(given) ? given : today;
  const day = await listDaySlots(ctx, date);
  if (!day.ok) notFound();
  const written = formatLongDate(date, locale);
  const title = written.charAt(0).toLocaleUpperCase(locale) + written.slice(1);
  return (
    <StaffPage ctx={ctx} room="today" path={path}>
      <h1>{title}</h1>
      <form className="filters" action={paths.staffToday()} key={date}>
        <TextInput type="date" name="date" label={t('today.date')} defaultValue={date} className="narrow" required />
        <Button look="quiet">{t('today.go')}</Button>
        <a className="btn plain" rel="prev" href={paths.staffToday(addDays(date, -1))}>
          {t('today.previous')}
        </a>
        <a className="btn plain" href={paths.staffToday()} aria-current={date === today ? 'date' : undefined}>
          {t('today.now')}
        </a>
        <a className="btn plain" rel="next" href={paths.staffToday(addDays(date, 1))}>
          {t('today.next')}
        </a>
        <a className="btn plain" href={path}>
          {t('today.refresh')}
        </a>
        <span className="soft small">{t('today.asOf', { time: wallTimeAt(ctx.now, museum.timeZone) })}</span>
      </form>
      {day.slots.length === 0 ? (
        <EmptyState title={t('today.emptyTitle')}>{t('today.emptyText')}</EmptyState>
      ) : (
        <div className="stack">
          <DayTable t={t} locale={locale} day={day} />
          <p className="hint">{t('today.hint')}</p>
        </div>
      )}
    </StaffPage>
  );
}

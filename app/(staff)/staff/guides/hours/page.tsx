import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { Button } from '#app/_ui/button.tsx';
import { Table } from '#app/_ui/table.tsx';
import { TextInput } from '#app/_ui/text-input.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { readFilters, type SearchParams } from '#app/(staff)/search-params.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { getMuseum } from '#lib/catalog/queries.ts';
import { asHours, guideHours, monthStart } from '#lib/groups/guide-hours.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { dateAt, formatMonth } from '#lib/platform/time.ts';
import { hoursTable } from '../hours-table.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'guides')('staff.hours') };
}

/** What each guide has led in a month; the month stands in the address. */
export default async function HoursPage({ searchParams }: { searchParams: SearchParams }) {
  const { one } = await readFilters(searchParams);
  const given = one('month') ?? '';
  const path = paths.staffGuideHours(monthStart(given) ? given : undefined);
  const ctx = await requireStaff('reports.see', path);
  const today = dateAt(ctx.now, (await getMuseum(ctx.db)).timeZone);
  const month = monthStart(given) ? given : today.slice(0, 7);
  const found = await guideHours(ctx, { month });
  if (!found.ok) notFound();
  const t = translator(ctx.locale, 'guides');
  const columns = hoursTable(t);
  return (
    <StaffPage ctx={ctx} room="guides" path={path}>
      <BackLink href={paths.staffGuides()}>{t('staff.back')}</BackLink>
      <h1>{t('staff.hoursOf', { month: formatMonth(month, ctx.locale) })}</h1>
      <form className="filters" action={paths.staffGuideHours()}>
        <TextInput type="month" name="month" label={t('hours.month')} defaultValue={month} max={today.slice(0, 7)} />
        <Button look="quiet">{t('day.show')}</Button>
      </form>
      <div className="stack">
        <Table
          caption={t('staff.hours')}
          isCaptionHidden
          rows={found.guides}
          rowKey={(row) => row.guideId}
          columns={columns.map(({ key, head, cell, isNumber }) => ({
            key,
            head,
            cell,
            isNumber,
            isRowHead: !isNumber,
          }))}
          foot={{
            name: formatMonth(month, ctx.locale),
            tours: found.tours.length,
            actual: asHours(found.guides.reduce((sum, row) => sum + row.actualMinutes, 0)),
          }}
        />
        <p>
          <a href={paths.staffGuideHoursTable(month)}>{t('staff.csv')}</a>
        </p>
      </div>
    </StaffPage>
  );
}

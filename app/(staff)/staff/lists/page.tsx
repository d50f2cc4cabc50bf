import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Button } from '#app/_ui/button.tsx';
import { EmptyState } from '#app/_ui/empty-state.tsx';
import { type Column, Table } from '#app/_ui/table.tsx';
import { TextInput } from '#app/_ui/text-input.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { readFilters, type SearchParams } from '#app/(staff)/search-params.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { getMuseum } from '#lib/catalog/queries.ts';
import { type ListRow, listLists } from '#lib/groups/list-lists.ts';
import { can } from '#lib/platform/ctx.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { dateAt, formatDate, isIsoDate } from '#lib/platform/time.ts';

const daysShown = 14;

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'lists')('staff.title') };
}

/** The groups of the coming days whose names the post needs: how many there are, how many are cleared. No name stands here. */
export default async function ListsPage({ searchParams }: { searchParams: SearchParams }) {
  const filters = await readFilters(searchParams);
  const given = isIsoDate(filters.date) ? filters.date : undefined;
  const path = paths.staffLists({ date: given });
  const ctx = await requireStaff('names.see', path);
  const { timeZone } = await getMuseum(ctx.db);
  const fromDate = given ?? dateAt(ctx.now, timeZone);
  const found = await listLists(ctx, { fromDate, days: daysShown });
  if (!found.ok) notFound();
  const t = translator(ctx.locale, 'lists');
  const states = translator(ctx.locale, 'groups');
  const head = (key: string) => ({ key, head: t(`staff.columns.${key}`) });
  const columns: Column<ListRow>[] = [
    { ...head('day'), isRowHead: true, cell: (row) => `${formatDate(row.visitDate)} ${row.startTime}` },
    { ...head('school'), cell: (row) => <a href={paths.staffList(row.visitId)}>{row.school ?? row.code}</a> },
    { ...head('people'), isNumber: true, cell: (row) => row.people },
    { ...head('sent'), isNumber: true, cell: (row) => row.sent },
    { ...head('cleared'), isNumber: true, cell: (row) => row.cleared },
    { ...head('notCleared'), isNumber: true, cell: (row) => row.notCleared },
    { ...head('state'), cell: (row) => states(`states.${row.state}`) },
  ];
  const days = [...new Set(found.rows.map(({ visitDate }) => visitDate))];
  return (
    <StaffPage ctx={ctx} room="lists" path={path}>
      <div className="stack">
        <h1>{t('staff.title')}</h1>
        <p>{t('staff.lead')}</p>
        <form className="filters" action={paths.staffLists()}>
          <TextInput type="date" name="date" label={t('staff.from')} defaultValue={fromDate} />
          <Button look="quiet">{t('staff.show')}</Button>
        </form>
        {can(ctx.actor, 'groups.change') ? (
          <p>
            <a className="btn plain" href={paths.staffCalls()}>
              {t('calls.title')}
            </a>
          </p>
        ) : null}
        {found.rows.length === 0 ? (
          <EmptyState title={t('staff.none')} />
        ) : (
          <>
            <Table
              caption={t('staff.caption')}
              isCaptionHidden
              columns={columns}
              rows={found.rows}
              rowKey={({ visitId }) => visitId}
            />
            <ul className="listed">
              {days.map((date) => (
                <li key={date}>
                  <a className="btn plain" href={paths.staffListsPrint(date)}>
                    {t('staff.print', { date: formatDate(date) })}
                  </a>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </StaffPage>
  );
}

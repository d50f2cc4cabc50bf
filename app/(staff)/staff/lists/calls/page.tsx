import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { EmptyState } from '#app/_ui/empty-state.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { type Column, Table } from '#app/_ui/table.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { readFilters, type SearchParams } from '#app/(staff)/search-params.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { type CallRow, listCalls } from '#lib/groups/list-calls.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatDate } from '#lib/platform/time.ts';
import { CallForm } from './call-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'lists')('calls.title') };
}

const telephone = (number: string) => <a href={`tel:${number.replaceAll(/[^+0-9]/g, '')}`}>{number}</a>;

/** Who has not said whether they are coming tomorrow, with their telephones; what they say is written down here. */
export default async function CallsPage({ searchParams }: { searchParams: SearchParams }) {
  const { one } = await readFilters(searchParams);
  const path = paths.staffCalls();
  const ctx = await requireStaff('groups.change', path);
  const found = await listCalls(ctx);
  if (!found.ok) notFound();
  const t = translator(ctx.locale, 'lists');
  const columns: Column<CallRow>[] = [
    {
      key: 'visit',
      head: t('calls.columns.visit'),
      isRowHead: true,
      cell: (row) => (
        <>
          {formatDate(row.visitDate)} {row.startTime}
          <br />
          {row.school ?? row.code}, {row.people}
        </>
      ),
    },
    {
      key: 'phone',
      head: t('calls.columns.phone'),
      cell: (row) => (
        <>
          {row.leaderPhone ? (
            <>
              {telephone(row.leaderPhone)} {row.leaderName ?? ''} ({t('calls.leader')})
              <br />
            </>
          ) : null}
          {row.phone ? telephone(row.phone) : null} {row.bookerName ?? ''} ({t('calls.booker')})
        </>
      ),
    },
    { key: 'answer', head: t('calls.columns.answer'), cell: (row) => <CallForm row={row} t={t} /> },
  ];
  return (
    <StaffPage ctx={ctx} path={path}>
      <div className="stack">
        <h1>{t('calls.title')}</h1>
        <p>{t('calls.lead')}</p>
        {one('done') ? (
          <Notice kind="done" live>
            {t('calls.done')}
          </Notice>
        ) : null}
        {one('refused') ? (
          <Notice kind="refused" live>
            {t('calls.refused')}
          </Notice>
        ) : null}
        {found.rows.length === 0 ? (
          <EmptyState title={t('calls.none')} />
        ) : (
          <Table
            caption={t('calls.title')}
            isCaptionHidden
            columns={columns}
            rows={found.rows}
            rowKey={({ visitId }) => visitId}
          />
        )}
      </div>
    </StaffPage>
  );
}

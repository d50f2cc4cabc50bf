import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { EmptyState } from '#app/_ui/empty-state.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { Table } from '#app/_ui/table.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { PageLinks } from '#app/(staff)/page-links.tsx';
import { readFilters, type SearchParams } from '#app/(staff)/search-params.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { getMuseum } from '#lib/catalog/queries.ts';
import { can } from '#lib/platform/ctx.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatDate, isIsoDate } from '#lib/platform/time.ts';
import { listWaiting } from '#lib/waiting/list-waiting.ts';
import { dayColumns, partyColumns } from './waiting-columns.tsx';

const refusals = ['reason_missing', 'forbidden', 'unknown_entry', 'no_longer_waiting'];

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'waiting')('staff.title') };
}

/** Who waits, by day and by rank: for what, what was offered, why they were passed over. The day stands in the address. */
export default async function WaitingListPage({ searchParams }: { searchParams: SearchParams }) {
  const filters = await readFilters(searchParams);
  const query = await searchParams;
  const date = isIsoDate(filters.date) ? filters.date : undefined;
  const path = paths.staffWaiting({ date, page: filters.page });
  const ctx = await requireStaff('orders.see', path);
  const found = await listWaiting(ctx, { date, page: filters.page });
  if (!found.ok) notFound();
  const t = translator(ctx.locale, 'waiting');
  const { timeZone } = await getMuseum(ctx.db);
  const refused = refusals.find((code) => code === query.refused);
  return (
    <StaffPage ctx={ctx} room="waiting" path={path}>
      <h1>{t('staff.title')}</h1>
      {refused ? (
        <Notice kind="refused" live>
          {t(`staff.refused.${refused}`)}
        </Notice>
      ) : null}
      {query.done === 'removed' ? (
        <Notice kind="done" live>
          {t('staff.done')}
        </Notice>
      ) : null}
      {found.days.length === 0 ? (
        <EmptyState title={t('staff.emptyTitle')}>{t('staff.emptyText')}</EmptyState>
      ) : (
        <div className="stack">
          <Table
            caption={t('staff.days')}
            columns={dayColumns(t, ctx.locale)}
            rows={found.days}
            rowKey={(day) => `${day.date} ${day.productNames.en}`}
          />
          {date ? (
            <p>
              {t('staff.onDay', { date: formatDate(date) })} · <a href={paths.staffWaiting()}>{t('staff.allDays')}</a>
            </p>
          ) : null}
          <Table
            caption={t('staff.count', { total: found.total })}
            columns={partyColumns(t, ctx.locale, timeZone, { date, mayRemove: can(ctx.actor, 'waiting.change') })}
            rows={found.rows}
            rowKey={(row) => row.id}
          />
          <PageLinks
            t={translator(ctx.locale, 'staff')}
            page={found.page}
            pages={found.pages}
            href={(page) => paths.staffWaiting({ date, page })}
          />
        </div>
      )}
    </StaffPage>
  );
}

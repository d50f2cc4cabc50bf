import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { EmptyState } from '#app/_ui/empty-state.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { Table } from '#app/_ui/table.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import type { SearchParams } from '#app/(staff)/search-params.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { moneyTaskRefusals } from '#lib/booking/act-on-money-task.ts';
import { getMuseum } from '#lib/catalog/queries.ts';
import { can } from '#lib/platform/ctx.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { listMoneyTasks } from '#lib/reports/list-money-tasks.ts';
import { dayColumns, taskColumns } from './inbox-columns.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'staff')('inbox.title') };
}

/** What about money needs a person, each with one safe button, and the days compared with the provider. */
export default async function InboxPage({ searchParams }: { searchParams: SearchParams }) {
  const path = paths.staffInbox();
  const ctx = await requireStaff('money.see', path);
  const found = await listMoneyTasks(ctx);
  if (!found.ok) notFound();
  const { timeZone } = await getMuseum(ctx.db);
  const query = await searchParams;
  const refused = moneyTaskRefusals.find((code) => code === query.refused);
  const done = (['itself', 'person'] as const).find((by) => by === query.done);
  const t = translator(ctx.locale, 'staff');
  return (
    <StaffPage ctx={ctx} room="inbox" path={path}>
      <h1>{t('inbox.title')}</h1>
      <div className="stack">
        {done ? (
          <Notice kind="done" live>
            {t(`inbox.done.${done}`)}
          </Notice>
        ) : null}
        {refused ? (
          <Notice kind="refused" live>
            {t(`inbox.refusals.${refused}`)}
          </Notice>
        ) : null}
        {found.tasks.length === 0 ? (
          <EmptyState title={t('inbox.emptyTitle')}>{t('inbox.emptyText')}</EmptyState>
        ) : (
          <Table
            caption={t('inbox.count', { total: found.tasks.length })}
            columns={taskColumns(t, ctx.locale, timeZone, can(ctx.actor, 'money.change'))}
            rows={found.tasks}
            rowKey={(task) => task.id}
          />
        )}
        {found.days.length === 0 ? null : (
          <Table
            caption={t('inbox.daysCaption')}
            columns={dayColumns(t, ctx.locale, timeZone)}
            rows={found.days}
            rowKey={(day) => `${day.date} ${day.currency}`}
          />
        )}
      </div>
    </StaffPage>
  );
}

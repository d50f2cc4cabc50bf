import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Button, LinkButton } from '#app/_ui/button.tsx';
import { EmptyState } from '#app/_ui/empty-state.tsx';
import { Table } from '#app/_ui/table.tsx';
import { TextInput } from '#app/_ui/text-input.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { PageLinks } from '#app/(staff)/page-links.tsx';
import { readFilters, type SearchParams } from '#app/(staff)/search-params.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { getMuseum } from '#lib/catalog/queries.ts';
import { type BoardView, boardViews, type ListedVisits, listVisits } from '#lib/groups/list-visits.ts';
import { can } from '#lib/platform/ctx.ts';
import { type Translator, translator } from '#lib/platform/i18n/translator.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { dateAt } from '#lib/platform/time.ts';
import { visitColumns } from './visit-columns.tsx';
import { mondayOf } from './week/week-days.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'board')('list.title') };
}

/** The education manager's board: what waits for an answer first, the oldest above. View, search and page stand in the address. */
export default async function GroupsPage({ searchParams }: { searchParams: SearchParams }) {
  const { one, q, page } = await readFilters(searchParams);
  const view = boardViews.find((code) => code === one('view')) ?? 'open';
  const path = paths.staffGroups({ view: view === 'open' ? undefined : view, q, page });
  const ctx = await requireStaff('groups.see', path);
  const { timeZone } = await getMuseum(ctx.db);
  const today = dateAt(ctx.now, timeZone);
  const found = await listVisits(ctx, { view, q, page, monday: mondayOf(today) });
  if (!found.ok) notFound();
  const t = translator(ctx.locale, 'board');
  return (
    <StaffPage ctx={ctx} room="groups" path={path}>
      <h1>{t('list.title')}</h1>
      <div className="side-by-side board-links">
        {can(ctx.actor, 'groups.change') ? (
          <LinkButton look="quiet" size="short" href={paths.staffNewGroup()}>
            {t('list.byTelephone')}
          </LinkButton>
        ) : null}
        <LinkButton look="plain" size="short" href={paths.staffGroupsWeek()}>
          {t('list.week')}
        </LinkButton>
        {can(ctx.actor, 'groups.change') ? (
          <LinkButton look="plain" size="short" href={paths.staffCalls()}>
            {translator(ctx.locale, 'lists')('calls.title')}
          </LinkButton>
        ) : null}
      </div>
      <Views t={t} view={view} counts={found.counts} />
      <form className="filters" action={paths.staffGroups()} method="get">
        {view === 'open' ? null : <input type="hidden" name="view" value={view} />}
        <TextInput name="q" type="search" label={t('list.search')} defaultValue={q} maxLength={100} />
        <Button look="quiet">{t('list.find')}</Button>
      </form>
      {found.rows.length === 0 ? (
        <EmptyState title={t(q ? 'list.nothingFound' : `list.empty.${view}.title`)}>
          {t(q ? 'list.nothingFoundText' : `list.empty.${view}.text`)}
        </EmptyState>
      ) : (
        <div className="stack">
          <Table
            caption={t('list.count', { view: t(`list.views.${view}`), total: found.total })}
            columns={visitColumns(t, ctx.locale, { view, zone: timeZone, now: ctx.now })}
            rows={found.rows}
            rowKey={(row) => row.id}
          />
          <PageLinks
            t={translator(ctx.locale, 'staff')}
            page={found.page}
            pages={found.pages}
            href={(other) => paths.staffGroups({ view, q, page: other })}
          />
        </div>
      )}
    </StaffPage>
  );
}

/** The views with how many each has: what waits is seen before it is opened. */
function Views({ t, view, counts }: { t: Translator; view: BoardView; counts: ListedVisits['counts'] }) {
  return (
    <nav aria-label={t('list.viewsLabel')}>
      <ul className="tabs">
        {boardViews.map((one) => (
          <li key={one}>
            <a
              href={paths.staffGroups({ view: one === 'open' ? undefined : one })}
              aria-current={one === view || undefined}
            >
              {t(`list.views.${one}`)} <span className="num">{counts[one]}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { EmptyState } from '#app/_ui/empty-state.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { readFilters, type SearchParams } from '#app/(staff)/search-params.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { getMuseum } from '#lib/catalog/queries.ts';
import { answerStarts } from '#lib/groups/answer-starts.ts';
import { listWeek } from '#lib/groups/list-week.ts';
import { findVisitView } from '#lib/groups/visit-view.ts';
import { can } from '#lib/platform/ctx.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { addDays, dateAt, formatDate } from '#lib/platform/time.ts';
import { codeOf } from '../[id]/typed.ts';
import { DayGrid } from './day-grid.tsx';
import { moveTo } from './move-action.ts';
import { MoveBoard } from './move-board.tsx';
import { MoveForm } from './move-form.tsx';
import { mondayOf, weekOf } from './week-days.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'board')('week.title') };
}

const said = ['picked', 'looking', 'free', 'here', 'blocked', 'noStart', 'left', 'failed'] as const;

/** What the browser fills in. */
const gaps = { name: '{name}', at: '{at}', sizes: '{sizes}', why: '{why}' };

/** Rooms and guides of a week by quarter hours; whoever may lays a visit on another start. The week stands in the address. */
export default async function GroupsWeekPage({ searchParams }: { searchParams: SearchParams }) {
  const { one } = await readFilters(searchParams);
  const ctx = await requireStaff('groups.see', paths.staffGroupsWeek());
  const { timeZone } = await getMuseum(ctx.db);
  const today = dateAt(ctx.now, timeZone);
  const dates = weekOf(one('week'), today);
  const [monday = today] = dates;
  const path = paths.staffGroupsWeek({ week: monday });
  const mayMove = can(ctx.actor, 'groups.change');
  const visitId = isUuid(one('visit')) ? (one('visit') ?? '') : null;
  const [found, view, answered] = await Promise.all([
    listWeek(ctx, dates),
    visitId && mayMove ? findVisitView(ctx.db, visitId) : null,
    visitId && mayMove ? answerStarts(ctx, { visitId, dates }) : null,
  ]);
  if (!found.ok) notFound();
  const t = translator(ctx.locale, 'board');
  const { days, guides } = found;
  const isEmpty = days.every(({ blocks, rooms }) => blocks.length + rooms.length === 0);
  const refused = codeOf(one('refused'));
  const grids = (isEmpty ? [] : days).map((day) => (
    <DayGrid
      key={day.date}
      t={t}
      locale={ctx.locale}
      day={day}
      guides={guides}
      today={today}
      week={monday}
      mayMove={mayMove}
    />
  ));
  return (
    <StaffPage ctx={ctx} room="groups" path={path}>
      <BackLink href={paths.staffGroups()}>{t('visit.back')}</BackLink>
      <h1>{t('week.title')}</h1>
      <nav aria-label={t('week.label')}>
        <ul className="tabs">
          <li>
            <a rel="prev" href={paths.staffGroupsWeek({ week: addDays(monday, -7) })}>
              {t('week.before')}
            </a>
          </li>
          <li>
            <a href={paths.staffGroupsWeek({ week: monday })} aria-current="page">
              {t('week.range', { from: formatDate(monday), until: formatDate(addDays(monday, 6)) })}
            </a>
          </li>
          <li>
            <a rel="next" href={paths.staffGroupsWeek({ week: addDays(monday, 7) })}>
              {t('week.after')}
            </a>
          </li>
          {monday === mondayOf(today) ? null : (
            <li>
              <a href={paths.staffGroupsWeek()}>{t('week.today')}</a>
            </li>
          )}
        </ul>
      </nav>
      {one('done') === 'moved' ? (
        <Notice kind="done" live>
          {t('done.moved')}
        </Notice>
      ) : null}
      {refused && t.has(`refused.${refused}`) ? (
        <Notice kind="refused" live>
          {t(`refused.${refused}`, { about: '' })}
        </Notice>
      ) : null}
      <div className="stack-wide">
        {view && answered?.ok ? (
          <MoveForm t={t} locale={ctx.locale} view={view} answered={answered} week={monday} />
        ) : null}
        {isEmpty ? <EmptyState title={t('week.emptyTitle')}>{t('week.emptyText')}</EmptyState> : null}
        {isEmpty ? null : (
          <details className="more">
            <summary>{t('week.howTitle')}</summary>
            <p>{t('week.legend')}</p>
            {mayMove ? <p>{t('week.how')}</p> : null}
          </details>
        )}
        {isEmpty || !mayMove ? (
          grids
        ) : (
          <MoveBoard
            action={moveTo}
            startsUrl={paths.staffGroupsStarts(monday)}
            week={monday}
            words={
              Object.fromEntries(said.map((key) => [key, t(`week.${key}`, gaps)])) as Record<
                (typeof said)[number],
                string
              >
            }
          >
            {grids}
          </MoveBoard>
        )}
      </div>
    </StaffPage>
  );
}

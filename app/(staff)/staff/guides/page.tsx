import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { LinkButton } from '#app/_ui/button.tsx';
import { EmptyState } from '#app/_ui/empty-state.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { StatusWord } from '#app/_ui/status-word.tsx';
import { type Column, Table } from '#app/_ui/table.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { readFilters, type SearchParams } from '#app/(staff)/search-params.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { getMuseum } from '#lib/catalog/queries.ts';
import { type GuideRow, listGuides } from '#lib/groups/list-guides.ts';
import { listUnconfirmedGuides } from '#lib/groups/list-unconfirmed-guides.ts';
import { mayPlanGuides } from '#lib/groups/may-plan-guides.ts';
import { can } from '#lib/platform/ctx.ts';
import { type Translator, translator } from '#lib/platform/i18n/translator.ts';
import { defaultLocale, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatDate } from '#lib/platform/time.ts';
import { doneOf, refusedOf } from './guide-words.ts';
import { unconfirmedColumns } from './unconfirmed-columns.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'guides')('staff.title') };
}

/** Tours that nobody has said yes to, and the guides with what they lead. */
export default async function GuidesPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireStaff(['groups.change', 'people.change', 'reports.see'], paths.staffGuides());
  const t = translator(ctx.locale, 'guides');
  const { one } = await readFilters(searchParams);
  const mayChange = mayPlanGuides(ctx.actor);
  const found = await listGuides(ctx);
  if (!found.ok) notFound();
  const [open, { timeZone }] = await Promise.all([listUnconfirmedGuides(ctx.db, { now: ctx.now }), getMuseum(ctx.db)]);
  const [done, refused] = [doneOf(one('done')), refusedOf(one('refused'))];
  return (
    <StaffPage ctx={ctx} room="guides" path={paths.staffGuides()}>
      <h1>{t('staff.title')}</h1>
      {done ? (
        <Notice kind="done" live>
          {t(`staff.done.${done}`)}
        </Notice>
      ) : null}
      {refused ? (
        <Notice kind="refused" live>
          {t(`staff.refused.${refused}`)}
        </Notice>
      ) : null}
      <div className="filters">
        {mayChange ? <LinkButton href={paths.staffNewGuide()}>{t('staff.new')}</LinkButton> : null}
        {can(ctx.actor, 'reports.see') ? (
          <LinkButton look="quiet" href={paths.staffGuideHours()}>
            {t('staff.hours')}
          </LinkButton>
        ) : null}
      </div>
      <div className="stack-wide">
        {!mayChange ? null : open.length === 0 ? (
          <p className="soft">{t('staff.openNone')}</p>
        ) : (
          <Table
            caption={t('staff.open')}
            columns={unconfirmedColumns(t, timeZone, can(ctx.actor, 'groups.change'))}
            rows={open}
            rowKey={(tour) => tour.timeslotId}
          />
        )}
        {found.guides.length === 0 ? (
          <EmptyState title={t('staff.empty')}>{null}</EmptyState>
        ) : (
          <Table
            caption={t('staff.count', { count: found.guides.length })}
            columns={guideColumns(t, mayChange)}
            rows={found.guides}
            rowKey={(row) => row.id}
          />
        )}
      </div>
    </StaffPage>
  );
}

function guideColumns(t: Translator, mayChange: boolean): Column<GuideRow>[] {
  const head = (key: string) => ({ key, head: t(`staff.columns.${key}`) });
  return [
    {
      ...head('name'),
      isRowHead: true,
      cell: (row) => (mayChange ? <a href={paths.staffGuide(row.id)}>{row.name}</a> : row.name),
    },
    { ...head('languages'), cell: (row) => row.languages.map((one) => one.toUpperCase()).join(', ') },
    {
      ...head('products'),
      cell: (row) => row.productNames.map((names) => localized(names, t.locale)).join(', ') || t('staff.all'),
    },
    { ...head('today'), isNumber: true, cell: (row) => row.toursToday },
    { ...head('week'), isNumber: true, cell: (row) => row.toursInWeek },
    { ...head('calls'), isNumber: true, cell: (row) => row.openCalls || '' },
    { ...head('state'), cell: (row) => <GuideState t={t} row={row} /> },
  ];
}

function GuideState({ t, row }: { t: Translator; row: GuideRow }) {
  if (!row.isActive) return <StatusWord tone="still">{t('staff.states.inactive')}</StatusWord>;
  if (!row.away) return <StatusWord tone="good">{t('staff.states.active')}</StatusWord>;
  const { kind, lastDate } = row.away;
  return (
    <StatusWord tone="warn">
      {t('staff.states.away', { kind: t(`leaveKinds.${kind}`), until: formatDate(lastDate) })}
    </StatusWord>
  );
}

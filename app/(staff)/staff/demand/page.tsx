import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BarChart } from '#app/_ui/bar-chart.tsx';
import { EmptyState } from '#app/_ui/empty-state.tsx';
import { type Column, Table } from '#app/_ui/table.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { type Translator, translator } from '#lib/platform/i18n/translator.ts';
import { defaultLocale, type Locale, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatDate } from '#lib/platform/time.ts';
import {
  type DemandWeek,
  listRefusedDemand,
  type RefusedDemandRow,
  refusedDemandDays,
} from '#lib/reports/list-refused-demand.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'staff')('demand.title') };
}

/** What visitors and groups asked for and did not get: where more room, another time or another guide would be used. */
export default async function DemandPage() {
  const path = paths.staffDemand();
  const ctx = await requireStaff('reports.see', path);
  const found = await listRefusedDemand(ctx);
  if (!found.ok) notFound();
  const t = translator(ctx.locale, 'staff');
  return (
    <StaffPage ctx={ctx} room="demand" path={path}>
      <h1>{t('demand.title')}</h1>
      {found.asked === 0 && found.weeks.every(({ people, groupPeople }) => people + groupPeople === 0) ? (
        <EmptyState title={t('demand.emptyTitle')}>{t('demand.emptyText', { days: refusedDemandDays })}</EmptyState>
      ) : (
        <div className="stack-wide">
          <p>{t('demand.summary', { days: refusedDemandDays, asked: found.asked, people: found.people })}</p>
          <div className="two-columns">
            <WeekChart t={t} title={t('demand.weeksOfGroups')} weeks={found.weeks} of="groupPeople" />
            <WeekChart t={t} title={t('demand.weeksOfPeople')} weeks={found.weeks} of="people" />
          </div>
          <DemandTable t={t} locale={ctx.locale} of="groups" rows={found.groups} />
          <DemandTable t={t} locale={ctx.locale} of="individuals" rows={found.rows} />
          <p className="hint">{t('demand.hint')}</p>
        </div>
      )}
    </StaffPage>
  );
}

/** For how many people in vain, week by week. */
function WeekChart(props: { t: Translator; title: string; weeks: DemandWeek[]; of: 'people' | 'groupPeople' }) {
  const { t, weeks, of } = props;
  const largest = Math.max(...weeks.map((week) => week[of]));
  return (
    <BarChart
      title={props.title}
      bars={weeks.map((week) => ({
        label: formatDate(week.monday),
        value: week[of],
        isMarked: week[of] === largest && largest > 0,
      }))}
      format={String}
      words={{ table: t('demand.chart.table'), label: t('demand.chart.week'), value: t('demand.columns.people') }}
    />
  );
}

function DemandTable(props: { t: Translator; locale: Locale; of: 'groups' | 'individuals'; rows: RefusedDemandRow[] }) {
  const { t, rows } = props;
  return (
    <Table
      caption={t(`demand.captions.${props.of}`)}
      columns={demandColumns(t, props.locale).filter(({ key }) => key !== 'lastRoom' || props.of === 'individuals')}
      rows={rows}
      empty={t(`demand.none.${props.of}`, { days: refusedDemandDays })}
      rowKey={(row) => `${localized(row.productNames, 'en')} ${row.visitDate} ${row.startTime} ${row.why}`}
    />
  );
}

function demandColumns(t: Translator, locale: Locale): Column<RefusedDemandRow>[] {
  const head = (key: string) => ({ key, head: t(`demand.columns.${key}`) });
  return [
    { ...head('when'), isRowHead: true, cell: (row) => `${formatDate(row.visitDate)} ${row.startTime}` },
    { ...head('visit'), cell: (row) => localized(row.productNames, locale) },
    { ...head('why'), cell: (row) => t(`demand.whys.${row.why}`) },
    { ...head('asked'), isNumber: true, cell: (row) => row.asked },
    { ...head('people'), isNumber: true, cell: (row) => row.people },
    { ...head('largestParty'), isNumber: true, cell: (row) => row.largestParty },
    { ...head('lastRoom'), isNumber: true, cell: (row) => row.lastRoom },
    { ...head('languages'), cell: (row) => row.languages.map((language) => t(`spoken.${language}`)).join(', ') },
  ];
}

import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { EmptyState } from '#app/_ui/empty-state.tsx';
import { type Column, Table } from '#app/_ui/table.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { type Translator, translator } from '#lib/platform/i18n/translator.ts';
import { defaultLocale, type Locale, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatDate } from '#lib/platform/time.ts';
import { listRefusedDemand, type RefusedDemandRow, refusedDemandDays } from '#lib/reports/list-refused-demand.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'staff')('demand.title') };
}

/** What visitors asked for and did not get: where more room or another time would be used. */
export default async function DemandPage() {
  const path = paths.staffDemand();
  const ctx = await requireStaff('reports.see', path);
  const found = await listRefusedDemand(ctx);
  if (!found.ok) notFound();
  const t = translator(ctx.locale, 'staff');
  return (
    <StaffPage ctx={ctx} room="demand" path={path}>
      <h1>{t('demand.title')}</h1>
      {found.rows.length === 0 ? (
        <EmptyState title={t('demand.emptyTitle')}>{t('demand.emptyText', { days: refusedDemandDays })}</EmptyState>
      ) : (
        <div className="stack">
          <p>{t('demand.summary', { days: refusedDemandDays, asked: found.asked, people: found.people })}</p>
          <Table
            caption={t('demand.caption')}
            isCaptionHidden
            columns={demandColumns(t, ctx.locale)}
            rows={found.rows}
            rowKey={(row) => `${localized(row.productNames, 'en')} ${row.visitDate} ${row.startTime} ${row.why}`}
          />
          <p className="hint">{t('demand.hint')}</p>
        </div>
      )}
    </StaffPage>
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

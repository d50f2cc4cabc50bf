import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { EmptyState } from '#app/_ui/empty-state.tsx';
import { Money } from '#app/_ui/money.tsx';
import { SummaryList, type SummaryRow } from '#app/_ui/summary-list.tsx';
import { Table } from '#app/_ui/table.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { debtAges, listReceivables } from '#lib/groups/list-receivables.ts';
import { paperNumber } from '#lib/payments/paper-number.ts';
import { can } from '#lib/platform/ctx.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatDate } from '#lib/platform/time.ts';
import { AccountsNav } from './accounts-nav.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'accounts')('staff.title') };
}

/** What groups owe, by age; each line leads to the visit's account. */
export default async function ReceivablesPage() {
  const path = paths.staffAccounts();
  const ctx = await requireStaff(['money.see', 'payments.transfer'], path);
  // Who enters transfers and sees no sums begins there.
  if (!can(ctx.actor, 'money.see')) redirect(paths.staffTransfers());
  const listed = await listReceivables(ctx);
  if (!listed.ok) notFound();
  const { receivables, sums, currency } = listed;
  const t = translator(ctx.locale, 'accounts');
  const money = (amountMinor: number, of = currency) => (
    <Money amountMinor={amountMinor} currency={of} locale={ctx.locale} />
  );
  const head = (key: string) => ({ key, head: t(`staff.columns.${key}`) });
  const total = debtAges.reduce((sum, age) => sum + sums[age], 0);
  const rows: SummaryRow[] = [
    ...debtAges.map((age) => ({ key: age, term: t(`staff.ages.${age}`), value: money(sums[age]) })),
    { key: 'total', term: t('staff.ages.total'), value: money(total), isStrong: true },
  ];
  return (
    <StaffPage ctx={ctx} room="accounts" path={path}>
      <h1>{t('staff.title')}</h1>
      <AccountsNav ctx={ctx} t={t} here="receivables" />
      {receivables.length === 0 ? (
        <EmptyState title={t('staff.receivables.emptyTitle')}>{t('staff.receivables.emptyText')}</EmptyState>
      ) : (
        <div className="stack-wide">
          <section className="stack" aria-labelledby="by-age">
            <h2 id="by-age">{t('staff.receivables.sums')}</h2>
            <SummaryList rows={rows} />
          </section>
          <Table
            caption={t('staff.receivables.caption')}
            rows={receivables}
            rowKey={(row) => row.paperId}
            columns={[
              {
                ...head('paper'),
                isRowHead: true,
                cell: (row) => (
                  <a href={paths.staffPaper(row.paperId)}>{`${t('kinds.invoice')} ${paperNumber(row)}`}</a>
                ),
              },
              { ...head('payer'), cell: (row) => row.payerName },
              { ...head('visit'), cell: (row) => <a href={paths.staffVisitAccount(row.visitId)}>{row.visitCode}</a> },
              { ...head('due'), isNumber: true, cell: (row) => formatDate(row.dueDate) },
              { ...head('age'), cell: (row) => t(`staff.ages.${row.age}`) },
              { ...head('total'), isNumber: true, cell: (row) => money(row.totalMinor, row.currency) },
              { ...head('left'), isNumber: true, cell: (row) => money(row.leftMinor, row.currency) },
            ]}
            foot={{ paper: t('staff.ages.total'), left: money(total) }}
          />
        </div>
      )}
    </StaffPage>
  );
}

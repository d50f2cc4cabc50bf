import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Button, LinkButton } from '#app/_ui/button.tsx';
import { EmptyState } from '#app/_ui/empty-state.tsx';
import { Money } from '#app/_ui/money.tsx';
import { Select } from '#app/_ui/select.tsx';
import { type Column, Table } from '#app/_ui/table.tsx';
import { TextInput } from '#app/_ui/text-input.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { PageLinks } from '#app/(staff)/page-links.tsx';
import { readFilters, type SearchParams } from '#app/(staff)/search-params.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { listPapers, type PaperRow } from '#lib/groups/list-papers.ts';
import { documentKinds } from '#lib/groups/values.ts';
import { paperNumber } from '#lib/payments/paper-number.ts';
import { type Translator, translator } from '#lib/platform/i18n/translator.ts';
import { defaultLocale, type Locale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatDate } from '#lib/platform/time.ts';
import { AccountsNav } from '../accounts-nav.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'accounts')('staff.nav.papers') };
}

/** Every paper of account, newest first. The search stands in the address. */
export default async function PapersPage({ searchParams }: { searchParams: SearchParams }) {
  const { one, q, page } = await readFilters(searchParams);
  const kind = documentKinds.find((known) => known === one('kind'));
  const path = paths.staffPapers({ q, kind, page });
  const ctx = await requireStaff('money.see', path);
  const found = await listPapers(ctx, { q, kind, page });
  if (!found.ok) notFound();
  const t = translator(ctx.locale, 'accounts');
  const kinds = [{ value: '', label: t('staff.papers.anyKind') }].concat(
    documentKinds.map((value) => ({ value, label: t(`kinds.${value}`) })),
  );
  return (
    <StaffPage ctx={ctx} room="accounts" path={path}>
      <h1>{t('staff.nav.papers')}</h1>
      <AccountsNav ctx={ctx} t={t} here="papers" />
      <search>
        <form className="filters" action={paths.staffPapers()}>
          <TextInput
            type="search"
            name="q"
            label={t('staff.papers.search')}
            hint={t('staff.papers.searchHint')}
            defaultValue={q ?? ''}
            maxLength={100}
            autoComplete="off"
            spellCheck={false}
          />
          <Select name="kind" label={t('staff.papers.kind')} options={kinds} defaultValue={kind ?? ''} />
          <Button look="quiet">{t('staff.papers.find')}</Button>
          <LinkButton look="quiet" href={paths.staffPapersCsv({ q, kind })}>
            {t('staff.papers.csv')}
          </LinkButton>
        </form>
      </search>
      {found.papers.length === 0 ? (
        <EmptyState title={t('staff.papers.emptyTitle')}>{t('staff.papers.emptyText')}</EmptyState>
      ) : (
        <div className="stack">
          <Table
            caption={t('staff.papers.count', { total: found.total })}
            columns={paperColumns(t, ctx.locale)}
            rows={found.papers}
            rowKey={(paper) => paper.id}
          />
          <PageLinks
            t={translator(ctx.locale, 'staff')}
            page={found.page}
            pages={found.pages}
            href={(other) => paths.staffPapers({ q, kind, page: other })}
          />
        </div>
      )}
    </StaffPage>
  );
}

function paperColumns(t: Translator, locale: Locale): Column<PaperRow>[] {
  const head = (key: string) => ({ key, head: t(`staff.columns.${key}`) });
  const money = (amountMinor: number, { currency }: PaperRow) => (
    <Money amountMinor={amountMinor} currency={currency} locale={locale} />
  );
  return [
    {
      ...head('paper'),
      isRowHead: true,
      cell: (row) => <a href={paths.staffPaper(row.id)}>{`${t(`kinds.${row.kind}`)} ${paperNumber(row)}`}</a>,
    },
    { ...head('payer'), cell: (row) => row.payerName },
    { ...head('visit'), cell: (row) => <a href={paths.staffVisitAccount(row.visitId)}>{row.visitCode}</a> },
    { ...head('issued'), isNumber: true, cell: (row) => formatDate(row.issuedDate) },
    { ...head('due'), isNumber: true, cell: (row) => (row.dueDate ? formatDate(row.dueDate) : null) },
    { ...head('total'), isNumber: true, cell: (row) => money(row.totalMinor, row) },
    { ...head('left'), isNumber: true, cell: (row) => (row.leftMinor > 0 ? money(row.leftMinor, row) : null) },
  ];
}

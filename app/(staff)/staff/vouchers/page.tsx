import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Button, LinkButton } from '#app/_ui/button.tsx';
import { EmptyState } from '#app/_ui/empty-state.tsx';
import { Select } from '#app/_ui/select.tsx';
import { type Column, Table } from '#app/_ui/table.tsx';
import { TextInput } from '#app/_ui/text-input.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { PageLinks } from '#app/(staff)/page-links.tsx';
import { readFilters, type SearchParams } from '#app/(staff)/search-params.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { listVouchers, type VoucherRow, voucherStands } from '#lib/booking/list-vouchers.ts';
import { formatVoucherCode } from '#lib/booking/voucher-code.ts';
import { getMuseum } from '#lib/catalog/queries.ts';
import { type Translator, translator } from '#lib/platform/i18n/translator.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { lastDateOf, StandWord, voucherGrants } from './voucher-words.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'vouchers')('staff.title') };
}

/** Every voucher, newest first: what it grants, how it stands, how often it was used. The search stands in the address. */
export default async function VouchersPage({ searchParams }: { searchParams: SearchParams }) {
  const { q, state, page } = await readFilters(searchParams);
  const path = paths.staffVouchers({ q, state, page });
  const ctx = await requireStaff('vouchers.change', path);
  const found = await listVouchers(ctx, { q, state, page });
  if (!found.ok) notFound();
  const t = translator(ctx.locale, 'vouchers');
  const { timeZone } = await getMuseum(ctx.db);
  const stands = [{ value: '', label: t('staff.anyState') }].concat(
    voucherStands.map((value) => ({ value, label: t(`staff.stands.${value}`) })),
  );
  return (
    <StaffPage ctx={ctx} room="vouchers" path={path}>
      <h1>{t('staff.title')}</h1>
      <search>
        <form className="filters" action={paths.staffVouchers()}>
          <TextInput
            type="search"
            name="q"
            label={t('staff.search')}
            hint={t('staff.searchHint')}
            defaultValue={q ?? ''}
            maxLength={100}
            autoComplete="off"
            spellCheck={false}
          />
          <Select name="state" label={t('staff.state')} options={stands} defaultValue={state ?? ''} />
          <Button look="quiet">{t('staff.find')}</Button>
          <LinkButton href={paths.staffNewVoucher()}>{t('staff.new')}</LinkButton>
        </form>
      </search>
      {found.vouchers.length === 0 ? (
        <EmptyState title={t('staff.emptyTitle')}>{t('staff.emptyText')}</EmptyState>
      ) : (
        <div className="stack">
          <Table
            caption={t('staff.count', { total: found.total })}
            columns={voucherColumns(t, timeZone)}
            rows={found.vouchers}
            rowKey={(voucher) => voucher.id}
          />
          <PageLinks
            t={translator(ctx.locale, 'staff')}
            page={found.page}
            pages={found.pages}
            href={(other) => paths.staffVouchers({ q, state, page: other })}
          />
        </div>
      )}
    </StaffPage>
  );
}

function voucherColumns(t: Translator, zone: string): Column<VoucherRow>[] {
  const head = (key: string) => ({ key, head: t(`staff.columns.${key}`) });
  return [
    {
      ...head('code'),
      isRowHead: true,
      cell: (row) => <a href={paths.staffVoucher(row.id)}>{formatVoucherCode(row.code)}</a>,
    },
    { ...head('label'), cell: (row) => row.label },
    { ...head('grants'), cell: (row) => voucherGrants(t, row).join('; ') },
    { ...head('uses'), isNumber: true, cell: (row) => t('staff.usesOf', { uses: row.uses, most: row.maxUses }) },
    { ...head('until'), isNumber: true, cell: (row) => lastDateOf(row, zone) },
    { ...head('state'), cell: (row) => <StandWord t={t} stands={row.stands} /> },
  ];
}

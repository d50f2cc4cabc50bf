import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { InstantText } from '#app/_ui/date-time.tsx';
import { EmptyState } from '#app/_ui/empty-state.tsx';
import { Money } from '#app/_ui/money.tsx';
import { type Column, Table } from '#app/_ui/table.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { PageLinks } from '#app/(staff)/page-links.tsx';
import { readFilters, type SearchParams } from '#app/(staff)/search-params.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { type FoundOrder, findOrders, waitsFor } from '#lib/booking/find-orders.ts';
import { getMuseum } from '#lib/catalog/queries.ts';
import { type Translator, translator } from '#lib/platform/i18n/translator.ts';
import { defaultLocale, type Locale, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatDate } from '#lib/platform/time.ts';
import { OrderFilters } from './order-filters.tsx';
import { OrderStateWord } from './order-state.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'staff')('orders.title') };
}

/** Every order, newest first, by what somebody has at hand. The search stands in the address. */
export default async function OrdersPage({ searchParams }: { searchParams: SearchParams }) {
  const { q, state, date, page, one } = await readFilters(searchParams);
  const filters = { q, state, date, waits: waitsFor.find((what) => what === one('waits')) };
  const path = paths.staffOrders({ ...filters, page });
  const ctx = await requireStaff('orders.see', path);
  const found = await findOrders(ctx, { ...filters, page });
  if (!found.ok) notFound();
  const t = translator(ctx.locale, 'staff');
  const { timeZone } = await getMuseum(ctx.db);
  return (
    <StaffPage ctx={ctx} room="orders" path={path}>
      <h1>{t('orders.title')}</h1>
      <OrderFilters t={t} {...filters} />
      {found.orders.length === 0 ? (
        <EmptyState title={t('orders.emptyTitle')}>{t('orders.emptyText')}</EmptyState>
      ) : (
        <div className="stack">
          <Table
            caption={t('orders.count', { total: found.total })}
            columns={orderColumns(t, ctx.locale, timeZone)}
            rows={found.orders}
            rowKey={(order) => order.id}
          />
          <PageLinks
            t={t}
            page={found.page}
            pages={found.pages}
            href={(other) => paths.staffOrders({ ...filters, page: other })}
          />
        </div>
      )}
    </StaffPage>
  );
}

function orderColumns(t: Translator, locale: Locale, zone: string): Column<FoundOrder>[] {
  const head = (key: string) => ({ key, head: t(`orders.columns.${key}`) });
  return [
    { ...head('code'), isRowHead: true, cell: (order) => <a href={paths.staffOrder(order.id)}>{order.code}</a> },
    {
      ...head('visit'),
      cell: (order) => (
        <>
          <time dateTime={`${order.visitDate}T${order.startTime}`}>
            {formatDate(order.visitDate)} {order.startTime}
          </time>{' '}
          {localized(order.productNames, locale)}
        </>
      ),
    },
    {
      ...head('name'),
      cell: (order) => (
        <>
          {order.contactName ?? (order.email ? null : <span className="soft">{t('orders.noName')}</span>)}{' '}
          <span className="soft">{order.email}</span>
        </>
      ),
    },
    { ...head('people'), isNumber: true, cell: (order) => order.people },
    {
      ...head('total'),
      isNumber: true,
      cell: (order) => <Money amountMinor={order.totalMinor} currency={order.currency} locale={locale} />,
    },
    { ...head('state'), cell: (order) => <OrderStateWord t={t} state={order.state} isRunOut={order.isRunOut} /> },
    { ...head('made'), isNumber: true, cell: (order) => <InstantText at={order.createdAt} zone={zone} /> },
  ];
}

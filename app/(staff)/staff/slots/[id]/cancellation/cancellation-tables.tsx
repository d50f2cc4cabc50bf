import { Table } from '#app/_ui/table.tsx';
import type { Cancellation, CancellationOrder } from '#lib/booking/get-cancellation.ts';
import { cancellationItemStates } from '#lib/booking/values.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { paths } from '#lib/platform/paths.ts';

const headOf = (t: Translator) => (key: string) => ({ key, head: t(`staff.columns.${key}`) });
const shown = 100;

/** How many orders are in each state. */
export function StatesTable({ t, states }: { t: Translator; states: Cancellation['states'] }) {
  const head = headOf(t);
  return (
    <Table
      caption={t('staff.itemsCaption')}
      rows={states.toSorted(
        (one, other) => cancellationItemStates.indexOf(one.state) - cancellationItemStates.indexOf(other.state),
      )}
      rowKey={({ state }) => state}
      columns={[
        { ...head('state'), isRowHead: true, cell: (row) => t(`staff.itemStates.${row.state}`) },
        { ...head('orders'), isNumber: true, cell: (row) => row.orders },
        { ...head('people'), isNumber: true, cell: (row) => row.people },
      ]}
    />
  );
}

/** The orders to call or to see to. */
export function OrdersTable(props: {
  t: Translator;
  caption: string;
  orders: readonly CancellationOrder[];
  cancellation: Cancellation;
}) {
  const { t, orders } = props;
  const head = headOf(t);
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency: props.cancellation.currency }, t.locale);
  const hasWhy = orders.some(({ why }) => why !== null);
  return (
    <div className="stack">
      <Table
        caption={props.caption}
        rows={orders}
        rowKey={({ orderId }) => orderId}
        columns={[
          {
            ...head('order'),
            isRowHead: true,
            cell: (row) => <a href={paths.staffOrder(row.orderId)}>{row.code}</a>,
          },
          ...(hasWhy
            ? [{ ...head('why'), cell: (row: CancellationOrder) => (row.why ? t(`staff.whys.${row.why}`) : null) }]
            : []),
          { ...head('people'), isNumber: true, cell: (row) => row.people },
          { ...head('sum'), isNumber: true, cell: (row) => <span className="num">{money(row.paidMinor)}</span> },
          { ...head('contact'), cell: (row) => [row.contactName, row.phone].filter(Boolean).join(', ') },
        ]}
      />
      {orders.length >= shown ? <p className="hint">{t('staff.more', { shown })}</p> : null}
    </div>
  );
}

import { InstantText } from '#app/_ui/date-time.tsx';
import { Table } from '#app/_ui/table.tsx';
import type { VoucherUser } from '#lib/booking/list-vouchers.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { paths } from '#lib/platform/paths.ts';

/** The orders that have or had a voucher, newest first. */
export function VoucherUsers({ t, users, zone }: { t: Translator; users: readonly VoucherUser[]; zone: string }) {
  return (
    <Table
      caption={t('staff.users')}
      columns={[
        {
          key: 'order',
          head: t('staff.columns.order'),
          isRowHead: true,
          cell: (row) => <a href={paths.staffOrder(row.orderId)}>{row.orderCode}</a>,
        },
        { key: 'state', head: t('staff.columns.state'), cell: (row) => t(`staff.useStates.${row.state}`) },
        {
          key: 'at',
          head: t('staff.columns.at'),
          isNumber: true,
          cell: (row) => <InstantText at={row.madeAt} zone={zone} />,
        },
      ]}
      rows={users}
      rowKey={(row) => row.orderId}
      empty={t('staff.noUsers')}
    />
  );
}

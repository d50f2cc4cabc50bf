import { Table } from '#app/_ui/table.tsx';
import { formatVoucherCode } from '#lib/booking/voucher-code.ts';
import { paths } from '#lib/platform/paths.ts';
import type { SlotReserve } from '#lib/reports/get-slot-page.ts';
import type { PoolWords } from './slot-pools.tsx';

/** Places of this time that codes still keep: they are among the held ones above. Nothing where there are none. */
export function SlotReserves(props: PoolWords & { reserves: readonly SlotReserve[]; isLinked: boolean }) {
  const { t, staff } = props;
  if (props.reserves.length === 0) return null;
  const head = (key: string) => ({ key, head: t(`reserves.columns.${key}`) });
  return (
    <Table
      caption={t('reserves.caption')}
      rows={props.reserves}
      rowKey={(row) => row.voucherId}
      columns={[
        {
          ...head('code'),
          isRowHead: true,
          cell: (row) => {
            const code = formatVoucherCode(row.code);
            return props.isLinked ? <a href={paths.staffVoucher(row.voucherId)}>{code}</a> : code;
          },
        },
        { ...head('label'), cell: (row) => row.label },
        { ...head('lane'), cell: (row) => staff(`lanes.${row.lane}`) },
        {
          ...head('left'),
          isNumber: true,
          cell: (row) => t('reserves.leftOf', { left: row.left, places: row.places }),
        },
      ]}
    />
  );
}

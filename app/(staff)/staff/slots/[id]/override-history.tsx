import { InstantText } from '#app/_ui/date-time.tsx';
import { type Column, Table } from '#app/_ui/table.tsx';
import type { SlotOverride } from '#lib/reports/get-slot-page.ts';
import { type PoolWords, poolName } from './slot-pools.tsx';

/** Who added how many places to what, when and why; nothing where nobody did. */
export function OverrideHistory(props: PoolWords & { overrides: readonly SlotOverride[] }) {
  if (props.overrides.length === 0) return null;
  return (
    <Table
      caption={props.t('history.caption')}
      columns={historyColumns(props)}
      rows={props.overrides}
      rowKey={(row) => String(row.id)}
    />
  );
}

function historyColumns(words: PoolWords): Column<SlotOverride>[] {
  const { t, zone } = words;
  const head = (key: string) => ({ key, head: t(`history.columns.${key}`) });
  return [
    { ...head('at'), isRowHead: true, cell: (row) => <InstantText at={row.at} zone={zone} /> },
    { ...head('what'), cell: (row) => poolName(words, row) },
    { ...head('change'), isNumber: true, cell: (row) => (row.change > 0 ? `+${row.change}` : `−${-row.change}`) },
    { ...head('reason'), cell: (row) => t(`reasons.${row.reason}`) },
    { ...head('note'), cell: (row) => row.note },
    { ...head('by'), cell: (row) => row.by },
  ];
}

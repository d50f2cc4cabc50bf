import { BarChart } from '#app/_ui/bar-chart.tsx';
import { Breadcrumb } from '#app/_ui/breadcrumb.tsx';
import { CopyCode } from '#app/_ui/copy-code.tsx';
import { DateText, InstantText, TimeText } from '#app/_ui/date-time.tsx';
import { EmptyState } from '#app/_ui/empty-state.tsx';
import { HoldTimer } from '#app/_ui/hold-timer.tsx';
import { LoadingLines } from '#app/_ui/loading-lines.tsx';
import { Money } from '#app/_ui/money.tsx';
import { SummaryList } from '#app/_ui/summary-list.tsx';
import { Table } from '#app/_ui/table.tsx';
import type { Locale } from '#lib/platform/locales.ts';

const rows = [
  { time: '10:00', capacity: 15, sold: 15, arrived: 14, sumMinor: 12_000 },
  { time: '10:30', capacity: 15, sold: 9, arrived: 0, sumMinor: 7_200 },
  { time: '11:15', capacity: 30, sold: 27, arrived: 0, sumMinor: 120_050 },
];

/** Everything one reads: facts, tables, figures, waiting, emptiness. */
export function FactSamples(props: { locale: Locale }) {
  const money = (amountMinor: number) => (
    <Money amountMinor={amountMinor} currency="AZN" locale={props.locale} free="—" />
  );
  const now = new Date('2026-12-12T06:20:00Z');
  return (
    <div className="stack-wide">
      <Breadcrumb label="Where you are" parts={[{ href: '#main', text: 'Orders' }, { text: 'K7M-4QX' }]} />
      <HoldTimer
        expiresAt="2026-12-12T06:35:00.000Z"
        nowAt={now.toISOString()}
        heldText="Your places are held until 10:35."
        leftTexts={Array.from({ length: 16 }, (_, minutes) => `${minutes} minutes left`)}
        overText="The time has run out."
      >
        <a href="#main">I need more time</a>
      </HoldTimer>
      <SummaryList
        rows={[
          {
            term: 'Date',
            value: <DateText date="2026-12-12" locale={props.locale} />,
            action: <a href="#main">Change</a>,
          },
          { term: 'Time', value: <TimeText time="10:30" /> },
          { term: 'Ordered', value: <InstantText at={now} zone="Asia/Baku" /> },
          { term: 'Total', value: money(1250), isStrong: true },
        ]}
      />
      <Table
        caption="Today"
        columns={[
          { key: 'time', head: 'Time', cell: (row) => <TimeText time={row.time} />, isRowHead: true },
          { key: 'capacity', head: 'Places', cell: (row) => row.capacity, isNumber: true },
          { key: 'sold', head: 'Sold', cell: (row) => row.sold, isNumber: true },
          { key: 'arrived', head: 'Arrived', cell: (row) => row.arrived, isNumber: true },
          { key: 'sum', head: 'Sum', cell: (row) => money(row.sumMinor), isNumber: true },
        ]}
        rows={rows}
        rowKey={(row) => row.time}
        foot={{ time: 'Together', capacity: 60, sold: 51, arrived: 14, sum: money(139_250) }}
      />
      <Table
        caption="Waiting list"
        columns={[{ key: 'name', head: 'Party', cell: () => null }]}
        rows={[]}
        rowKey={() => ''}
        empty="Nobody is waiting."
      />
      <BarChart
        title="Visitors by weekday: Saturday is the fullest"
        bars={[
          { label: 'Çərşənbə axşamı', value: 84 },
          { label: 'Çərşənbə', value: 61 },
          { label: 'Cümə axşamı', value: 72 },
          { label: 'Cümə', value: 90 },
          { label: 'Şənbə', value: 148, isMarked: true },
          { label: 'Bazar', value: 120 },
        ]}
        format={(value) => String(value)}
        words={{ table: 'The same as a table', label: 'Weekday', value: 'Visitors' }}
      />
      <CopyCode code="K7M-4QX" words={{ copy: 'Copy', copied: 'Copied' }} />
      <EmptyState title="There are no visits on this day">Choose another day.</EmptyState>
      <LoadingLines label="One moment" />
    </div>
  );
}

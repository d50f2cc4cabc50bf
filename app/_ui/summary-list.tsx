import type { ReactNode } from 'react';

export type SummaryRow = { term: ReactNode; value: ReactNode; action?: ReactNode; isStrong?: boolean; key?: string };

/** Facts by name: date, time, tickets, total. `action` is a link to change the fact; give it a name that says which. */
export function SummaryList(props: { rows: readonly SummaryRow[] }) {
  return (
    <dl className="facts">
      {props.rows.map((row) => (
        <div key={row.key ?? String(row.term)} className={row.isStrong ? 'strong' : undefined}>
          <dt>{row.term}</dt>
          <dd>{row.value}</dd>
          {row.action ? <dd>{row.action}</dd> : null}
        </div>
      ))}
    </dl>
  );
}

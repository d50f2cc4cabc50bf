import { type ReactNode, useId } from 'react';

export type Column<Row> = {
  key: string;
  head: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Right-aligned tabular figures. */
  isNumber?: boolean;
  /** The cell that names its row (`th scope="row"`). */
  isRowHead?: boolean;
};

/** A table with its caption. `foot` is one row of sums by column key. It scrolls sideways by itself when it must. */
export function Table<Row>(props: {
  caption: ReactNode;
  isCaptionHidden?: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  foot?: Partial<Record<string, ReactNode>>;
  empty?: ReactNode;
}) {
  const captionId = useId();
  const numeric = (column: Column<Row>) => (column.isNumber ? 'n' : undefined);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by the keyboard
    <section className="table-scroll" aria-labelledby={captionId} tabIndex={0}>
      <table className="table">
        <caption id={captionId} className={props.isCaptionHidden ? 'vh' : undefined}>
          {props.caption}
        </caption>
        <thead>
          <tr>
            {props.columns.map((column) => (
              <th key={column.key} scope="col" className={numeric(column)}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.length === 0 && props.empty ? (
            <tr>
              <td colSpan={props.columns.length}>{props.empty}</td>
            </tr>
          ) : null}
          {props.rows.map((row) => (
            <tr key={props.rowKey(row)}>
              {props.columns.map((column) =>
                column.isRowHead ? (
                  <th key={column.key} scope="row" className={numeric(column)}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.key} className={numeric(column)}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
        {props.foot ? (
          <tfoot>
            <tr>
              {props.columns.map((column) => (
                <td key={column.key} className={numeric(column)}>
                  {props.foot?.[column.key]}
                </td>
              ))}
            </tr>
          </tfoot>
        ) : null}
      </table>
    </section>
  );
}

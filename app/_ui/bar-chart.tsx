import type { ReactNode } from 'react';

/**
 * Amounts as bars, each with its name and its figure written on it, and the same as a table behind a disclosure. `format` writes
 * a figure; `marked` is the one bar the sentence above is about.
 */
export function BarChart(props: {
  title: string;
  bars: readonly { label: string; value: number; isMarked?: boolean }[];
  format: (value: number) => string;
  words: { table: string; label: string; value: string };
  note?: ReactNode;
}) {
  const largest = Math.max(1, ...props.bars.map((bar) => bar.value));
  const row = 26;
  const left = 130;
  const room = 340;
  return (
    <figure className="chart stack">
      <h3>{props.title}</h3>
      <svg viewBox={`0 0 560 ${props.bars.length * row}`} aria-hidden="true">
        {props.bars.map((bar, index) => {
          const width = (bar.value / largest) * room;
          const middle = index * row + row / 2 + 4;
          return (
            <g key={bar.label}>
              <text x={left - 10} y={middle} textAnchor="end">
                {bar.label}
              </text>
              <rect
                className={bar.isMarked ? 'chart-bar marked' : 'chart-bar'}
                x={left}
                y={index * row + 5}
                width={width}
                height={row - 10}
              />
              <text x={left + width + 8} y={middle}>
                {props.format(bar.value)}
              </text>
            </g>
          );
        })}
        <path className="plan-thin" d={`M${left} 0V${props.bars.length * row}`} />
      </svg>
      <details>
        <summary>{props.words.table}</summary>
        <table className="table">
          <caption className="vh">{props.title}</caption>
          <thead>
            <tr>
              <th scope="col">{props.words.label}</th>
              <th scope="col" className="n">
                {props.words.value}
              </th>
            </tr>
          </thead>
          <tbody>
            {props.bars.map((bar) => (
              <tr key={bar.label}>
                <th scope="row">{bar.label}</th>
                <td className="n">{props.format(bar.value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
      {props.note ? <figcaption className="small soft">{props.note}</figcaption> : null}
    </figure>
  );
}

import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

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
  return (
    <figure className="chart stack">
      <figcaption className="chart-title">{props.title}</figcaption>
      <div className="chart-rows" aria-hidden="true">
        {props.bars.map((bar) => (
          <div key={bar.label}>
            <span className="chart-name">{bar.label}</span>
            <span className="chart-line">
              <svg width={`${(100 * bar.value) / largest}%`} height="16">
                <title>{bar.label}</title>
                <rect className={classNames('chart-bar', bar.isMarked && 'marked')} width="100%" height="100%" />
              </svg>
              <span>{props.format(bar.value)}</span>
            </span>
          </div>
        ))}
      </div>
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
      {props.note ? <p className="small soft">{props.note}</p> : null}
    </figure>
  );
}

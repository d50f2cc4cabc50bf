import { formatMinor } from '../currencies.ts';
import { type Html, html } from '../page/html.ts';

/** A small form of one button that uses one of the sandbox's controls; `about` tells a screen reader which row it is. */
export function act(control: string, fields: Record<string, string>, label: string, about: string): Html {
  return html`<form method="post" action="/_sandbox/${control}">${Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}<button aria-label="${label}: ${about}">${label}</button></form>`;
}

/** Rows under headings; says so when there are none. It scrolls sideways where it does not fit, also by keyboard. */
export function table(title: string, heads: string[], rows: (Html | string)[][]): Html {
  const content =
    rows.length === 0
      ? html`<p>None yet.</p>`
      : html`<div class="wide" role="region" aria-label="${title}" tabindex="0"><table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`;
  return html`<section><h2>${title}</h2>${content}</section>`;
}

export function sum(amountMinor: number, currency: string): string {
  return currency ? formatMinor(amountMinor, currency, 'en') : '';
}

/** An instant in the language of logs: UTC, to the second. */
export function dayTime(atSeconds: number): string {
  return new Date(atSeconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

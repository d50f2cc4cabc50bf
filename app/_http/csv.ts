/** A table for a spreadsheet: quoted, with the mark by which it is known as UTF-8. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(cellOf).join(',')).join('\r\n')}\r\n`;
}

/** A text that no spreadsheet takes for a formula. */
function cellOf(text: string): string {
  return `"${(/^[=+\-@\t\r\n\0]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

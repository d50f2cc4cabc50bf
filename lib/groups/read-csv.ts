/** A row of a table of text, with the line of the file on which it begins (from 1). */
export type CsvRow = { line: number; cells: string[] };

/**
 * Reads a table that a bank or an office program wrote: commas, semicolons or tabs (whichever the first line has most of), quotes around
 * cells with doubled quotes within (RFC 4180), any line ends, with or without the mark at the beginning. Empty lines count for nothing.
 * Pure. Null where a quote is never closed.
 */
export function readCsv(text: string): CsvRow[] | null {
  const body = text.replace(/^\uFEFF/, '');
  const mark = markOf(body);
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  let line = 1;
  let begun = 1;
  const endRow = () => {
    cells.push(cell);
    if (cells.some((one) => one.trim() !== '')) rows.push({ line: begun, cells: cells.map((one) => one.trim()) });
    cells = [];
    cell = '';
    begun = line;
  };
  for (let at = 0; at < body.length; at += 1) {
    const sign = body[at] ?? '';
    if (sign === '\n' || (sign === '\r' && body[at + 1] !== '\n')) line += 1;
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (body[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (sign === '"' && cell.trim() === '') {
      cell = '';
      isQuoted = true;
    } else if (sign === mark) {
      cells.push(cell);
      cell = '';
    } else if (sign === '\n' || sign === '\r') {
      if (sign === '\r' && body[at + 1] === '\n') continue;
      endRow();
    } else cell += sign;
  }
  if (isQuoted) return null;
  endRow();
  return rows;
}

function markOf(text: string): string {
  const first = text.split(/[\r\n]/, 1)[0] ?? '';
  const counted = [';', ',', '\t'].map((mark) => ({ mark, times: first.split(mark).length }));
  return counted.reduce((most, one) => (one.times > most.times ? one : most)).mark;
}

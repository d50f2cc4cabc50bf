import { create } from 'qrcode';

/** A QR symbol without its quiet zone: `size` modules a side, `isDark` by row and column. */
export type QrMatrix = { size: number; isDark: (row: number, column: number) => boolean };

/** One horizontal run of dark modules; drawing runs leaves no hairlines between modules. */
export type QrRun = { row: number; column: number; length: number };

/** Light modules that must stay free on every side (ISO/IEC 18004). */
export const qrQuietModules = 4;

/** The symbol of a text, at level M: a seventh of it may be dirty, creased or in glare. */
export function qrMatrix(text: string): QrMatrix {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  return { size: modules.size, isDark: (row, column) => modules.get(row, column) === 1 };
}

export function qrRuns(matrix: QrMatrix): QrRun[] {
  const runs: QrRun[] = [];
  for (let row = 0; row < matrix.size; row += 1) {
    let start = -1;
    for (let column = 0; column <= matrix.size; column += 1) {
      const isDark = column < matrix.size && matrix.isDark(row, column);
      if (isDark && start < 0) start = column;
      if (!isDark && start >= 0) {
        runs.push({ row, column: start, length: column - start });
        start = -1;
      }
    }
  }
  return runs;
}

/**
 * The symbol as one SVG, black on white in every colour scheme, quiet zone included. `size` is the side with its unit:
 * a ticket's symbol needs at least 42 mm so that 35 mm remain within the quiet zone. `label` is read to those who do
 * not see it.
 */
export function qrSvg(text: string, options: { size: string; label: string }): string {
  const matrix = qrMatrix(text);
  const side = matrix.size + 2 * qrQuietModules;
  const path = qrRuns(matrix)
    .map(({ row, column, length }) => `M${column + qrQuietModules} ${row + qrQuietModules}h${length}v1h-${length}z`)
    .join('');
  const size = escapeXml(options.size);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeXml(options.label)}" width="${size}" height="${size}"` +
    ` viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${side}v${side}h-${side}z"/>` +
    `<path fill="#000" d="${path}"/></svg>`
  );
}

const xmlEntities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => xmlEntities[character] ?? '');
}

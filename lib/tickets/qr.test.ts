import { create } from 'qrcode';
import { expect, it } from 'vitest';
import { qrMatrix, qrRuns, qrSvg } from './qr.ts';
import vectors from './ticket-token.vectors.json' with { type: 'json' };

const token = vectors.accepted[0]?.token ?? '';

it('stores a token in alphanumeric mode, in 41 modules: 35 mm give 0.85 mm each', () => {
  expect(qrMatrix(token).size).toBe(41);
  expect(create(token, { errorCorrectionLevel: 'M' }).segments.map(({ mode }) => mode.id)).toContain('Alphanumeric');
});

it('draws in runs exactly the dark modules', () => {
  const matrix = qrMatrix(token);
  const drawn = new Set<string>();
  for (const { row, column, length } of qrRuns(matrix)) {
    for (let offset = 0; offset < length; offset += 1) drawn.add(`${row}:${column + offset}`);
  }
  for (let row = 0; row < matrix.size; row += 1) {
    for (let column = 0; column < matrix.size; column += 1) {
      expect(drawn.has(`${row}:${column}`)).toBe(matrix.isDark(row, column));
    }
  }
});

it('is black on white with four free modules on every side, and escapes its label', () => {
  const svg = qrSvg(token, { size: '44mm', label: 'Ticket “A” <1> & "2"' });
  expect(svg).toContain('viewBox="0 0 49 49"');
  expect(svg).toContain('width="44mm"');
  expect(svg).toContain('aria-label="Ticket “A” &lt;1&gt; &amp; &quot;2&quot;"');
  const starts = [...svg.matchAll(/M(\d+) (\d+)h(\d+)v1/g)].map((match) => match.slice(1).map(Number));
  for (const [column = 0, row = 0, length = 0] of starts) {
    expect(Math.min(column, row)).toBeGreaterThanOrEqual(4);
    expect(Math.max(column + length, row + 1)).toBeLessThanOrEqual(45);
  }
});

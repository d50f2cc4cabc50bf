import type { WebResults } from './run-web.ts';

/** The results as tables, the budgets last. */
export function printWeb({ pages, rates, budgets }: WebResults, say: (line: string) => void): void {
  say('\nBytes as sent (a browser that has nothing yet), scripts once more as gzip -9');
  row(say, 'page', ['requests', 'HTML', 'CSS', 'scripts', 'fonts', 'other', 'JS gzip']);
  for (const { name, weight } of pages) {
    const { html, css, js, fonts, other } = weight.sent;
    row(say, name, [weight.requests, html, css, js, fonts, other, weight.jsGzip]);
  }
  say('\nChromium with a processor four times slower (worst of three), and Lighthouse on its phone (medians)');
  row(say, 'page', [
    'LCP ms',
    'CLS',
    'TBT ms',
    'INP ms',
    'perf.',
    'access.',
    'practice',
    'SEO',
    'LCP ms',
    'TBT ms',
    'index',
  ]);
  for (const { name, feel, score } of pages) {
    const s = score?.scores;
    row(say, name, [
      feel.lcpMs,
      feel.cls.toFixed(3),
      feel.tbtMs,
      feel.inpMs ?? '–',
      ...(score && s
        ? [s.performance, s.accessibility, s['best-practices'], s.seo, score.lcpMs, score.tbtMs, score.benchmarkIndex]
        : ['–']),
    ]);
  }
  for (const { name, score } of pages) {
    for (const complaint of score?.complaints ?? []) if (name !== 'empty') say(`  ${name}: ${complaint}`);
  }
  say('\nRates, 32 clients');
  row(say, '', ['/s', 'p50 ms', 'p99 ms', 'ratio']);
  for (const { name, perSecond, p50Ms, p99Ms, ratio } of rates) {
    row(say, name, [perSecond, p50Ms.toFixed(1), p99Ms.toFixed(1), ratio.toFixed(1)]);
  }
  say('\nBudgets');
  for (const { what, is, most, least, isMet } of budgets) {
    say(
      `  ${isMet ? '✓' : '✗'} ${what.padEnd(52)} ${is} (${most === undefined ? `at least ${least}` : `at most ${most}`})`,
    );
  }
}

function row(say: (line: string) => void, name: string, cells: readonly (string | number)[]): void {
  const texts = cells.map((cell) => (typeof cell === 'number' ? String(Math.round(cell)) : cell).padStart(9));
  say(`  ${name.padEnd(34)}${texts.join('')}`);
}

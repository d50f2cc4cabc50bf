import type { Feel } from './feel-page.ts';
import type { Score } from './score-page.ts';
import type { Weight } from './weigh-page.ts';

/** One page as it was found; `isPlain` for those that bring no script of the framework. */
export type Judged = {
  name: 'empty' | 'museum' | 'product' | 'day' | 'tickets' | 'details' | 'order';
  isPlain: boolean;
  weight: Weight;
  feel: Feel;
  score: Score | null;
};

/** A figure that was to be reached (issue 4, "Figures to reach"). */
export type Budget = { what: string; is: number; most?: number; least?: number; isMet: boolean };

const kilobyte = 1000;
/** Scripts of ours beyond what an empty page of the framework brings, gzip. */
const mostOwnScript: Partial<Record<Judged['name'], number>> = { tickets: 25, details: 25, order: 45 };

export function judgeBudgets(pages: readonly Judged[], ratios: readonly { name: string; ratio: number }[]): Budget[] {
  const empty = pages.find(({ name }) => name === 'empty');
  const budgets: Budget[] = [];
  const atMost = (what: string, is: number, most: number) => budgets.push({ what, is, most, isMet: is <= most });
  const atLeast = (what: string, is: number, least: number) => budgets.push({ what, is, least, isMet: is >= least });
  for (const { name, isPlain, weight, feel, score } of pages) {
    if (name === 'empty') continue;
    if (isPlain) {
      atMost(`${name}: scripts, gzip`, weight.jsGzip, 6 * kilobyte);
      atMost(`${name}: HTML and CSS as sent`, weight.sent.html + weight.sent.css, 14 * kilobyte);
    } else {
      const own = weight.jsGzip - (empty?.weight.jsGzip ?? 0);
      atMost(`${name}: scripts beyond the framework's, gzip`, own, (mostOwnScript[name] ?? 25) * kilobyte);
    }
    atMost(`${name}: CLS`, round(feel.cls), 0);
    if (feel.inpMs !== null) atMost(`${name}: slowest interaction, ms`, feel.inpMs, 200);
    if (!score) continue;
    const floor = isPlain ? 100 : (empty?.score?.scores.performance ?? 100) - 3;
    atLeast(`${name}: Lighthouse performance`, score.scores.performance, floor);
    for (const category of ['accessibility', 'best-practices', 'seo'] as const) {
      atLeast(`${name}: Lighthouse ${category}`, score.scores[category], 100);
    }
  }
  for (const { name, ratio } of ratios) atLeast(`${name}: times the framework's rate`, round(ratio), 10);
  return budgets;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
